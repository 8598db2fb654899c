import { useEffect } from "react";
import { createStore, type Store, useStore } from "./store";

/** Code that is fetched when it is first needed. */
export interface Later<T> {
  loaded: Pick<Store<T | undefined>, "get" | "subscribe">;
  load: () => Promise<T>;
}

/** What comes later, once; a fetch that failed is tried again the next time it is asked for. */
export function later<T>(fetch: () => Promise<T>): Later<T> {
  const loaded = createStore<T | undefined>(undefined);
  let coming: Promise<T> | undefined;
  const load = () => {
    coming ??= fetch().then(
      (parts) => {
        loaded.set(parts);
        return parts;
      },
      (error: unknown) => {
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  return { loaded, load };
}

/** The code, as soon as it is wanted and there. */
export function useLater<T>({ loaded, load }: Later<T>, wanted: boolean): T | undefined {
  const parts = useStore(loaded);
  useEffect(() => {
    if (wanted) void load();
  }, [wanted, load]);
  return wanted ? parts : undefined;
}
