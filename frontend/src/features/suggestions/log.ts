import { keepPreviousData } from "@tanstack/react-query";
import { api, byCursor, http, type Schema } from "@/lib/api";
import type { Intent } from "@/lib/intents";
import { save } from "@/lib/save";
import type { Tone } from "@/ui/badge";
import { refused } from "@/ui/toast";

export type Decision = Schema["SuggestionOut"]["decision"];

export const decisions: Record<Decision, { label: string; tone: Tone }> = {
  auto_send: { label: "By itself", tone: "ok" },
  review: { label: "For approval", tone: "accent" },
  escalate: { label: "For a person", tone: "warn" },
  no_reply: { label: "No reply", tone: "plain" },
};

export interface LogFilter {
  decision?: Decision;
  intent?: Intent;
  since: string;
}

export const useLog = (filter: LogFilter) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/suggestions",
    { params: { query: { ...filter, sort: "newest", limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

/** The log of these filters as a CSV file. */
export async function exportLog(filter: LogFilter): Promise<void> {
  const { data, error } = await http.GET("/api/v1/suggestions.csv", {
    params: { query: filter },
    parseAs: "blob",
  });
  if (error || !(data instanceof Blob)) refused("The log could not be exported", error);
  else save(data, "suggestions.csv");
}
