import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, http, invalidate, type Schema } from "@/lib/api";
import { type Problem, problemOf } from "@/lib/problem";
import { done, refused } from "@/ui/toast";

export type Suggestion = Schema["SuggestionOut"];
export type Queued = Schema["QueuedSuggestion"];
export type RejectKind = NonNullable<Suggestion["reject_kind"]>;
export type Claim = Schema["ClaimOut"];

const STALE = ["/api/v1/conversations", "/api/v1/suggestions"] as const;

export const useApprovalQueue = () =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/suggestions",
    { params: { query: { status: "pending", limit: 50 } } },
    byCursor,
  );

/** The first few of the queue, for the work list. */
export const useFewApprovals = () =>
  api.useQuery("get", "/api/v1/suggestions", { params: { query: { status: "pending", limit: 6 } } });

export type Decision =
  | { verb: "approve" }
  | { verb: "edit"; body: string; knowingly: boolean }
  | { verb: "reject"; reason: string; kind: RejectKind }
  | { verb: "withdraw" };

async function decide(id: string, decision: Decision): Promise<Suggestion> {
  const params = { path: { suggestion_id: id } };
  const answer = await (() => {
    switch (decision.verb) {
      case "approve":
        return http.POST("/api/v1/suggestions/{suggestion_id}/approve", { params, body: {} });
      case "edit":
        return http.POST("/api/v1/suggestions/{suggestion_id}/edit", {
          params,
          body: { body: decision.body, accept_unconfirmed: decision.knowingly },
        });
      case "reject":
        return http.POST("/api/v1/suggestions/{suggestion_id}/reject", {
          params,
          body: { reason: decision.reason, kind: decision.kind },
        });
      case "withdraw":
        return http.POST("/api/v1/suggestions/{suggestion_id}/withdraw", { params });
    }
  })();
  if (answer.error) throw answer.error;
  return answer.data as Suggestion;
}

const shownStatus = {
  approve: "approved",
  edit: "edited",
  reject: "rejected",
  withdraw: "withdrawn",
} as const;
const said = {
  approve: "Approved",
  edit: "Sent as edited. The AI learns from the difference.",
  reject: "Draft rejected. The AI learns from the reason.",
  withdraw: "Withdrawn. Nothing was sent.",
} as const;

/** What nothing confirms in a person's own words; their editor shows it. */
export const UNCONFIRMED = "Unconfirmed";

/** Why a decision did not hold, in a few words; the server says the rest. */
function unsaid({ status, code }: Problem): string {
  if (code === "Outdated") return "Not sent: a new reply is being written";
  return status === 409 ? "Somebody was faster" : "Not decided; the draft is still here";
}

/** Decide on a draft: shown at once, put back with the reason if the server refuses. */
export function useDecide() {
  const queries = useQueryClient();
  const show = (
    id: string,
    conversationId: string,
    change: (suggestion: Suggestion) => Suggestion,
    also: Partial<Schema["ConversationOut"]> = {},
  ) => {
    const { queryKey } = api.queryOptions("get", "/api/v1/conversations/{conversation_id}", {
      params: { path: { conversation_id: conversationId } },
    });
    queries.setQueryData<Schema["ConversationOut"]>(queryKey, (thread) =>
      thread?.suggestion?.id === id ? { ...thread, ...also, suggestion: change(thread.suggestion) } : thread,
    );
  };
  const mutation = useMutation({
    mutationFn: ({ suggestion, decision }: { suggestion: Suggestion; decision: Decision }) =>
      decide(suggestion.id, decision),
    onMutate: ({ suggestion, decision }) => {
      // An edit is checked first: its editor stays open until it has left.
      if (decision.verb === "edit") return;
      show(suggestion.id, suggestion.conversation_id, (before) => ({
        ...before,
        status: shownStatus[decision.verb],
        leaves_at: null,
      }));
    },
    onSuccess: (after, { decision }) => {
      show(after.id, after.conversation_id, () => after);
      const undoable = after.leaves_at !== null && decision.verb !== "withdraw";
      done(
        said[decision.verb],
        undoable ? () => mutation.mutate({ suggestion: after, decision: { verb: "withdraw" } }) : undefined,
      );
    },
    onError: (error, { suggestion }) => {
      const problem = problemOf(error);
      if (problem.code === UNCONFIRMED) return;
      const also = problem.code === "Outdated" ? { drafting: true } : {};
      show(suggestion.id, suggestion.conversation_id, () => suggestion, also);
      refused(unsaid(problem), error);
    },
    onSettled: () => invalidate(queries, ...STALE),
  });
  return mutation;
}
