import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { invalidate } from "@/lib/api";
import { follow, type LiveEvent } from "@/lib/live";

const threads = ["/api/v1/conversations", "/api/v1/suggestions"];

/** Which lists an event makes stale, by the kind of thing it happened to. */
const stale: Record<string, string[]> = {
  conversation: threads,
  message: threads,
  suggestion: threads,
  product: ["/api/v1/products", "/api/v1/conversations/{conversation_id}"],
  source: ["/api/v1/catalogue"],
  contact: ["/api/v1/contacts"],
  company: ["/api/v1/companies"],
  activity: ["/api/v1/activities"],
  article: ["/api/v1/articles"],
  channel: ["/api/v1/channels"],
  job: ["/api/v1/jobs"],
  delivery: ["/api/v1/deliveries"],
  user: ["/api/v1/users", "/api/v1/directory"],
  team: ["/api/v1/teams", "/api/v1/directory"],
};

export const staleBy = ({ subject_type }: LiveEvent): string[] => stale[subject_type ?? ""] ?? [];

/** Follow the server while signed in; a burst of events costs one round of fetching. */
export function useLiveUpdates(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const prefixes = [...waiting];
      waiting.clear();
      void invalidate(queries, ...prefixes);
    };
    const stop = follow(
      (event) => {
        for (const prefix of staleBy(event)) waiting.add(prefix);
        timer ??= setTimeout(flush, 200);
      },
      () => void queries.invalidateQueries(),
    );
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [queries]);
}
