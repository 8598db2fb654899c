import { api, type Schema } from "@/lib/api";

export type Counts = Schema["Counts"];
export type View = keyof Counts;

export const views: View[] = [
  "mine",
  "unassigned",
  "team",
  "needs_approval",
  "escalated",
  "snoozed",
  "closed",
  "all",
];
export const viewNames: Record<View, string> = {
  mine: "Mine",
  unassigned: "Unassigned",
  team: "My teams",
  needs_approval: "Needs approval",
  escalated: "Escalated",
  snoozed: "Snoozed",
  closed: "Closed",
  all: "All",
};

export const useCounts = () => api.useQuery("get", "/api/v1/conversations/counts", {}, { staleTime: 10_000 });
