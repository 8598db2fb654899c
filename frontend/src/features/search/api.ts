import { keepPreviousData } from "@tanstack/react-query";
import { api, type Schema } from "@/lib/api";

export type Hit = Schema["HitOut"];

/** Records of every kind that fit; what was found last stays while one types on. */
export const useSearch = (q: string | undefined) =>
  api.useQuery(
    "get",
    "/api/v1/search",
    { params: { query: { q: q ?? "" } } },
    { enabled: q !== undefined, placeholderData: keepPreviousData },
  );
