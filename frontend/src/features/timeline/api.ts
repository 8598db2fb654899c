import { keepPreviousData } from "@tanstack/react-query";
import { api, byCursor, http, type Schema } from "@/lib/api";
import { save } from "@/lib/save";
import { refused } from "@/ui/toast";

export type Entry = Schema["EntryOut"];
export type Kind = Entry["kind"];
export type Told = "contacts" | "companies" | "deals";
export type Change = Schema["AuditOut"];
export type FieldChange = Schema["FieldChange"];

export const useTimeline = (record: Told, record_id: string, kinds: Kind[]) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/timeline/{record}/{record_id}",
    { params: { path: { record, record_id }, query: { kind: kinds.length ? kinds : undefined, limit: 30 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export interface ChangeFilter {
  subject_type?: string;
  subject_id?: string;
  actor_id?: string;
  action?: Change["action"];
  since?: string;
}

export const useChanges = (filter: ChangeFilter) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/audit",
    { params: { query: { ...filter, limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export const useChain = () => api.useQuery("get", "/api/v1/audit/chain");

/** The changes of these filters as a CSV file, a line for each field. */
export async function exportChanges(filter: ChangeFilter): Promise<void> {
  const { data, error } = await http.GET("/api/v1/audit.csv", { params: { query: filter }, parseAs: "blob" });
  if (error || !(data instanceof Blob)) refused("The audit could not be exported", error);
  else save(data, "audit.csv");
}
