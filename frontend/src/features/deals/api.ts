import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, http, invalidate, type Schema, type SortOf } from "@/lib/api";
import { done, refused } from "@/ui/toast";

export type Deal = Schema["DealOut"];
export type DealDetail = Schema["DealDetail"];
export type Board = Schema["BoardOut"];
export type Column = Schema["ColumnOut"];
export type Stage = Schema["StageOut"];
export type Pipeline = Schema["PipelineOut"];
export type Total = Schema["Total"];
export type Line = Schema["ItemOut"];

const DEALS = "/api/v1/deals";
const FIRST = 40;
const MORE = 200;

export interface Narrowed {
  q?: string;
  owner_id?: string;
  min_amount?: number;
  days_in_stage?: number;
}

export const usePipelines = () => api.useQuery("get", "/api/v1/pipelines", {}, { staleTime: 60_000 });
export const usePeople = () => api.useQuery("get", "/api/v1/directory", {}, { staleTime: 60_000 });

export const boardKey = (pipelineId: string | undefined, narrowed: Narrowed) =>
  ["get", "/api/v1/pipelines/{pipeline_id}/board", pipelineId, narrowed] as const;

/** The board; a column that was read further stays read as far when it is fetched anew. */
export function useBoard(pipelineId: string | undefined, narrowed: Narrowed) {
  const queries = useQueryClient();
  const queryKey = boardKey(pipelineId, narrowed);
  return useQuery({
    queryKey,
    enabled: pipelineId !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { data, error } = await http.GET("/api/v1/pipelines/{pipeline_id}/board", {
        params: { path: { pipeline_id: pipelineId ?? "" }, query: { ...narrowed, limit: FIRST } },
        signal,
      });
      if (error) throw error;
      const known = queries.getQueryData<Board>(queryKey);
      const columns = await Promise.all(
        data.columns.map((column) => readOn(column, narrowed, lengthOf(known, column.stage.id))),
      );
      return { ...data, columns };
    },
  });
}

const lengthOf = (board: Board | undefined, stageId: string) =>
  board?.columns.find(({ stage }) => stage.id === stageId)?.items.length ?? 0;

/** Read a column until it is at least so long, or at its end. */
export async function readOn(column: Column, narrowed: Narrowed, length: number): Promise<Column> {
  if (!column.next_cursor || column.items.length >= length) return column;
  const { data, error } = await http.GET("/api/v1/deals", {
    params: {
      query: {
        ...narrowed,
        stage_id: column.stage.id,
        sort: "order_key",
        cursor: column.next_cursor,
        limit: MORE,
      },
    },
  });
  if (error) throw error;
  const items = [...column.items, ...data.items];
  return readOn({ ...column, items, next_cursor: data.next_cursor }, narrowed, length);
}

export interface DealFilter extends Narrowed {
  pipeline_id?: string;
  sort?: SortOf<"/api/v1/deals">;
}

export const useDeals = (query: DealFilter) =>
  api.useInfiniteQuery(
    "get",
    DEALS,
    { params: { query: { ...query, limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export const useForecast = (query: Narrowed & { pipeline_id?: string }) =>
  api.useQuery("get", "/api/v1/deals/forecast", { params: { query } }, { placeholderData: keepPreviousData });

export const useDeal = (id: string) =>
  api.useQuery("get", "/api/v1/deals/{deal_id}", { params: { path: { deal_id: id } } });

export const useThreadDeals = (conversation_id: string) =>
  api.useQuery("get", DEALS, { params: { query: { conversation_id, limit: 20 } } });

export const useContactSearch = (q: string) =>
  api.useQuery("get", "/api/v1/contacts", { params: { query: { q, limit: 6 } } }, { enabled: q.length > 1 });

export const useProductSearch = (q: string) =>
  api.useQuery("get", "/api/v1/products/search", { params: { query: { q } } }, { enabled: q.length > 1 });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, DEALS, "/api/v1/pipelines");
}

export const useCreateDeal = () => api.useMutation("post", DEALS, { onSuccess: useChanged() });
export const useMakeDeal = () =>
  api.useMutation("post", "/api/v1/conversations/{conversation_id}/deal", { onSuccess: useChanged() });
export const useChangeDeal = () =>
  api.useMutation("patch", "/api/v1/deals/{deal_id}", { onSuccess: useChanged() });
/** Change values of custom fields, with a way back. */
export function useChangeDealCustom({ id, custom: known }: DealDetail) {
  const change = useChangeDeal();
  const put = (custom: Record<string, unknown>, said: string, undo?: () => void) =>
    change.mutate(
      { params: { path: { deal_id: id } }, body: { custom } },
      {
        onSuccess: () => done(said, undo),
        onError: (error) => refused("The deal was not changed", error),
      },
    );
  return (custom: Record<string, unknown>, said: string) => {
    const before = Object.fromEntries(Object.keys(custom).map((key) => [key, known[key] ?? null]));
    put(custom, said, () => put(before, "Taken back"));
  };
}
export const useMoveDeal = () =>
  api.useMutation("post", "/api/v1/deals/{deal_id}/move", { onSettled: useChanged() });
export const useAddLine = () =>
  api.useMutation("post", "/api/v1/deals/{deal_id}/items", { onSuccess: useChanged() });
export const useChangeLine = () =>
  api.useMutation("patch", "/api/v1/deals/{deal_id}/items/{item_id}", { onSuccess: useChanged() });
export const useRemoveLine = () =>
  api.useMutation("delete", "/api/v1/deals/{deal_id}/items/{item_id}", { onSuccess: useChanged() });

/** Move a deal to the bin, with a way back. */
export function useDeleteDeal() {
  const changed = useChanged();
  const restore = api.useMutation("post", "/api/v1/deals/{deal_id}/restore", { onSuccess: changed });
  const remove = api.useMutation("delete", "/api/v1/deals/{deal_id}", { onSuccess: changed });
  return (deal: Deal, after: () => void) => {
    const params = { path: { deal_id: deal.id } };
    const back = () =>
      restore.mutate({ params }, { onError: (error) => refused("The deal was not restored", error) });
    remove.mutate(
      { params },
      {
        onSuccess: () => {
          done("Deal removed", back);
          after();
        },
        onError: (error) => refused("The deal was not removed", error),
      },
    );
  };
}
