import { useQueryClient } from "@tanstack/react-query";
import { api, invalidate, type Schema } from "@/lib/api";

export type CustomField = Schema["CustomFieldOut"];
export type Of = CustomField["object"];

const PATH = "/api/v1/custom-fields";

export const useCustomFields = (object: Of) =>
  api.useQuery("get", PATH, { params: { query: { object, limit: 200 } } }, { staleTime: 60_000 });

export const useBinnedFields = (object: Of) =>
  api.useQuery("get", PATH, { params: { query: { object, deleted: true, limit: 200 } } });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, PATH, "/api/v1/contacts", "/api/v1/companies", "/api/v1/deals");
}

export const useCreateField = () => api.useMutation("post", PATH, { onSuccess: useChanged() });
export const useChangeField = () =>
  api.useMutation("patch", "/api/v1/custom-fields/{field_id}", { onSuccess: useChanged() });
export const useDeleteField = () =>
  api.useMutation("delete", "/api/v1/custom-fields/{field_id}", { onSuccess: useChanged() });
export const useRestoreField = () =>
  api.useMutation("post", "/api/v1/custom-fields/{field_id}/restore", { onSuccess: useChanged() });

export const kinds: Record<CustomField["kind"], string> = {
  text: "Text",
  number: "Number",
  money: "Money",
  date: "Date",
  choice: "One of several",
  choices: "Several of several",
  link: "Link",
  flag: "Yes or no",
};
export const sortable: readonly CustomField["kind"][] = ["text", "number", "money", "date", "choice"];
export const objects: Record<Of, string> = { contact: "Contacts", company: "Companies", deal: "Deals" };
