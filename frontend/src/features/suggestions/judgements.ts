import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, http, invalidate, type Schema } from "@/lib/api";
import { problemOf } from "@/lib/problem";
import { done, refused } from "@/ui/toast";

export type Judgement = Schema["JudgementOut"];
export type Verdict = NonNullable<Judgement["verdict"]>;

const STALE = ["/api/v1/judgements", "/api/v1/quality", "/api/v1/settings"] as const;

export const useJudgements = () =>
  api.useInfiniteQuery("get", "/api/v1/judgements", { params: { query: { limit: 50 } } }, byCursor);

export const verdicts: { value: Verdict; label: string; note: string; said: string }[] = [
  { value: "good", label: "Good", note: "I would have sent it as it is", said: "Judged good" },
  {
    value: "would_edit",
    label: "Would edit",
    note: "True, but I would have changed it",
    said: "Judged: would edit",
  },
  {
    value: "wrong_fact",
    label: "Wrong fact",
    note: "It says something that is not so",
    said: "Judged: a fact is wrong. Replies of this kind no longer leave by themselves.",
  },
  {
    value: "should_not_have_sent",
    label: "Not to be sent",
    note: "A person should have answered",
    said: "Judged: should not have been sent",
  },
];

/** Give a verdict on a reply that was sent by itself. */
export function useJudge() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, verdict, note }: { id: string; verdict: Verdict; note?: string }) => {
      const { data, error } = await http.POST("/api/v1/judgements/{judgement_id}", {
        params: { path: { judgement_id: id } },
        body: { verdict, note: note || null },
      });
      if (error) throw error;
      return data;
    },
    onSuccess: (_, { verdict }) => done(verdicts.find(({ value }) => value === verdict)?.said ?? "Judged"),
    onError: (error) => {
      const taken = problemOf(error).status === 409;
      refused(taken ? "Somebody was faster" : "Not judged; the reply is still here", error);
    },
    onSettled: () => invalidate(queries, ...STALE),
  });
}
