import type { components } from "./api.gen";
import { createStore, useStore } from "./store";

type Session = components["schemas"]["SessionOut"];
export type Me = components["schemas"]["Me"];

interface State {
  status: "unknown" | "in" | "out";
  user: Me | null;
}

/** The access token lives in this closure only: never in storage, never in a URL. */
let token: string | null = null;
let renewal: ReturnType<typeof setTimeout> | undefined;
let refreshing: Promise<boolean> | null = null;

const state = createStore<State>({ status: "unknown", user: null });
const leaveListeners = new Set<() => void>();

export const accessToken = () => token;
export const sessionState = () => state.get();
export const onSignedOut = (listener: () => void) => {
  leaveListeners.add(listener);
  return () => leaveListeners.delete(listener);
};

/** Start a session from what sign-in, an invitation or a refresh returned. */
export function begin(session: Session): void {
  token = session.access_token;
  clearTimeout(renewal);
  const early = Math.max(10, session.expires_in - 60);
  renewal = setTimeout(() => void refresh(), early * 1000);
  state.set({ status: "in", user: session.user });
}

/** Forget the session here; the caller has told the server, or the server has refused. */
export function end(): void {
  const was = state.get().status;
  token = null;
  clearTimeout(renewal);
  state.set({ status: "out", user: null });
  if (was === "in") for (const listener of leaveListeners) listener();
}

async function renew(): Promise<boolean> {
  const response = await fetch("/api/v1/auth/refresh", { method: "POST", credentials: "same-origin" });
  if (response.ok) {
    begin((await response.json()) as Session);
    return true;
  }
  // Only a refusal ends the session: a server that restarts must not sign everyone out.
  if (response.status === 401 || response.status === 403 || state.get().status === "unknown") end();
  return false;
}

/** Renew the access token with the HttpOnly cookie; callers at the same moment share one request. */
export function refresh(): Promise<boolean> {
  refreshing ??= renew()
    .catch(() => false)
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

/** Know whether somebody is signed in, asking the server once after a reload. */
export async function ensureSession(): Promise<Me | null> {
  if (state.get().status === "unknown") await refresh();
  return state.get().user;
}

export function useMe(): Me {
  const { user } = useStore(state);
  if (!user) throw new Error("useMe is only used behind the sign-in");
  return user;
}

export const useSession = () => useStore(state);
