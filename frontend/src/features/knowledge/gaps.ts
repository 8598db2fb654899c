import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";

export type Gap = Schema["GapOut"];
export type GapStatus = Gap["status"];

const PATH = "/api/v1/gaps";

export const useGaps = (status: GapStatus) =>
  api.useInfiniteQuery(
    "get",
    PATH,
    { params: { query: { status, limit: 30 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export const useGap = (id: string | undefined) =>
  api.useQuery(
    "get",
    "/api/v1/gaps/{gap_id}",
    { params: { path: { gap_id: id ?? "" } } },
    { enabled: Boolean(id) },
  );

/** How many wait for an article, for the tab. */
export const useOpenGaps = () =>
  api.useQuery("get", PATH, { params: { query: { status: "open", limit: 1 } } }, { staleTime: 10_000 });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, PATH, "/api/v1/articles");
}

export const useChangeGap = () =>
  api.useMutation("patch", "/api/v1/gaps/{gap_id}", { onSettled: useChanged() });
export const useAnswerGap = () =>
  api.useMutation("post", "/api/v1/gaps/{gap_id}/article", { onSuccess: useChanged() });
