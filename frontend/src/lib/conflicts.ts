import { createStore } from "./store";

/** A field that two people wrote at the same time. */
export interface Disputed {
  name: string;
  mine: unknown;
  theirs: unknown;
}

/** What is asked of whoever came second. */
export interface Conflict {
  /** `remove`: it was changed meanwhile, and is to go. */
  kind: "change" | "remove";
  url: string;
  current: object;
  fields: Disputed[];
}

interface Asked extends Conflict {
  /** The fields in which what is on the way wins; null: none, it is given up. */
  answer: (mine: string[] | null) => void;
}

/** What is being asked, one after the other. */
export const asked = createStore<Asked[]>([]);

/** Ask which of two shall stay, field by field. */
export const ask = (conflict: Conflict): Promise<string[] | null> =>
  new Promise((resolve) => {
    const one: Asked = {
      ...conflict,
      answer: (mine) => {
        asked.set(asked.get().filter((other) => other !== one));
        resolve(mine);
      },
    };
    asked.set([...asked.get(), one]);
  });
