import { useSyncExternalStore } from "react";

/** One ticking clock per step, shared by all who watch it and stopped when nobody does. */
function ticker(step: number) {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    get: () => now,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      if (!timer) {
        now = Date.now();
        timer = setInterval(tick, step);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      };
    },
  };
}

const seconds = ticker(500);
const halfMinutes = ticker(30_000);

/** The time, fresh to half a minute: enough for "4 min ago". */
export const useNow = () => useSyncExternalStore(halfMinutes.subscribe, halfMinutes.get);

const subscribeNothing = () => () => {};

/** Whole seconds left until then, counting down; null when there is no such time. */
export function useSecondsLeft(until: string | null): number | null {
  const now = useSyncExternalStore(until ? seconds.subscribe : subscribeNothing, seconds.get);
  if (!until) return null;
  return Math.max(0, Math.ceil((new Date(until).getTime() - Math.max(now, 0)) / 1000));
}

/** Whole seconds since then, counting up. */
export function useSecondsSince(from: string): number {
  const now = useSyncExternalStore(seconds.subscribe, seconds.get);
  return Math.max(0, Math.round((now - Date.parse(from)) / 1000));
}
