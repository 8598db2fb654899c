import { useState } from "react";
import { cn } from "@/lib/cn";
import { Dialog, FormActions } from "@/ui/dialog";
import { Fact, Facts } from "@/ui/page";
import { differing, knownBy, noteOf, type Row } from "./merge-rows";
import { type Kind, kinds, type Merge, type Mergeable, useMerge, useMergeFields } from "./merging";

interface MergeDialogProps {
  kind: Kind;
  records: [Mergeable, Mergeable] | undefined;
  onClose: () => void;
  onMerged?: (merge: Merge) => void;
}

/** Two records side by side; which stays, and of which each value is taken. */
export const MergeDialog = ({ kind, records, onClose, onMerged }: MergeDialogProps) => (
  <Dialog
    open={records !== undefined}
    onOpenChange={(open) => !open && onClose()}
    title={`Merge ${kinds[kind].plural}`}
    description="Messages, deals and notes of both stay. You can undo this at any time."
    wide
  >
    {records && <Body kind={kind} records={records} onClose={onClose} onMerged={onMerged} />}
  </Dialog>
);

type BodyProps = Omit<MergeDialogProps, "records"> & { records: [Mergeable, Mergeable] };

function Body({ kind, records, onClose, onMerged }: BodyProps) {
  const [keep, setKeep] = useState(records[0].id);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const merge = useMerge(kind, (merged) => {
    onClose();
    onMerged?.(merged);
  });
  const kept = records.find(({ id }) => id === keep) ?? records[0];
  const [dropped] = records.filter((one) => one !== kept);
  const fields = useMergeFields(kind);
  const rows = differing(kind, records, fields.data ?? []);
  const of = ({ field, show }: Row) => chosen[field] ?? (show(kept) === null ? dropped?.id : keep) ?? keep;
  const shown = (row: Row) => row.show(records.find(({ id }) => id === of(row)) ?? kept);
  const submit = () => {
    const fields = Object.fromEntries(rows.map((row) => [row.field, of(row)]));
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
        options={records.map((one) => ({ id: one.id, text: one.name, note: noteOf(one) }))}
      />
      {rows.map((row) => (
        <Choice
          key={row.field}
          label={row.label}
          value={of(row)}
          onChange={(id) => setChosen((now) => ({ ...now, [row.field]: id }))}
          options={records.map((one) => ({ id: one.id, text: row.show(one) }))}
        />
      ))}
      <section aria-label="Afterwards" className="rounded-md border bg-sunken p-4">
        <h3 className="mb-2 font-medium">Afterwards</h3>
        <Facts>
          {rows.map((row) => (
            <Fact key={row.field} label={row.label}>
              {shown(row) ?? "Empty"}
            </Fact>
          ))}
          <Fact label={kind === "contacts" ? "Addresses" : "Domains"}>
            {knownBy(records, rows.filter(({ field }) => field === "domain").map(shown)).join(", ") || "None"}
          </Fact>
          <Fact label="Tags">{[...new Set(records.flatMap(({ tags }) => tags))].join(", ") || "None"}</Fact>
          <Fact label="Owner">{kept.owner?.name ?? "Nobody"}</Fact>
        </Facts>
      </section>
      <FormActions onCancel={onClose} busy={merge.isPending}>
        Merge
      </FormActions>
    </form>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: { id: string; text: string | null; note?: string | null }[];
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
              <span className={cn("block break-words", text === null && "text-subtle")}>
                {text ?? "Empty"}
              </span>
              {note && <span className="block wrap-anywhere text-sm text-muted">{note}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
