import { useEffect, useRef } from "react";
import { useKeys } from "./keyboard";

/** Something one can do now: by its key, from the palette, and listed in the map of keys. */
export interface Action {
  label: string;
  keys?: string;
  run: () => void;
  /** Kept out of the palette: moving about in a list. */
  keyOnly?: boolean;
}

interface Layer {
  group: string;
  actions: () => Action[];
}

const layers = new Set<Layer>();

/** All actions of what is on screen, the newest layer first. */
export function currentActions(): { group: string; actions: Action[] }[] {
  return [...layers]
    .reverse()
    .map(({ group, actions }) => ({ group, actions: actions() }))
    .filter(({ actions }) => actions.length > 0);
}

/** Offer actions while the component is on screen. `false` entries are left out. */
export function useActions(group: string, offered: (Action | false | undefined)[]): void {
  const actions = offered.filter((action): action is Action => Boolean(action));
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const layer: Layer = { group, actions: () => latest.current };
    layers.add(layer);
    return () => void layers.delete(layer);
  }, [group]);
  useKeys(Object.fromEntries(actions.flatMap(({ keys, run }) => (keys ? [[keys, run]] : []))));
}
