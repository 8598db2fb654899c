import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";

export type Correction = Schema["CorrectionOut"];
export type CorrectionStatus = Correction["status"];
export type Change = Correction["changes"][number];

const PATH = "/api/v1/corrections";

export const useCorrections = (status: CorrectionStatus) =>
  api.useInfiniteQuery(
    "get",
    PATH,
    { params: { query: { status, limit: 30 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

/** A few that are due, for the work list and the count beside the name. */
export const useFewCorrections = () =>
  api.useQuery("get", PATH, { params: { query: { status: "open", limit: 5 } } }, { staleTime: 10_000 });

function useSettled() {
  const queries = useQueryClient();
  return () => invalidate(queries, PATH, "/api/v1/conversations");
}

export const useSendCorrection = () =>
  api.useMutation("post", "/api/v1/corrections/{correction_id}/send", { onSettled: useSettled() });
export const useDismissCorrection = () =>
  api.useMutation("post", "/api/v1/corrections/{correction_id}/dismiss", { onSettled: useSettled() });

const fields: Record<string, string> = {
  price: "Price",
  stock: "Stock",
  delivery_days: "Delivery",
  attributes: "Property",
  options: "Version",
  text: "Article",
};

export const fieldName = (field: string) => fields[field] ?? field;
