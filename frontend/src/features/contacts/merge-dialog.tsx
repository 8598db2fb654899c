import { useState } from "react";
import { cn } from "@/lib/cn";
import { language } from "@/lib/format";
import { Button } from "@/ui/button";
import { Dialog, DialogActions } from "@/ui/dialog";
import { Fact, Facts } from "@/ui/page";
import type { Contact } from "./api";
import { type Merge, useMerge } from "./merging";
import { lifecycles, sources } from "./words";

interface MergeDialogProps {
  contacts: [Contact, Contact] | undefined;
  onClose: () => void;
  onMerged?: (merge: Merge) => void;
}

/** Two contacts side by side; who stays, and of whom each value is taken. */
export const MergeDialog = ({ contacts, onClose, onMerged }: MergeDialogProps) => (
  <Dialog
    open={contacts !== undefined}
    onOpenChange={(open) => !open && onClose()}
    title="Merge contacts"
    description="Messages, deals and notes of both stay. You can undo this at any time."
    wide
  >
    {contacts && <Body contacts={contacts} onClose={onClose} onMerged={onMerged} />}
  </Dialog>
);

interface Row {
  field: string;
  label: string;
  show: (contact: Contact) => string | null;
}

const said = (options: readonly { value: string; label: string }[], value: string | null) =>
  options.find((one) => one.value === value)?.label ?? value;

const rows: Row[] = [
  { field: "name", label: "Name", show: ({ name }) => name },
  { field: "company_id", label: "Company", show: ({ company }) => company?.name ?? null },
  { field: "lifecycle", label: "Lifecycle", show: ({ lifecycle }) => said(lifecycles, lifecycle) },
  { field: "source", label: "Source", show: ({ source }) => said(sources, source) },
  { field: "language", label: "Language", show: (one) => (one.language ? language(one.language) : null) },
];

function rowsOf(contacts: Contact[]): Row[] {
  const keys = [...new Set(contacts.flatMap(({ custom }) => Object.keys(custom)))];
  const own = keys.map((key) => ({
    field: `custom.${key}`,
    label: key,
    show: ({ custom }: Contact) => (custom[key] == null ? null : String(custom[key])),
  }));
  const all = [...rows, ...own];
  return all.filter((row) => new Set(contacts.map(row.show)).size > 1);
}

type BodyProps = Omit<MergeDialogProps, "contacts"> & { contacts: [Contact, Contact] };

function Body({ contacts, onClose, onMerged }: BodyProps) {
  const [keep, setKeep] = useState(contacts[0].id);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const merge = useMerge((merged) => {
    onClose();
    onMerged?.(merged);
  });
  const kept = contacts.find(({ id }) => id === keep) ?? contacts[0];
  const [dropped] = contacts.filter((one) => one !== kept);
  const differing = rowsOf(contacts);
  const of = ({ field, show }: Row) => chosen[field] ?? (show(kept) === null ? dropped?.id : keep) ?? keep;
  const shown = (row: Row) => row.show(contacts.find(({ id }) => id === of(row)) ?? kept);
  const submit = () => {
    const fields = Object.fromEntries(differing.map((row) => [row.field, of(row)]));
    merge.mutate({ body: { keep, drop: [dropped?.id ?? ""], fields } });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="grid gap-4"
    >
      <Choice
        label="Stays"
        value={keep}
        onChange={setKeep}
        options={contacts.map((one) => ({ id: one.id, text: one.name, note: one.email ?? one.phone }))}
      />
      {differing.map((row) => (
        <Choice
          key={row.field}
          label={row.label}
          value={of(row)}
          onChange={(id) => setChosen((now) => ({ ...now, [row.field]: id }))}
          options={contacts.map((one) => ({ id: one.id, text: row.show(one) ?? "Empty" }))}
        />
      ))}
      <section aria-label="Afterwards" className="rounded-md border bg-sunken p-4">
        <h3 className="mb-2 font-medium">Afterwards</h3>
        <Facts>
          {differing.map((row) => (
            <Fact key={row.field} label={row.label}>
              {shown(row) ?? "Empty"}
            </Fact>
          ))}
          <Fact label="Addresses">
            {[
              ...new Set(
                contacts.flatMap(({ emails, phones }) => [...emails, ...phones]).map((one) => one.value),
              ),
            ].join(", ") || "None"}
          </Fact>
          <Fact label="Tags">{[...new Set(contacts.flatMap(({ tags }) => tags))].join(", ") || "None"}</Fact>
          <Fact label="Owner">{kept.owner?.name ?? "Nobody"}</Fact>
        </Facts>
      </section>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" busy={merge.isPending}>
          Merge
        </Button>
      </DialogActions>
    </form>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: { id: string; text: string; note?: string | null }[];
  onChange: (id: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm text-muted">{label}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {options.map(({ id, text, note }) => (
          <label
            key={id}
            className={cn(
              "flex min-w-0 cursor-pointer items-start gap-2 rounded-md border px-3 py-2",
              value === id && "border-accent bg-selected",
            )}
          >
            <input
              type="radio"
              name={label}
              value={id}
              checked={value === id}
              onChange={() => onChange(id)}
              className="mt-1 accent-accent"
            />
            <span className="min-w-0">
              <span className="block break-words">{text}</span>
              {note && <span className="block break-all text-sm text-muted">{note}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
