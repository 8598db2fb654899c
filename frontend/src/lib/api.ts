import type { Query, QueryClient } from "@tanstack/react-query";
import createFetchClient from "openapi-fetch";
import createClient from "openapi-react-query";
import type { components, paths } from "./api.gen";
import { accessToken, end, refresh } from "./session";

/** A shape of the wire, by its name in the OpenAPI document. */
export type Schema = components["schemas"];

/** The words that a list of the wire can be sorted by. */
export type SortOf<Path extends keyof paths> = paths[Path] extends {
  get: { parameters: { query?: { sort?: infer Word } } };
}
  ? NonNullable<Word>
  : never;

const signed = (request: Request) => {
  const token = accessToken();
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  return fetch(request);
};

/** Where a 401 speaks of what was typed, not of the token. */
const DOOR = /^\/api\/v1\/auth\/(?!second-factor)/;

/** Send with the token; on a 401 renew it once and send again. */
export async function send(request: Request): Promise<Response> {
  if (DOOR.test(new URL(request.url).pathname)) return signed(request);
  const again = request.clone();
  const response = await signed(request);
  if (response.status !== 401) return response;
  if (await refresh()) return signed(again);
  end();
  return response;
}

export const http = createFetchClient<paths>({
  baseUrl: globalThis.location.origin,
  credentials: "same-origin",
  fetch: send,
});

export const api = createClient(http);

const startsWith = ({ queryKey: [, path] }: Query, prefixes: string[]) =>
  typeof path === "string" && prefixes.some((prefix) => path.startsWith(prefix));

/** Mark every cached answer stale whose path starts with one of these. */
export function invalidate(queries: QueryClient, ...prefixes: string[]): Promise<void> {
  return queries.invalidateQueries({ predicate: (query) => startsWith(query, prefixes) });
}

const LONG = 5;

/** A list that was read far: fetching it anew asks for each of its pages. */
function isLong({ state: { data } }: Query): boolean {
  const pages = typeof data === "object" && data !== null && "pages" in data ? data.pages : [];
  return Array.isArray(pages) && pages.length > LONG;
}

/** As above, but only the lists that were read far, or only the others. */
export function invalidateSome(queries: QueryClient, long: boolean, prefixes: string[]): Promise<void> {
  return queries.invalidateQueries({
    predicate: (query) => isLong(query) === long && startsWith(query, prefixes),
  });
}

/** How an infinite query walks the pages of a list. */
export const byCursor = {
  pageParamName: "cursor",
  // Null, not undefined: for undefined the library would send 0.
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
};

/** The rows of all pages read so far. */
export function rowsOf<Row>(data: { pages: { items: Row[] }[] } | undefined): Row[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
