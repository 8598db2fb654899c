import type { QueryClient } from "@tanstack/react-query";

interface Pages<Row> {
  pages: { items: Row[] }[];
}

/** Change a row wherever it is cached: in its own answer and in every list below `path`. */
export function patchCached<Row extends { id: string }>(
  queries: QueryClient,
  path: string,
  id: string,
  change: (row: Row) => Row,
): void {
  const one = (row: Row) => (row.id === id ? change(row) : row);
  queries.setQueriesData<unknown>(
    { predicate: ({ queryKey: [, key] }) => typeof key === "string" && key.startsWith(path) },
    (cached: unknown) => {
      if (isPages<Row>(cached)) {
        return { ...cached, pages: cached.pages.map((page) => ({ ...page, items: page.items.map(one) })) };
      }
      if (isRow<Row>(cached)) return one(cached);
      return cached;
    },
  );
}

const isPages = <Row>(value: unknown): value is Pages<Row> =>
  typeof value === "object" && value !== null && "pages" in value && Array.isArray(value.pages);

const isRow = <Row extends { id: string }>(value: unknown): value is Row =>
  typeof value === "object" && value !== null && "id" in value;
