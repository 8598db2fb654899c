import { useQueryClient } from "@tanstack/react-query";
import { api, invalidate } from "@/lib/api";
import { asRead } from "@/lib/as-read";
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

type Custom = Record<string, unknown>;

/** Change values of custom fields, with a way back. */
export function useChangeDealCustom(deal: DealDetail) {
  const change = useChangeDeal();
  const put = (read: DealDetail, custom: Custom, said: string, back?: Custom) =>
    change.mutate(
      { params: { path: { deal_id: read.id } }, body: { custom }, ...asRead(read) },
      {
        onSuccess: (after) => done(said, back && (() => put(after, back, "Taken back"))),
        onError: (error) => refused("The deal was not changed", error),
      },
    );
  return (custom: Custom, said: string) => {
    const before = Object.fromEntries(Object.keys(custom).map((key) => [key, deal.custom[key] ?? null]));
    put(deal, custom, said, before);
  };
}

export const useMoveDeal = () =>
  api.useMutation("post", "/api/v1/deals/{deal_id}/move", { onSettled: useChanged() });
export const useAddLine = () =>
  api.useMutation("post", "/api/v1/deals/{deal_id}/items", { onSuccess: useChanged() });
export const useChangeLine = () =>
  api.useMutation("patch", "/api/v1/deals/{deal_id}/items/{item_id}", { onSettled: useChanged() });
export const useRemoveLine = () =>
  api.useMutation("delete", "/api/v1/deals/{deal_id}/items/{item_id}", { onSettled: useChanged() });

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
      { params, ...asRead(deal) },
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
