import { useQueryClient } from "@tanstack/react-query";
import { http, invalidate, type Schema } from "@/lib/api";
import { asRead, type Read } from "@/lib/as-read";
import { patchCached } from "@/lib/cache";
import { problemOf } from "@/lib/problem";
import type { GridColumn } from "@/ui/grid-types";
import { done, refused } from "@/ui/toast";
import { BOARD, type Kind, nouns } from "./api";

type Patch = Record<string, unknown>;

function send(kind: Kind, read: Read, patch: Patch) {
  const { id } = read;
  switch (kind) {
    case "contacts":
      return http.PATCH("/api/v1/contacts/{contact_id}", {
        params: { path: { contact_id: id } },
        body: patch as Schema["ContactPatch"],
        ...asRead(read),
      });
    case "companies":
      return http.PATCH("/api/v1/companies/{company_id}", {
        params: { path: { company_id: id } },
        body: patch as Schema["CompanyPatch"],
        ...asRead(read),
      });
    case "deals":
      return http.PATCH("/api/v1/deals/{deal_id}", {
        params: { path: { deal_id: id } },
        body: patch as Schema["DealPatch"],
        ...asRead(read),
      });
  }
}

async function changed<Row>(kind: Kind, read: Read, patch: Patch): Promise<Row> {
  const { data, error } = await send(kind, read, patch);
  if (!data) throw error;
  return data as unknown as Row;
}

/** What else shows the records of a list. */
const elsewhere: Partial<Record<Kind, string[]>> = { deals: [BOARD, "/api/v1/deals/forecast"] };

const isRecord = (value: unknown): value is Read =>
  typeof value === "object" && value !== null && "id" in value;

/** Change a cell at once, with a way back; answers why the server refused it, for the cell to say. */
export function useCellEdit<Row extends Read>(kind: Kind) {
  const queries = useQueryClient();
  const list = `/api/v1/${kind}`;
  const put = (id: string, change: (row: Row) => Row) => patchCached<Row>(queries, list, id, change);

  /** Show it, then send it; what is refused is as it was before, or as somebody else made it meanwhile. */
  const attempt = async (row: Row, column: GridColumn<Row>, next: unknown, back = false): Promise<Row> => {
    const how = column.edit;
    if (!how) return row;
    const before = how.value(row);
    await queries.cancelQueries({ predicate: ({ queryKey: [, path] }) => path === list });
    put(row.id, (known) => how.put(known, next));
    try {
      const patch = how.patch(next);
      const after = await (how.send?.(row, patch, back) ?? changed<Row>(kind, row, patch));
      put(row.id, (known) => ({ ...known, ...after }));
      void invalidate(queries, ...(elsewhere[kind] ?? []));
      return after;
    } catch (error) {
      const { current } = problemOf(error);
      put(row.id, (known) => ({ ...how.put(known, before), ...(isRecord(current) ? current : {}) }));
      throw error;
    }
  };
  return async (row: Row, column: GridColumn<Row>, next: unknown): Promise<string | undefined> => {
    const before = column.edit?.value(row);
    const back = (now: Row) =>
      void attempt(now, column, before, true).then(
        () => done("Taken back"),
        (error: unknown) => refused("This was not taken back", error),
      );
    try {
      const now = await attempt(row, column, next);
      done(`${column.label} changed`, () => back(now));
      return undefined;
    } catch (error) {
      return faultOf(error, kind);
    }
  };
}

/** What a cell says of a value that was refused; of anything else a toast tells. */
function faultOf(error: unknown, kind: Kind): string | undefined {
  const problem = problemOf(error);
  if (problem.status === 422 || problem.status === 409) return problem.errors[0]?.message ?? problem.detail;
  refused(`The ${nouns[kind][0]} was not changed`, error);
  return undefined;
}
