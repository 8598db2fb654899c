import { type ReactNode, useState } from "react";
import { api } from "@/lib/api";
import type { Conflict, Disputed } from "@/lib/conflicts";
import { Button } from "@/ui/button";
import { Dialog, DialogActions } from "@/ui/dialog";
import { When } from "@/ui/time";
import { collectionOf, type Field, fieldName, idOf, inWords, nameOf } from "./conflict-words";

interface AskProps {
  conflict: Conflict;
  onAnswer: (mine: string[] | null) => void;
}

/** A change that met another: both values of each field, and what shall stay. */
export default function Ask({ conflict, onAnswer }: AskProps) {
  const { kind, current, fields } = conflict;
  const [theirs, setTheirs] = useState<string[]>([]);
  const labels = useFields(conflict);
  const mine = fields.map(({ name }) => name).filter((name) => !theirs.includes(name));
  const choose = (name: string, wins: "mine" | "theirs") =>
    setTheirs([...theirs.filter((one) => one !== name), ...(wins === "theirs" ? [name] : [])]);
  const several = kind === "change" && fields.length > 1;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onAnswer(null)}
      title={kind === "change" ? "Somebody else changed this too" : "Somebody has changed this meanwhile"}
      description={<Who conflict={conflict} />}
    >
      <p className="text-muted">
        {kind === "change"
          ? `Since you read ${nameOf(current)}, the same was written by somebody else. What shall stay?`
          : `Since you read ${nameOf(current)}, this has changed. Shall it go all the same?`}
      </p>
      <div className="mt-4 grid gap-4">
        {fields.map((field) => (
          <Both
            key={field.name}
            field={field}
            label={fieldName(field.name, labels)}
            conflict={conflict}
            labels={labels}
            wins={several ? (theirs.includes(field.name) ? "theirs" : "mine") : undefined}
            onChoose={(wins) => choose(field.name, wins)}
          />
        ))}
      </div>
      <DialogActions>
        <Button onClick={() => onAnswer(null)}>
          {kind === "remove" ? "Leave it" : several ? "Take all of theirs" : "Take theirs"}
        </Button>
        <Button tone={kind === "remove" ? "dangerSolid" : "primary"} onClick={() => onAnswer(mine)}>
          {kind === "remove" ? "Remove it" : several ? "Save what is chosen" : "Keep mine"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface BothProps {
  field: Disputed;
  label: string;
  conflict: Conflict;
  labels: Field[];
  /** Which of both is chosen, where there is a choice for each field. */
  wins?: "mine" | "theirs";
  onChoose: (wins: "mine" | "theirs") => void;
}

/** A field with both values, side by side where there is room. */
function Both({ field, label, conflict, labels, wins, onChoose }: BothProps) {
  const removes = conflict.kind === "remove";
  const sides = [
    { side: "mine" as const, said: removes ? "You read" : "Yours", value: field.mine },
    { side: "theirs" as const, said: removes ? "Now" : "Theirs", value: field.theirs },
  ];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {sides.map(({ side, said, value }) => (
          <Side
            key={side}
            name={field.name}
            said={said}
            wins={wins && wins === side}
            onWin={() => onChoose(side)}
          >
            <Said name={field.name} value={value} current={conflict.current} labels={labels} />
          </Side>
        ))}
      </div>
    </fieldset>
  );
}

interface SideProps {
  name: string;
  said: string;
  wins?: boolean;
  onWin: () => void;
  children: ReactNode;
}

function Side({ name, said, wins, onWin, children }: SideProps) {
  const inside = (
    <span className="min-w-0">
      <span className="block text-sm text-subtle">{said}</span>
      <span className="block max-h-40 overflow-y-auto break-words whitespace-pre-wrap">{children}</span>
    </span>
  );
  const frame = "flex min-w-0 items-start gap-2 rounded-md border px-3 py-2";
  if (wins === undefined) return <div className={frame}>{inside}</div>;
  return (
    <label className={`${frame} cursor-pointer has-checked:border-accent has-checked:bg-selected`}>
      <input type="radio" name={name} checked={wins} onChange={onWin} className="mt-1 size-4 accent-accent" />
      {inside}
    </label>
  );
}

interface SaidProps {
  name: string;
  value: unknown;
  current: object;
  labels: Field[];
}

/** A value in words; of what is referred to, its name. */
function Said({ name, value, current, labels }: SaidProps) {
  const people = api.useQuery("get", "/api/v1/directory", {}, { staleTime: 60_000 }).data;
  const company = useNamed("/api/v1/companies/{company_id}", "company_id", name, value);
  const contact = useNamed("/api/v1/contacts/{contact_id}", "contact_id", name, value);
  const names = [...(people?.users ?? []), ...(people?.teams ?? []), company, contact].filter(
    (one) => one != null,
  );
  return inWords({ name, value, current, labels, names });
}

type Referring = "/api/v1/companies/{company_id}" | "/api/v1/contacts/{contact_id}";

function useNamed(path: Referring, key: "company_id" | "contact_id", name: string, value: unknown) {
  const params = { path: { [key]: String(value) } } as { path: { company_id: string; contact_id: string } };
  const wanted = name === key && typeof value === "string";
  return api.useQuery("get", path, { params }, { enabled: wanted, staleTime: 60_000 }).data;
}

/** What a list says of its fields: their labels, and the words for their values. */
function useFields({ url }: Conflict): Field[] {
  const collection = collectionOf(url);
  const listed = collection === "contacts" || collection === "companies" || collection === "deals";
  const path = `/api/v1/${collection}/fields` as "/api/v1/contacts/fields";
  return api.useQuery("get", path, {}, { enabled: listed, staleTime: 60_000 }).data ?? [];
}

/** Who it was, where the timeline tells. */
function Who({ conflict: { url } }: { conflict: Conflict }) {
  const [record, record_id] = [collectionOf(url), idOf(url)];
  const told = record === "contacts" || record === "companies" || record === "deals";
  const params = {
    path: { record: record as "contacts", record_id },
    query: { kind: ["change" as const], limit: 1 },
  };
  const options = { enabled: told, staleTime: 0 };
  const { data } = api.useQuery("get", "/api/v1/timeline/{record}/{record_id}", { params }, options);
  const [last] = data?.items ?? [];
  if (!last?.actor) return null;
  return (
    <>
      {last.actor} changed it <When at={last.at} />
    </>
  );
}
