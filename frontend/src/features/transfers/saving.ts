import { http } from "@/lib/api";
import { save } from "@/lib/save";
import { refused } from "@/ui/toast";

export type Things = "contacts" | "companies" | "deals" | "activities";

export type Format = "csv" | "xlsx";

/** A list as it is filtered and sorted, as a file. */
export async function saveList(what: Things, query: Record<string, unknown>, format: Format): Promise<void> {
  const { data, error } = await http.GET(`/api/v1/${what}.${format}` as "/api/v1/contacts.csv", {
    params: { query },
    parseAs: "blob",
  });
  if (error || !(data instanceof Blob)) refused("The list could not be exported", error);
  else save(data, `${what}.${format}`);
}
