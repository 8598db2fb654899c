import { keepPreviousData, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, http, invalidate, type Schema, type SortOf } from "@/lib/api";
import { asRead } from "@/lib/as-read";
import { patchCached } from "@/lib/cache";
import { done, refused } from "@/ui/toast";

export type Contact = Schema["ContactOut"];
export type Company = Schema["CompanyOut"];
export type Consent = Schema["ConsentOut"];
export type Address = Schema["AddressOut"];
export type ContactChange = Schema["ContactPatch"];
export type CompanyChange = Schema["CompanyPatch"];

const CONTACT = "/api/v1/contacts/{contact_id}";
const COMPANY = "/api/v1/companies/{company_id}";

export interface ListSearch {
  q?: string;
  filter?: string[];
  sort?: string;
}

export const useContacts = ({ q, filter, sort }: ListSearch, enabled = true) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/contacts",
    { params: { query: { q, filter, sort: sort as SortOf<"/api/v1/contacts">, limit: 100 } } },
    { ...byCursor, placeholderData: keepPreviousData, enabled },
  );

export const useContactFields = () =>
  api.useQuery("get", "/api/v1/contacts/fields", {}, { staleTime: 60_000 });
export const useCompanyFields = () =>
  api.useQuery("get", "/api/v1/companies/fields", {}, { staleTime: 60_000 });
export const useTags = () => api.useQuery("get", "/api/v1/tags", {}, { staleTime: 60_000 });
export const usePeople = () => api.useQuery("get", "/api/v1/directory", {}, { staleTime: 60_000 });

export const useCompanySearch = (q: string) =>
  api.useQuery("get", "/api/v1/companies", { params: { query: { q, limit: 5 } } }, { enabled: q.length > 1 });

export const useContact = (id: string) =>
  api.useQuery("get", CONTACT, { params: { path: { contact_id: id } } });

export const useCompanies = ({ q, filter, sort }: ListSearch, enabled = true) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/companies",
    { params: { query: { q, filter, sort: sort as SortOf<"/api/v1/companies">, limit: 100 } } },
    { ...byCursor, placeholderData: keepPreviousData, enabled },
  );

export const useCompany = (id: string) =>
  api.useQuery("get", COMPANY, { params: { path: { company_id: id } } });

export const useCompanyContacts = (company_id: string) =>
  api.useQuery("get", "/api/v1/contacts", { params: { query: { company_id, limit: 50 } } });

export const useConsents = (id: string) =>
  api.useQuery("get", "/api/v1/contacts/{contact_id}/consents", {
    params: { path: { contact_id: id }, query: { limit: 50 } },
  });

function useChanged() {
  const queries = useQueryClient();
  return () =>
    invalidate(queries, "/api/v1/contacts", "/api/v1/companies", "/api/v1/tags", "/api/v1/conversations/");
}

export const useCreateContact = () =>
  api.useMutation("post", "/api/v1/contacts", { onSuccess: useChanged() });
export const useCreateCompany = () =>
  api.useMutation("post", "/api/v1/companies", { onSuccess: useChanged() });
export const useRecordConsent = () =>
  api.useMutation("post", "/api/v1/contacts/{contact_id}/consents", { onSuccess: useChanged() });

/** A change of a record as it was read, what is said of it, and what brings it back. */
interface Edit<Row, Change> {
  read: Row;
  patch: Change;
  said: string;
  back: Change | null;
}

/** Change a contact at once, with a way back. */
export function useEditContact(contact: Contact) {
  const queries = useQueryClient();
  const changed = useChanged();
  const mutation = useMutation({
    mutationFn: async ({ read, patch }: Edit<Contact, ContactChange>) => {
      const params = { path: { contact_id: read.id } };
      const { data, error } = await http.PATCH(CONTACT, { params, body: patch, ...asRead(read) });
      if (error) throw error;
      return data;
    },
    onSuccess: (after, { said, back }) => {
      patchCached<Contact>(queries, "/api/v1/contacts", contact.id, () => after);
      const undo = (patch: ContactChange) =>
        mutation.mutate({ read: after, patch, said: "Taken back", back: null });
      done(said, back ? () => undo(back) : undefined);
    },
    onError: (error) => refused("The contact was not changed", error),
    onSettled: changed,
  });
  return (patch: ContactChange, said: string) =>
    mutation.mutate({ read: contact, patch, said, back: before(contact, patch) });
}

/** What brings a change of a contact back. */
function before(contact: Contact, patch: ContactChange): ContactChange {
  const { emails, phones, company, owner } = contact;
  const known: Record<string, unknown> = {
    ...contact,
    emails: emails.map(({ value, label, primary }) => ({ value, label, primary })),
    phones: phones.map(({ value, label, primary }) => ({ value, label, primary })),
    company_id: company?.id ?? null,
    owner_id: owner?.id ?? null,
    custom: customBefore(contact.custom, patch.custom),
  };
  return Object.fromEntries(Object.keys(patch).map((key) => [key, known[key] ?? null]));
}

const customBefore = (known: Record<string, unknown>, patch: Record<string, unknown> = {}) =>
  Object.fromEntries(Object.keys(patch).map((key) => [key, known[key] ?? null]));

/** Change a company at once, with a way back. */
export function useEditCompany(company: Company) {
  const queries = useQueryClient();
  const changed = useChanged();
  const mutation = useMutation({
    mutationFn: async ({ read, patch }: Edit<Company, CompanyChange>) => {
      const params = { path: { company_id: read.id } };
      const { data, error } = await http.PATCH(COMPANY, { params, body: patch, ...asRead(read) });
      if (error) throw error;
      return data;
    },
    onSuccess: (after, { said, back }) => {
      patchCached<Company>(queries, "/api/v1/companies", company.id, () => after);
      const undo = (patch: CompanyChange) =>
        mutation.mutate({ read: after, patch, said: "Taken back", back: null });
      done(said, back ? () => undo(back) : undefined);
    },
    onError: (error) => refused("The company was not changed", error),
    onSettled: changed,
  });
  return (patch: CompanyChange, said: string) => {
    const known: Record<string, unknown> = {
      ...company,
      owner_id: company.owner?.id ?? null,
      custom: customBefore(company.custom, patch.custom),
    };
    const back = Object.fromEntries(Object.keys(patch).map((key) => [key, known[key] ?? null]));
    mutation.mutate({ read: company, patch, said, back });
  };
}
