import { keepPreviousData, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, http, invalidate, type Schema } from "@/lib/api";
import { save } from "@/lib/save";
import { refused } from "@/ui/toast";

export type Import = Schema["ImportDetail"];
export type ImportRow = Schema["ImportRowOut"];
export type Listed = Schema["ImportOut"];
export type Kind = Import["object"];
export type Status = Import["status"];
export type Outcome = ImportRow["outcome"];
export type Change = Schema["ImportPatch"];
export type Verb = "check" | "run" | "cancel" | "undo";

const IMPORTS = "/api/v1/imports";
const ONE = "/api/v1/imports/{import_id}";
const path = (import_id: string) => ({ path: { import_id } });

/** Live updates tell of progress; asking now and then covers a connection that is away. */
const busy: Status[] = ["reading", "checking", "running", "undoing"];
export const isBusy = (status: Status) => busy.includes(status);

export const useImports = (object?: Kind) =>
  api.useInfiniteQuery(
    "get",
    IMPORTS,
    { params: { query: { object, limit: 30 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export const useImport = (id: string) =>
  api.useQuery(
    "get",
    ONE,
    { params: path(id) },
    { refetchInterval: ({ state }) => (state.data && isBusy(state.data.status) ? 2_000 : false) },
  );

export const useImportRows = (id: string, status?: Outcome, kept = false) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/imports/{import_id}/rows",
    { params: { ...path(id), query: { status, kept, limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export function useBring() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ file, object }: { file: File; object: Kind }) => {
      const { data, error } = await http.POST(IMPORTS, {
        params: { query: { object, file_name: file.name.slice(-200) || "import.csv" } },
        body: file as unknown as string,
        bodySerializer: (body) => body,
        headers: { "Content-Type": "application/octet-stream" },
      });
      if (!data) throw error;
      return data;
    },
    onSettled: () => invalidate(queries, IMPORTS),
  });
}

export function useChange(id: string) {
  const queries = useQueryClient();
  return api.useMutation("patch", ONE, {
    onSuccess: (data) => queries.setQueryData(["get", ONE, { params: path(id) }], data),
    onError: (error) => refused("This could not be changed", error),
  });
}

export function useDo(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (verb: Verb) => {
      const { error } = await http.POST(`/api/v1/imports/{import_id}/${verb}`, { params: path(id) });
      if (error) throw error;
    },
    onSettled: () => invalidate(queries, IMPORTS),
    onError: (error) => refused("This could not be done", error),
  });
}

/** Rows with their reasons as a CSV file, to be mended and brought again. */
export async function saveRows(id: string, status?: Outcome, kept = false): Promise<void> {
  const { data, error } = await http.GET("/api/v1/imports/{import_id}/rows.csv", {
    params: { ...path(id), query: { status, kept } },
    parseAs: "blob",
  });
  if (error || !(data instanceof Blob)) refused("The rows could not be exported", error);
  else save(data, "rows.csv");
}
