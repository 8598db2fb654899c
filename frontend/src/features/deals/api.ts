import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, http, type Schema, type SortOf } from "@/lib/api";

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
const LEAVING_MS = 2000;

/** Which deals are shown: on the board, in the list and in the forecast the same. */
export interface Narrowed {
  q?: string;
  filter?: string[];
}

/** The pipelines; while the deals of a stage are on their way, how far that has come. */
export const usePipelines = () =>
  api.useQuery(
    "get",
    "/api/v1/pipelines",
    {},
    {
      staleTime: 60_000,
      refetchInterval: ({ state }) =>
        state.data?.items.some(({ leaving }) => leaving.length > 0) ? LEAVING_MS : false,
    },
  );
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

export const useDeals = ({ sort, ...narrowed }: Narrowed & { sort?: string }, enabled: boolean) =>
  api.useInfiniteQuery(
    "get",
    DEALS,
    { params: { query: { ...narrowed, sort: sort as SortOf<typeof DEALS>, limit: 100 } } },
    { ...byCursor, placeholderData: keepPreviousData, enabled },
  );

export const useDealFields = () => api.useQuery("get", "/api/v1/deals/fields", {}, { staleTime: 60_000 });

export const useForecast = (query: Narrowed, enabled: boolean) =>
  api.useQuery(
    "get",
    "/api/v1/deals/forecast",
    { params: { query } },
    { placeholderData: keepPreviousData, enabled },
  );

export const useDeal = (id: string) =>
  api.useQuery("get", "/api/v1/deals/{deal_id}", { params: { path: { deal_id: id } } });

export const useThreadDeals = (conversation_id: string) =>
  api.useQuery("get", DEALS, { params: { query: { conversation_id, limit: 20 } } });

/** Move a deal that was seen in this version; answers it as it is then. */
export async function moveDeal(deal_id: string, body: Schema["Move"]): Promise<Deal> {
  const { data, error } = await http.POST("/api/v1/deals/{deal_id}/move", {
    params: { path: { deal_id } },
    body,
  });
  if (error) throw error;
  return data;
}
