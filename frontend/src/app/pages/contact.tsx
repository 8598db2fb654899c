import { getRouteApi, Link } from "@tanstack/react-router";
import { MessagesSquare, SquarePen } from "lucide-react";
import { useState } from "react";
import { useContact } from "@/features/contacts/api";
import { ContactFacts } from "@/features/contacts/contact-facts";
import { ContactForm } from "@/features/contacts/contact-form";
import { ContactPause } from "@/features/contacts/contact-pause";
import { useContactThreads } from "@/features/conversations/api";
import { standing } from "@/features/conversations/words";
import { Timeline } from "@/features/timeline/timeline";
import { useActions } from "@/lib/actions";
import { useCan } from "@/lib/permissions";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Page, Section } from "@/ui/page";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { Back } from "./back";

const route = getRouteApi("/inside/contacts/$contactId");

export function ContactPage() {
  const { contactId } = route.useParams();
  const query = useContact(contactId);
  const [editing, setEditing] = useState(false);
  const contact = query.data;
  const writes = useCan("contacts:write") && Boolean(contact?.editable);
  useActions("Contact", [writes && { label: "Edit contact", keys: "e", run: () => setEditing(true) }]);
  return (
    <Page
      title={contact?.name ?? "Contact"}
      note={contact?.company?.name}
      actions={
        <>
          <Back to="/contacts" label="Contacts" />
          {writes && (
            <Button onClick={() => setEditing(true)}>
              <SquarePen aria-hidden /> Edit <KeyHint>e</KeyHint>
            </Button>
          )}
        </>
      }
    >
      {query.isPending ? (
        <SkeletonRows />
      ) : !contact ? (
        <Failed error={query.error} what="The contact" onRetry={() => void query.refetch()} />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[1fr_20rem]">
          <div className="grid min-w-0 gap-4">
            <Threads words={contact.email ?? contact.name} />
            <Timeline record="contacts" id={contact.id} />
          </div>
          <Section title="Facts" padded className="max-lg:order-first">
            <ContactFacts contact={contact} />
            <ContactPause contact={contact} disabled={!writes} />
          </Section>
          <ContactForm open={editing} onOpenChange={setEditing} contact={contact} />
        </div>
      )}
    </Page>
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
