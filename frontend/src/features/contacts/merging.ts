import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";
import { done, refused } from "@/ui/toast";
import type { Company, Contact } from "./api";

export type Mergeable = Contact | Company;
export type Pair = Schema["PairOut"] | Schema["CompanyPairOut"];
export type Merge = Schema["MergeOut"];
type Why = Pair["reasons"][number];

/** What can be merged: where, and how it is spoken of. */
export const kinds = {
  contacts: {
    merge: "/api/v1/contacts/merge",
    undo: "/api/v1/merges/{merge_id}/undo",
    merges: "/api/v1/contacts/{record_id}/merges",
    duplicates: "/api/v1/contacts/duplicates",
    search: "/api/v1/contacts/duplicates/search",
    dismiss: "/api/v1/contacts/duplicates/{pair_id}/dismiss",
    fields: "/api/v1/contacts/fields",
    plural: "contacts",
    two: "Not the same person",
  },
  companies: {
    merge: "/api/v1/companies/merge",
    undo: "/api/v1/companies/merges/{merge_id}/undo",
    merges: "/api/v1/companies/{record_id}/merges",
    duplicates: "/api/v1/companies/duplicates",
    search: "/api/v1/companies/duplicates/search",
    dismiss: "/api/v1/companies/duplicates/{pair_id}/dismiss",
    fields: "/api/v1/companies/fields",
    plural: "companies",
    two: "Not the same company",
  },
} as const;
export type Kind = keyof typeof kinds;

/** What speaks for two being one. */
export const whys: Record<Why, string> = {
  same_email: "Same e-mail",
  mail_variant: "Same mailbox, written differently",
  same_phone: "Same phone",
  same_name: "Same name",
  similar_name: "Similar name",
  same_company: "Same company",
  same_domain: "Same domain",
  same_website: "Same website",
  same_number: "Same number in a register",
  same_city: "Same city",
};

const AGAIN = 30_000;

/** The suggested pairs; while they are being looked for, new ones appear by themselves. */
export const useDuplicates = (kind: Kind, searching: boolean) =>
  api.useInfiniteQuery(
    "get",
    kinds[kind].duplicates,
    { params: { query: { limit: 20 } } },
    { ...byCursor, placeholderData: keepPreviousData, refetchInterval: searching && AGAIN },
  );

/** How far the search in the background is, asked again until it is done. */
export const useDuplicateSearch = (kind: Kind) =>
  api.useQuery(
    "get",
    kinds[kind].search,
    {},
    { refetchInterval: ({ state }) => (state.data?.waiting === 0 ? false : AGAIN) },
  );

/** What the list of a kind says of its fields. */
export const useMergeFields = (kind: Kind) =>
  api.useQuery("get", kinds[kind].fields, {}, { staleTime: 60_000 });

export const useMerges = (kind: Kind, id: string) =>
  api.useQuery("get", kinds[kind].merges, {
    params: { path: { record_id: id }, query: { limit: 20 } },
  });

export const useLikely = (body: Schema["CheckIn"]) =>
  api.useQuery(
    "post",
    "/api/v1/contacts/check",
    { body },
    {
      enabled: Boolean((body.name?.length ?? 0) > 2 || body.email?.includes("@") || body.phones?.length),
      placeholderData: keepPreviousData,
    },
  );

export const useLikelyCompanies = (body: Schema["CompanyCheckIn"]) =>
  api.useQuery(
    "post",
    "/api/v1/companies/check",
    { body },
    {
      enabled: Boolean((body.name?.length ?? 0) > 2 || body.domain?.includes(".")),
      placeholderData: keepPreviousData,
    },
  );

function useChanged() {
  const queries = useQueryClient();
  return () =>
    invalidate(
      queries,
      "/api/v1/contacts",
      "/api/v1/companies",
      "/api/v1/conversations",
      "/api/v1/deals",
      "/api/v1/activities",
      "/api/v1/timeline/",
    );
}

/** Take a merge apart, and say so. */
export function useUndoMerge(kind: Kind) {
  const undo = api.useMutation("post", kinds[kind].undo, { onSuccess: useChanged() });
  return (merge: Merge) =>
    undo.mutate(
      { params: { path: { merge_id: merge.id } } },
      {
        onSuccess: () => done(`${merge.keep.name} and ${namesOf(merge)} are separate again`),
        onError: (error) => refused("The merge was not undone", error),
      },
    );
}

/** Merge records, with a way back. */
export function useMerge(kind: Kind, onMerged: (merge: Merge) => void) {
  const undo = useUndoMerge(kind);
  return api.useMutation("post", kinds[kind].merge, {
    onSuccess: useMergedThen((merge) => {
      done(`${namesOf(merge)} merged into ${merge.keep.name}`, () => undo(merge));
      onMerged(merge);
    }),
    onError: (error) => refused(`The ${kinds[kind].plural} were not merged`, error),
  });
}

function useMergedThen(then: (merge: Merge) => void) {
  const changed = useChanged();
  return (merge: Merge) => {
    then(merge);
    return changed();
  };
}

export const namesOf = ({ merged }: Merge) => merged.map(({ name }) => name).join(", ");

/** Say that two are not the same, with a way back. */
export function useDismiss(kind: Kind) {
  const queries = useQueryClient();
  const { dismiss: path, duplicates, two } = kinds[kind];
  const onSuccess = () => invalidate(queries, duplicates);
  const dismiss = api.useMutation("post", path, { onSuccess });
  const again = api.useMutation("delete", path, { onSuccess });
  return (pair: Pair) => {
    const params = { path: { pair_id: pair.id } };
    const onError = (error: unknown) => refused("This was not remembered", error);
    const back = () => again.mutate({ params }, { onError });
    dismiss.mutate({ params }, { onSuccess: () => done(`${two}: remembered`, back), onError });
  };
}
