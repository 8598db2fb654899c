import { useState } from "react";
import { type Selection, useSelection } from "@/ui/grid-selection";

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
