import { useState } from "react";
import { type Selection, useSelection } from "@/ui/grid-selection";

/** Which rows are chosen: some of them, or all that match; another filter begins anew. */
export function useChosen(rows: { id: string }[], list: string) {
  const keys = rows.map(({ id }) => id);
  const selection = useSelection(keys);
  const [wanted, setEverything] = useState(false);
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
  const everything = wanted && some > 0;
  const own: Selection = {
    // All that match are more than are read: those that are show that they belong to them.
    ids: everything ? new Set(keys) : selection.ids,
    toggle: everything
      ? less((id: string) => selection.choose(keys.filter((one) => one !== id)))
      : less(selection.toggle),
    choose: less(selection.choose),
    clear: less(selection.clear),
  };
  return { selection: own, some, everything, chooseEverything: () => setEverything(true) };
}
