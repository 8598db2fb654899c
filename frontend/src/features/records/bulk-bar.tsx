import { PencilLine, Trash2, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { count, plural } from "@/lib/format";
import { whenOpen } from "@/lib/when-open";
import { Button, IconButton } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { type Change, type Kind, nouns } from "./api";
import type { EditableColumn } from "./bulk-dialog";

const BulkDialog = whenOpen(async () => (await import("./bulk-dialog")).BulkDialog);

export interface Chosen {
  /** How many rows are chosen one by one. */
  some: number;
  /** How many match at all; null when there are more than anybody counted. */
  total: number | null;
  /** All that match are meant, read or not. */
  everything: boolean;
}

interface BulkBarProps {
  kind: Kind;
  chosen: Chosen;
  columns: EditableColumn[];
  /** What else can be done with them. */
  aside?: ReactNode;
  onEverything: () => void;
  onClear: () => void;
  onChange: (change: Change) => Promise<unknown>;
}

/** What can be done with the rows that are chosen. */
export function BulkBar({ kind, chosen, columns, aside, onEverything, onClear, onChange }: BulkBarProps) {
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const { some, total, everything } = chosen;
  const [one, many] = nouns[kind];
  const more = !everything && (total === null || total > some);
  const meant = everything
    ? total === null
      ? `all ${many}`
      : plural(total, one, many)
    : plural(some, one, many);
  const remove = () => onChange({ delete: true });
  return (
    <section
      aria-label="Chosen"
      className="flex flex-wrap items-center gap-2 border-b bg-selected px-4 py-2 md:px-6"
    >
      <p role="status" className="mr-1 text-sm font-medium">
        {everything
          ? total === null
            ? `All ${many} that match are chosen`
            : `All ${count(total)} that match are chosen`
          : `${plural(some, one, many)} chosen`}
      </p>
      {more && (
        <Button size="sm" tone="quiet" className="text-accent-text" onClick={onEverything}>
          {total === null ? "Choose all that match" : `Choose all ${count(total)} that match`}
        </Button>
      )}
      <span className="flex flex-wrap gap-2 max-sm:w-full sm:ml-auto">
        {aside}
        <Button size="sm" onClick={() => setEditing(true)}>
          <PencilLine aria-hidden /> Change …
        </Button>
        <Button size="sm" tone="danger" onClick={() => (everything ? setRemoving(true) : void remove())}>
          <Trash2 aria-hidden /> Move to the bin
        </Button>
        <IconButton label="Choose none" size="iconSm" onClick={onClear}>
          <X aria-hidden />
        </IconButton>
      </span>
      <BulkDialog
        open={editing}
        onOpenChange={setEditing}
        kind={kind}
        meant={meant}
        columns={columns}
        onChange={onChange}
      />
      <Confirm
        open={removing}
        onOpenChange={setRemoving}
        title={`Move ${meant} to the bin?`}
        action="Move to the bin"
        onConfirm={remove}
      >
        They can be brought back for 30 days. Those that are not yours to change stay where they are.
      </Confirm>
    </section>
  );
}
