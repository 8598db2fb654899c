import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";

export type Article = Schema["ArticleOut"];

export const useArticles = (q: string | undefined) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/articles",
    { params: { query: { q, limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export const useArticleBin = (q: string | undefined) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/articles",
    { params: { query: { q, deleted: true, limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export const useArticle = (id: string) =>
  api.useQuery("get", "/api/v1/articles/{article_id}", { params: { path: { article_id: id } } });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, "/api/v1/articles");
}

export const useCreateArticle = () =>
  api.useMutation("post", "/api/v1/articles", { onSuccess: useChanged() });
export const useChangeArticle = () =>
  api.useMutation("patch", "/api/v1/articles/{article_id}", { onSuccess: useChanged() });
export const useRestoreArticle = () =>
  api.useMutation("post", "/api/v1/articles/{article_id}/restore", { onSuccess: useChanged() });
export const useDeleteArticle = () =>
  api.useMutation("delete", "/api/v1/articles/{article_id}", { onSuccess: useChanged() });
