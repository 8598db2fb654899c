import { createStore, useStore } from "./store";

export interface Present {
  id: string;
  name: string;
  state: "typing" | "viewing";
}

interface Seen extends Present {
  until: number;
}

const LASTS = 15_000;
const seen = createStore<Record<string, Seen[]>>({});
const nobody: Seen[] = [];

/** Note who is at a record; they are gone again when nothing more is heard of them. */
export function notePresence(
  record: string,
  who: { id: string; name: string },
  state: string,
  lasts = LASTS,
) {
  const others = (seen.get()[record] ?? []).filter(({ id, until }) => id !== who.id && until > Date.now());
  const known = state === "typing" || state === "viewing";
  const here: Seen[] = known ? [...others, { ...who, state, until: Date.now() + lasts }] : others;
  seen.set({ ...seen.get(), [record]: here });
  if (known) setTimeout(() => forget(record), lasts + 50);
}

function forget(record: string) {
  const left = (seen.get()[record] ?? []).filter(({ until }) => until > Date.now());
  seen.set({ ...seen.get(), [record]: left });
}

/** A presence frame of the live socket, whatever is in it. */
export function onPresence(frame: Record<string, unknown>): void {
  const { subject_id: record, user, state, lasts_s: lasts } = frame;
  if (typeof record !== "string" || typeof state !== "string") return;
  if (typeof user !== "object" || user === null || !("id" in user) || !("name" in user)) return;
  const milliseconds = typeof lasts === "number" ? lasts * 1000 : LASTS;
  notePresence(record, { id: String(user.id), name: String(user.name) }, state, milliseconds);
}

export const usePresent = (record: string): Present[] => useStore(seen)[record] ?? nobody;
