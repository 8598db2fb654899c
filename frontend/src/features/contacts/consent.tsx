import { useState } from "react";
import { Badge, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Section } from "@/ui/page";
import { Failed, Skeleton } from "@/ui/states";
import { Switch } from "@/ui/switch";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { type Consent, type Contact, useConsents, useEditContact, useRecordConsent } from "./api";
import { purposes } from "./words";

type Status = Consent["status"];
const tones: Record<Status, Tone> = { granted: "ok", withdrawn: "bad", unknown: "plain" };

/** What a person agreed to, how that came about, and whether they want to hear from us at all. */
export function ConsentBlock({ contact, writes }: { contact: Contact; writes: boolean }) {
  const save = useEditContact(contact);
  const [asking, setAsking] = useState<string | null>(null);
  return (
    <Section title="Consent" padded>
      <div className="flex items-center justify-between gap-4 border-b pb-3">
        <span>
          <span className="block font-medium">Do not contact</span>
          <span className="block text-sm text-muted">
            {contact.do_not_contact
              ? "Nothing leaves to this person by itself; who writes by hand is warned."
              : "This person may be written to."}
          </span>
        </span>
        <Switch
          checked={contact.do_not_contact}
          disabled={!writes}
          label="Do not contact"
          onChange={(do_not_contact) =>
            save({ do_not_contact }, do_not_contact ? "Marked: do not contact" : "May be contacted again")
          }
        />
      </div>
      <ul className="grid gap-2 pt-3">
        {Object.entries(contact.consent).map(([purpose, status]) => (
          <li key={purpose} className="flex items-center gap-2 text-sm">
            <span className="min-w-0 flex-1">{purposes[purpose] ?? purpose}</span>
            <Badge tone={tones[status]}>{status}</Badge>
            {writes && (
              <Button
                size="sm"
                tone="quiet"
                onClick={() => setAsking(purpose)}
                aria-label={`Change consent: ${purposes[purpose] ?? purpose}`}
              >
                Change
              </Button>
            )}
          </li>
        ))}
      </ul>
      <History contactId={contact.id} />
      <Dialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={asking ? (purposes[asking] ?? asking) : "Consent"}
      >
        {asking && (
          <Form contact={contact} purpose={asking as Consent["purpose"]} onClose={() => setAsking(null)} />
        )}
      </Dialog>
    </Section>
  );
}

interface FormProps {
  contact: Contact;
  purpose: Consent["purpose"];
  onClose: () => void;
}

function Form({ contact, purpose, onClose }: FormProps) {
  const record = useRecordConsent();
  const [status, setStatus] = useState<Status>(
    contact.consent[purpose] === "granted" ? "withdrawn" : "granted",
  );
  const [source, setSource] = useState("");
  const submit = () =>
    record.mutate(
      {
        params: { path: { contact_id: contact.id } },
        body: { purpose, status, source: source.trim() || null },
      },
      {
        onSuccess: () => {
          done("Consent written down");
          onClose();
        },
        onError: (error) => refused("The consent was not written down", error),
      },
    );
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Status">
        {(wiring) => (
          <Select {...wiring} value={status} onChange={({ target }) => setStatus(target.value as Status)}>
            <option value="granted">Granted</option>
            <option value="withdrawn">Withdrawn</option>
            <option value="unknown">Unknown</option>
          </Select>
        )}
      </Field>
      <Field
        label="How it was obtained"
        optional
        hint="A form, a call, a card at the fair: what one can show later"
      >
        {(wiring) => (
          <Input
            {...wiring}
            value={source}
            maxLength={1000}
            onChange={({ target }) => setSource(target.value)}
          />
        )}
      </Field>
      <FormActions onCancel={onClose} busy={record.isPending}>
        Write down
      </FormActions>
    </form>
  );
}

function History({ contactId }: { contactId: string }) {
  const query = useConsents(contactId);
  if (query.isPending) return <Skeleton className="mt-3 h-4 w-1/2" />;
  if (query.isError) {
    return (
      <Failed
        error={query.error}
        what="The history"
        onRetry={() => void query.refetch()}
        className="px-0 py-3"
      />
    );
  }
  if (query.data.items.length === 0)
    return <p className="mt-3 text-sm text-subtle">Nothing was written down yet.</p>;
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer text-subtle hover:text-ink">History</summary>
      <ul className="mt-2 grid gap-2">
        {query.data.items.map((one) => (
          <li key={one.id}>
            {purposes[one.purpose]}: {one.status} <When at={one.given_at} className="text-subtle" />
            {one.by && <span className="text-subtle"> · {one.by.name}</span>}
            {one.source && <span className="block text-muted">{one.source}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
