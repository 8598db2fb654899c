import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema, type SortOf } from "@/lib/api";

export type Product = Schema["ProductOut"];
export type Source = Schema["SourceOut"];

export interface ProductFilter {
  q?: string;
  category?: string;
  source?: string;
  sort?: SortOf<"/api/v1/products">;
}

export const useProducts = ({ q, category, source, sort }: ProductFilter, enabled = true) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/products",
    { params: { query: { q, category, source, sort, limit: 50 } } },
    { ...byCursor, enabled, placeholderData: keepPreviousData },
  );

/** By words and meaning, best first. */
export const useProductSearch = (q: string | undefined) =>
  api.useQuery(
    "get",
    "/api/v1/products/search",
    { params: { query: { q: q ?? "" } } },
    { enabled: Boolean(q), placeholderData: keepPreviousData },
  );

export const useProduct = (id: string) =>
  api.useQuery("get", "/api/v1/products/{product_id}", { params: { path: { product_id: id } } });

export const useSources = (enabled = true) =>
  api.useQuery("get", "/api/v1/catalogue/sources", {}, { enabled });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, "/api/v1/catalogue");
}

export const useCreateSource = () =>
  api.useMutation("post", "/api/v1/catalogue/sources", { onSuccess: useChanged() });
export const useChangeSource = () =>
  api.useMutation("patch", "/api/v1/catalogue/sources/{source_id}", { onSettled: useChanged() });
export const useRotateSource = () => api.useMutation("post", "/api/v1/catalogue/sources/{source_id}/rotate");

export const sourceKinds: Record<string, string> = {
  generic: "Standard Webhooks",
  shopify: "Shopify",
  woocommerce: "WooCommerce",
};
