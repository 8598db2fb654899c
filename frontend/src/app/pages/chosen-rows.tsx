import { useState } from "react";
import { type Change, type Kind, useBegin } from "@/features/records/api";
import { BulkBar } from "@/features/records/bulk-bar";
import type { EditableColumn } from "@/features/records/bulk-dialog";
import { type Selection, useSelection } from "@/ui/grid-selection";
import { refused } from "@/ui/toast";

interface ChosenRowsProps {
  kind: Kind;
  chosen: ReturnType<typeof useChosen>;
  total: number | null;
  /** What the list asks the server for. */
  asked: { q?: string; filter?: string[] };
  columns: EditableColumn[];
  /** A change of many has begun. */
  onBegun: (id: string) => void;
}

/** The bar over a list of which rows are chosen. */
export function ChosenRows({ kind, chosen, total, asked, columns, onBegun }: ChosenRowsProps) {
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

/** Which rows are chosen: some of them, or all that match; another filter begins anew. */
export function useChosen(rows: { id: string }[], list: string) {
  const selection = useSelection(rows.map(({ id }) => id));
  const [everything, setEverything] = useState(false);
  const [known, setKnown] = useState(list);
  if (known !== list) {
    setKnown(list);
    setEverything(false);
    selection.clear();
  }
  const some = selection.ids.size;
  const less =
    <Args extends unknown[]>(then: (...args: Args) => void) =>
    (...args: Args) => {
      setEverything(false);
      then(...args);
    };
  const own: Selection = {
    ids: selection.ids,
    toggle: less(selection.toggle),
    choose: less(selection.choose),
    clear: less(selection.clear),
  };
  return {
    selection: own,
    some,
    everything: everything && some > 0,
    chooseEverything: () => setEverything(true),
  };
}
