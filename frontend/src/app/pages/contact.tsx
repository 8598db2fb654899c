import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { MessagesSquare, Trash2 } from "lucide-react";
import { type Contact, useContact, useEditContact } from "@/features/contacts/api";
import { ConsentBlock } from "@/features/contacts/consent";
import { ContactPanel } from "@/features/contacts/contact-panel";
import { ContactPause } from "@/features/contacts/contact-pause";
import { useRemoveContact } from "@/features/contacts/removing";
import { useContactThreads } from "@/features/conversations/api";
import { standing } from "@/features/conversations/words";
import { CustomValues } from "@/features/custom-fields/values";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Page, Section } from "@/ui/page";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { Back } from "./back";
import { Notes, RecordActivities, Timeline } from "./record-parts";

const PersonalData = soon(
  async () => (await import("@/features/privacy/personal-data")).PersonalData,
  <span className="size-8" />,
);

const ScreenedOut = soon(async () => (await import("@/features/contacts/screened")).ScreenedOut);
const MergedFrom = soon(async () => (await import("@/features/contacts/merged-from")).MergedFrom);

const route = getRouteApi("/inside/contacts/$contactId");

export function ContactPage() {
  const { contactId } = route.useParams();
  const query = useContact(contactId);
  const navigate = useNavigate();
  const remove = useRemoveContact();
  const contact = query.data;
  const writes = useCan("contacts:write") && Boolean(contact?.editable);
  return (
    <Page
      title={contact?.name ?? "Contact"}
      note={contact?.company?.name}
      actions={
        <>
          <Back to="/contacts" label="Contacts" />
          {writes && contact && (
            <Button tone="danger" onClick={() => remove(contact, () => void navigate({ to: "/contacts" }))}>
              <Trash2 aria-hidden /> Remove
            </Button>
          )}
          {contact && (
            <PersonalData contact={contact} onErasing={() => void navigate({ to: "/settings/privacy" })} />
          )}
        </>
      }
    >
      {query.isPending ? (
        <SkeletonRows />
      ) : !contact ? (
        <Failed error={query.error} what="The contact" onRetry={() => void query.refetch()} />
      ) : (
        <Body contact={contact} writes={writes} />
      )}
    </Page>
  );
}

function Body({ contact, writes }: { contact: Contact; writes: boolean }) {
  const save = useEditContact(contact);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_22rem]">
      {contact.screened_out && <ScreenedOut contact={contact} writes={writes} />}
      <div className="grid min-w-0 gap-4">
        <RecordActivities about={{ contact_id: contact.id }} />
        <Notes about={{ contact_id: contact.id }} />
        <Threads words={contact.email ?? contact.name} />
        <Timeline record="contacts" id={contact.id} />
      </div>
      <div className="grid min-w-0 gap-4 max-lg:order-first">
        <Section title="Facts" padded>
          <ContactPanel contact={contact} writes={writes} />
          <ContactPause contact={contact} disabled={!writes} />
        </Section>
        <CustomValues
          of="contact"
          values={contact.custom}
          writes={writes}
          onSave={(custom, said) => save({ custom }, said)}
        />
        <ConsentBlock contact={contact} writes={writes} />
        <MergedFrom kind="contacts" id={contact.id} />
      </div>
    </div>
  );
}

/** The threads of one person, newest first. */
function Threads({ words }: { words: string }) {
  const query = useContactThreads(words);
  const rows = query.data?.items ?? [];
  return (
    <Section title="Threads">
      {query.isPending ? (
        <SkeletonRows rows={3} className="h-14" />
      ) : query.isError ? (
        <Failed error={query.error} what="Threads" onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={<MessagesSquare aria-hidden />} title="No threads yet">
          Mail from this person appears here by itself.
        </Empty>
      ) : (
        <ul>
          {rows.map((row) => {
            const stands = standing(row);
            return (
              <li key={row.id} className="border-b last:border-0">
                <Link
                  to="/inbox/$conversationId"
                  params={{ conversationId: row.id }}
                  search={{}}
                  className="ring-inset-focus flex items-center gap-3 px-4 py-2.5 hover:bg-hover"
                >
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{row.subject || "(no subject)"}</span>
                    <span className="block truncate text-sm text-muted">{row.snippet}</span>
                  </span>
                  {stands && <Badge tone={stands.tone}>{stands.label}</Badge>}
                  <When at={row.last_message_at} className="shrink-0 text-sm text-subtle" />
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
