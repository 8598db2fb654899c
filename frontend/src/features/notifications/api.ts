import { useQueryClient } from "@tanstack/react-query";
import { api, byCursor, invalidate, type Schema } from "@/lib/api";

export type News = Schema["NotificationOut"];
export type Kind = News["kind"];
export type Rule = Schema["RuleOut"];

export const kindNames: Record<Kind, string> = {
  assigned: "Something was given to you",
  mentioned: "You were mentioned",
  reminder: "A reminder is due",
  approval: "A draft waits for you",
  escalation: "A thread was escalated",
  deal_won: "Your team won a deal",
  deal_lost: "Your team lost a deal",
  webhook_ended: "A webhook was switched off",
  import_ended: "An import of yours ended",
  replay_ended: "A trial of yours ended",
};

export const useNews = () =>
  api.useInfiniteQuery("get", "/api/v1/notifications", { params: { query: { limit: 30 } } }, byCursor);

export const useUnread = () => api.useQuery("get", "/api/v1/notifications/unread").data?.unread ?? 0;

export function useMarkRead() {
  const queries = useQueryClient();
  return api.useMutation("post", "/api/v1/notifications/read", {
    onSettled: () => invalidate(queries, "/api/v1/notifications"),
  });
}

export const useRules = () => api.useQuery("get", "/api/v1/settings/notifications");

export function useChangeRules() {
  const queries = useQueryClient();
  return api.useMutation("patch", "/api/v1/settings/notifications", {
    onSettled: () => invalidate(queries, "/api/v1/settings/notifications"),
  });
}

/** The page of what a notification is about. */
export function pageOf({ subject_type, subject_id }: News): string {
  const pages: Record<News["subject_type"], string> = {
    activity: "/activities",
    conversation: `/inbox/${subject_id}`,
    deal: `/deals/${subject_id}`,
    contact: `/contacts/${subject_id}`,
    company: `/companies/${subject_id}`,
    webhook: `/settings/webhooks/${subject_id}`,
    import: `/imports/${subject_id}`,
    lesson: "/settings/lessons",
    replay: "/settings/model",
    contacts: "/contacts?filter=owner:eq:me",
    companies: "/companies?filter=owner:eq:me",
    deals: "/deals?show=list&filter=owner:eq:me",
  };
  return pages[subject_type];
}
