import { useQueryClient } from "@tanstack/react-query";
import { api, invalidate } from "@/lib/api";
import { done, refused } from "@/ui/toast";
import type { Deal, DealDetail } from "./api";

export const useContactSearch = (q: string) =>
  api.useQuery("get", "/api/v1/contacts", { params: { query: { q, limit: 6 } } }, { enabled: q.length > 1 });

export const useProductSearch = (q: string) =>
  api.useQuery("get", "/api/v1/products/search", { params: { query: { q } } }, { enabled: q.length > 1 });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, "/api/v1/deals", "/api/v1/pipelines");
}

export const useCreateDeal = () => api.useMutation("post", "/api/v1/deals", { onSuccess: useChanged() });
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
