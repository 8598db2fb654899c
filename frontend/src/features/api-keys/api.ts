import { useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";
import type { Tone } from "@/ui/badge";

export type ApiKey = Schema["ApiKeyOut"];
export type Scope = Schema["ScopesOut"]["scopes"][number];

const PATH = "/api/v1/api-keys";

export const useKeys = () =>
  api.useInfiniteQuery("get", PATH, { params: { query: { limit: 50 } } }, byCursor);
export const useScopes = () => api.useQuery("get", "/api/v1/api-keys/scopes", {}, { staleTime: 60_000 });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, PATH);
}

export const useCreateKey = () => api.useMutation("post", PATH, { onSuccess: useChanged() });
export const useRevokeKey = () =>
  api.useMutation("post", "/api/v1/api-keys/{key_id}/revoke", { onSuccess: useChanged() });

/** How a key stands now. */
export function standing({ revoked_at, expires_at }: ApiKey, now: number): { label: string; tone: Tone } {
  if (revoked_at) return { label: "Revoked", tone: "bad" };
  if (expires_at && Date.parse(expires_at) <= now) return { label: "Expired", tone: "warn" };
  return { label: "Active", tone: "ok" };
}

/** Scopes by what they are about: contacts → read, write. */
export function grouped(scopes: readonly Scope[]): [string, Scope[]][] {
  const groups = new Map<string, Scope[]>();
  for (const scope of scopes) {
    const [thing = scope] = scope.split(":");
    groups.set(thing, [...(groups.get(thing) ?? []), scope]);
  }
  return [...groups];
}
