import { useRef, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  /** Choose or leave a row; with `range` all rows since the last one. */
  toggle: (id: string, range?: boolean) => void;
  choose: (ids: string[]) => void;
  clear: () => void;
}

/** The rows that are chosen, in a list whose rows are now these. */
export function useSelection(keys: string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string>(undefined);
  const toggle = (id: string, range = false) => {
    const from = anchor.current === undefined ? -1 : keys.indexOf(anchor.current);
    const to = keys.indexOf(id);
    anchor.current = id;
    setIds((known) => {
      const next = new Set(known);
      if (range && from >= 0) {
        for (const one of keys.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
      } else if (!next.delete(id)) next.add(id);
      return next;
    });
  };
  return {
    ids,
    toggle,
    choose: (wanted) => setIds(new Set(wanted)),
    clear: () => {
      anchor.current = undefined;
      setIds(new Set());
    },
  };
}
