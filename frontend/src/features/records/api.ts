import { useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";

export type View = Schema["ViewOut"];
export type ViewChange = Schema["ViewPatch"];
export type Kind = View["kind"];
export type Bulk = Schema["BulkOut"];
export type BulkRow = Schema["BulkRowOut"];
export type Change = Schema["ChangeIn"];
export type Outcome = BulkRow["outcome"];

const VIEWS = "/api/v1/views";
const VIEW = "/api/v1/views/{view_id}";
const BULK = "/api/v1/bulk-changes";
/** Where deals are shown besides their list. */
export const BOARD = "/api/v1/pipelines/{pipeline_id}/board";
const path = (view_id: string) => ({ path: { view_id } });
export const viewPath = path;

/** What views and changes are of, one and many. */
export const nouns: Record<Kind, [one: string, many: string]> = {
  contacts: ["contact", "contacts"],
  companies: ["company", "companies"],
  deals: ["deal", "deals"],
};

export const useViews = (kind: Kind) =>
  api.useQuery("get", VIEWS, { params: { query: { kind, limit: 200 } } }, { staleTime: 30_000 });

export const useTeams = () => api.useQuery("get", "/api/v1/directory", {}, { staleTime: 60_000 });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, VIEWS);
}

export const useCreateView = () => api.useMutation("post", VIEWS, { onSuccess: useChanged() });
export const useChangeView = () => api.useMutation("patch", VIEW, { onSettled: useChanged() });
export const useDeleteView = () => api.useMutation("delete", VIEW, { onSuccess: useChanged() });
export const useRestoreView = () =>
  api.useMutation("post", "/api/v1/views/{view_id}/restore", { onSuccess: useChanged() });
export const useMakeDefault = () =>
  api.useMutation("post", "/api/v1/views/{view_id}/default", { onSuccess: useChanged() });
export const useDropDefault = () =>
  api.useMutation("delete", "/api/v1/views/{view_id}/default", { onSuccess: useChanged() });

export const isBusy = ({ status }: Bulk) =>
  status === "gathering" || status === "running" || status === "undoing";

/** A change of many records; live updates tell how far it is, asking covers a connection that is away. */
export const useBulk = (id: string) =>
  api.useQuery(
    "get",
    "/api/v1/bulk-changes/{bulk_id}",
    { params: { path: { bulk_id: id } } },
    { refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? 1_500 : false) },
  );

export const useBulks = (kind: Kind) =>
  api.useInfiniteQuery("get", BULK, { params: { query: { kind, limit: 20 } } }, byCursor);

export const useBulkRows = (id: string, outcome?: Outcome, kept = false) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/bulk-changes/{bulk_id}/rows",
    { params: { path: { bulk_id: id }, query: { outcome, kept, limit: 50 } } },
    byCursor,
  );

function useDone() {
  const queries = useQueryClient();
  return () =>
    invalidate(
      queries,
      BULK,
      "/api/v1/contacts",
      "/api/v1/companies",
      "/api/v1/deals",
      "/api/v1/tags",
      BOARD,
    );
}

export const useBegin = () => api.useMutation("post", BULK, { onSuccess: useDone() });
export const useUndo = () =>
  api.useMutation("post", "/api/v1/bulk-changes/{bulk_id}/undo", { onSuccess: useDone() });
export const useCancel = () =>
  api.useMutation("post", "/api/v1/bulk-changes/{bulk_id}/cancel", { onSuccess: useDone() });
