import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";

export type Contact = Schema["ContactOut"];
export type Company = Schema["CompanyOut"];

export const useContacts = (q: string | undefined) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/contacts",
    { params: { query: { q, limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export const useContact = (id: string) =>
  api.useQuery("get", "/api/v1/contacts/{contact_id}", { params: { path: { contact_id: id } } });

export const useCompanies = (q: string | undefined) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/companies",
    { params: { query: { q, limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export const useCompany = (id: string) =>
  api.useQuery("get", "/api/v1/companies/{company_id}", { params: { path: { company_id: id } } });

export const useCompanyContacts = (company_id: string) =>
  api.useQuery("get", "/api/v1/contacts", { params: { query: { company_id, limit: 50 } } });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, "/api/v1/contacts", "/api/v1/companies");
}

export const useCreateContact = () =>
  api.useMutation("post", "/api/v1/contacts", { onSuccess: useChanged() });
export const useChangeContact = () =>
  api.useMutation("patch", "/api/v1/contacts/{contact_id}", { onSuccess: useChanged() });
export const useDeleteContact = () =>
  api.useMutation("delete", "/api/v1/contacts/{contact_id}", { onSuccess: useChanged() });
export const useCreateCompany = () =>
  api.useMutation("post", "/api/v1/companies", { onSuccess: useChanged() });
export const useChangeCompany = () =>
  api.useMutation("patch", "/api/v1/companies/{company_id}", { onSuccess: useChanged() });
