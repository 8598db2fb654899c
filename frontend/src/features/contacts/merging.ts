import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";
import { done, refused } from "@/ui/toast";

export type Pair = Schema["PairOut"];
export type Merge = Schema["MergeOut"];
export type MergeChoice = Schema["MergeIn"];

/** What speaks for two contacts being one person. */
export const whys: Record<Pair["reasons"][number], string> = {
  same_email: "Same e-mail",
  mail_variant: "Same mailbox, written differently",
  same_phone: "Same phone",
  same_name: "Same name",
  similar_name: "Similar name",
  same_company: "Same company",
  same_domain: "Same mail domain",
};

export const useDuplicates = () =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/contacts/duplicates",
    { params: { query: { limit: 20 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

export const useMerges = (id: string) =>
  api.useQuery("get", "/api/v1/contacts/{contact_id}/merges", {
    params: { path: { contact_id: id }, query: { limit: 20 } },
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
export function useUndoMerge() {
  const undo = api.useMutation("post", "/api/v1/merges/{merge_id}/undo", { onSuccess: useChanged() });
  return (merge: Merge) =>
    undo.mutate(
      { params: { path: { merge_id: merge.id } } },
      {
        onSuccess: () => done(`${merge.keep.name} and ${namesOf(merge)} are separate again`),
        onError: (error) => refused("The merge was not undone", error),
      },
    );
}

/** Merge contacts, with a way back. */
export function useMerge(onMerged: (merge: Merge) => void) {
  const undo = useUndoMerge();
  return api.useMutation("post", "/api/v1/contacts/merge", {
    onSuccess: useMergedThen((merge) => {
      done(`${namesOf(merge)} merged into ${merge.keep.name}`, () => undo(merge));
      onMerged(merge);
    }),
    onError: (error) => refused("The contacts were not merged", error),
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

/** Say that two are not the same person, with a way back. */
export function useDismiss() {
  const queries = useQueryClient();
  const onSuccess = () => invalidate(queries, "/api/v1/contacts/duplicates");
  const path = "/api/v1/contacts/duplicates/{pair_id}/dismiss";
  const dismiss = api.useMutation("post", path, { onSuccess });
  const again = api.useMutation("delete", path, { onSuccess });
  return (pair: Pair) => {
    const params = { path: { pair_id: pair.id } };
    const onError = (error: unknown) => refused("This was not remembered", error);
    const back = () => again.mutate({ params }, { onError });
    dismiss.mutate({ params }, { onSuccess: () => done("Not the same person: remembered", back), onError });
  };
}
