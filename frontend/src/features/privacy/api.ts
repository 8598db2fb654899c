import { useQueryClient } from "@tanstack/react-query";
import { api, http, invalidate, type Schema } from "@/lib/api";
import { save } from "@/lib/save";
import { done, refused } from "@/ui/toast";

export type PersonExport = Schema["PersonExportOut"];
export type Erasure = Schema["ErasureOut"];
export type Reason = Erasure["reason"];
export type Rule = Schema["RetentionOut"];
export type Days = Schema["RetentionPatch"];

const EXPORTS = "/api/v1/person-exports";
const ERASURES = "/api/v1/erasures";
const RETENTION = "/api/v1/settings/retention";
const LATELY_MS = 2_000;

/** Ask again while something is under way. */
const whileRunning = (items?: { status: string }[]) =>
  items?.some(({ status }) => status === "running") ? LATELY_MS : false;

export const useHeld = (contact_id: string) =>
  api.useQuery("get", "/api/v1/contacts/{contact_id}/personal-data", { params: { path: { contact_id } } });

export const useExports = (contact_id?: string) =>
  api.useQuery(
    "get",
    EXPORTS,
    { params: { query: { contact_id, limit: 20 } } },
    { refetchInterval: ({ state }) => whileRunning(state.data?.items) },
  );

export const useErasures = () =>
  api.useQuery(
    "get",
    ERASURES,
    { params: { query: { limit: 50 } } },
    { refetchInterval: ({ state }) => whileRunning(state.data?.items) },
  );

export const useRetention = () => api.useQuery("get", RETENTION);

/** What other rules would remove now. */
export const useTriedRetention = () => api.useMutation("post", "/api/v1/settings/retention/preview");

export function useExportPerson() {
  const queries = useQueryClient();
  return api.useMutation("post", "/api/v1/contacts/{contact_id}/exports", {
    onSettled: () => invalidate(queries, EXPORTS),
    onError: (error) => refused("The export was not begun", error),
  });
}

export function useErasePerson() {
  const queries = useQueryClient();
  return api.useMutation("post", "/api/v1/contacts/{contact_id}/erase", {
    onSettled: () => invalidate(queries, ERASURES, "/api/v1/contacts"),
  });
}

export function useChangeRetention() {
  const queries = useQueryClient();
  return api.useMutation("patch", RETENTION, {
    onSuccess: () => done("Kept as you chose; what is too old goes within a day"),
    onSettled: () => invalidate(queries, RETENTION),
  });
}

/** Fetch the file with the token and hand it to the browser. */
export async function saveExport({ id }: PersonExport) {
  const { data, error } = await http.GET("/api/v1/person-exports/{export_id}/file", {
    params: { path: { export_id: id } },
    parseAs: "blob",
  });
  if (error) refused("The file could not be fetched", error);
  else save(data as Blob, `personal-data-${id}.zip`);
}
