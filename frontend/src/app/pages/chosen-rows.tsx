import type { ReactNode } from "react";
import { type Change, type Kind, useBegin } from "@/features/records/api";
import { BulkBar } from "@/features/records/bulk-bar";
import type { EditableColumn } from "@/features/records/bulk-dialog";
import { refused } from "@/ui/toast";
import type { useChosen } from "./chosen";

interface ChosenRowsProps {
  kind: Kind;
  chosen: ReturnType<typeof useChosen>;
  total: number | null;
  /** What the list asks the server for. */
  asked: { q?: string; filter?: string[] };
  columns: EditableColumn[];
  /** What else can be done with them. */
  aside?: ReactNode;
  /** A change of many has begun. */
  onBegun: (id: string) => void;
}

/** The bar over a list of which rows are chosen. */
export function ChosenRows({ kind, chosen, total, asked, columns, aside, onBegun }: ChosenRowsProps) {
  const begin = useBegin();
  const { selection, some, everything } = chosen;
  const change = async (wanted: Change) => {
    const which = everything
      ? { filter: asked.filter ?? [], q: asked.q ?? null }
      : { ids: [...selection.ids], filter: [] };
    const bulk = await begin.mutateAsync({ body: { kind, change: wanted, ...which } });
    selection.clear();
    onBegun(bulk.id);
  };
  return (
    <BulkBar
      kind={kind}
      chosen={{ some, total, everything }}
      columns={columns}
      aside={aside}
      onEverything={chosen.chooseEverything}
      onClear={selection.clear}
      onChange={(wanted) =>
        wanted.delete
          ? change(wanted).catch((error: unknown) => refused("Nothing was moved to the bin", error))
          : change(wanted)
      }
    />
  );
}
