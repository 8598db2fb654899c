import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { invalidateSome } from "@/lib/api";
import { follow, type LiveEvent } from "@/lib/live";

const timeline = "/api/v1/timeline";
const threads = ["/api/v1/conversations", "/api/v1/suggestions", timeline];

const catalogue = ["/api/v1/catalogue"];
const activities = ["/api/v1/activities", timeline];
const people = ["/api/v1/users", "/api/v1/teams", "/api/v1/directory"];

/** Which lists an event makes stale, by the word before its dot and by the table it happened to. */
const stale: Record<string, string[]> = {
  conversation: threads,
  message: threads,
  suggestion: threads,
  reply: threads,
  product: ["/api/v1/products", "/api/v1/conversations/{conversation_id}"],
  source: catalogue,
  endpoint: [...catalogue, "/api/v1/channels"],
  contact: ["/api/v1/contacts", timeline],
  company: ["/api/v1/companies", timeline],
  deal: ["/api/v1/deals", "/api/v1/pipelines/{pipeline_id}/board", timeline],
  pipeline: ["/api/v1/pipelines", "/api/v1/deals"],
  activity: activities,
  task: activities,
  article: ["/api/v1/articles"],
  gap: ["/api/v1/gaps"],
  correction: ["/api/v1/corrections", "/api/v1/conversations/{conversation_id}"],
  channel: ["/api/v1/channels"],
  assistant: ["/api/v1/settings", "/api/v1/quality", "/api/v1/assistant"],
  lesson: ["/api/v1/assistant"],
  replay: ["/api/v1/assistant"],
  confidence: ["/api/v1/quality"],
  judgement: ["/api/v1/judgements", "/api/v1/quality"],
  job: ["/api/v1/jobs"],
  delivery: ["/api/v1/deliveries"],
  notification: ["/api/v1/notifications"],
  api_key: ["/api/v1/api-keys"],
  webhook: ["/api/v1/webhook"],
  webhook_delivery: ["/api/v1/webhook"],
  user: people,
  team: people,
  import: ["/api/v1/imports"],
  view: ["/api/v1/views"],
  bulk_change: ["/api/v1/bulk-changes"],
  contacts: ["/api/v1/contacts", "/api/v1/companies", "/api/v1/tags"],
  companies: ["/api/v1/companies", "/api/v1/tags"],
  deals: ["/api/v1/deals", "/api/v1/pipelines/{pipeline_id}/board"],
  second_factor: [...people, "/api/v1/auth/second-factor"],
};

export function staleBy({ event, subject_type }: LiveEvent): string[] {
  const [thing = ""] = event.split(".");
  return [...new Set([...(stale[thing] ?? []), ...(stale[subject_type ?? ""] ?? [])])];
}

const SOON = 200;
const LATER = 20_000;

/** Follow the server while signed in; a burst of events costs one round of fetching, of long lists a rare one. */
export default function LiveUpdates(): null {
  const queries = useQueryClient();
  useEffect(() => {
    const rounds = [SOON, LATER].map((delay) => {
      const waiting = new Set<string>();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const flush = () => {
        timer = undefined;
        const prefixes = [...waiting];
        waiting.clear();
        void invalidateSome(queries, delay === LATER, prefixes);
      };
      const add = (prefixes: string[]) => {
        for (const prefix of prefixes) waiting.add(prefix);
        timer ??= setTimeout(flush, delay);
      };
      return { add, end: () => clearTimeout(timer) };
    });
    const stop = follow(
      (event) => {
        for (const round of rounds) round.add(staleBy(event));
      },
      () => void queries.invalidateQueries(),
    );
    return () => {
      for (const round of rounds) round.end();
      stop();
    };
  }, [queries]);
  return null;
}
