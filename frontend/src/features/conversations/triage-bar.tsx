import { language, percent } from "@/lib/format";
import { intents } from "@/lib/intents";
import { soon } from "@/lib/soon";
import { Badge } from "@/ui/badge";
import type { Triage } from "./api";
import { priorities, priorityTones, sentiments } from "./words";

const TriageMenu = soon(
  async () => (await import("./triage-menu")).TriageMenu,
  <span className="inline-block h-5 w-16" />,
);

const TriageWhy = soon(
  async () => (await import("./triage-why")).TriageWhy,
  <span className="inline-block h-5 w-13" />,
);

/** What the AI understood of a message, and the three biggest reasons for it. */
export function TriageBar({ messageId, triage }: { messageId: string; triage: Triage }) {
  const sure = percent(triage.confidence);
  return (
    <div className="mt-3 border-t pt-2.5">
      <div className="flex flex-wrap items-center gap-1">
        <Badge tone="accent">
          {intents[triage.intent]} <span className="font-normal tabular-nums">{sure}</span>
        </Badge>
        <Badge tone={priorityTones[triage.priority]}>{priorities[triage.priority]} priority</Badge>
        <Badge tone={triage.sentiment === "negative" ? "warn" : "plain"}>
          {sentiments[triage.sentiment]}
        </Badge>
        <Badge>{language(triage.language)}</Badge>
        <TriageWhy triage={triage} />
        <TriageMenu messageId={messageId} triage={triage} />
      </div>
      {triage.why.length > 0 && (
        <p className="mt-1.5 text-xs leading-4 text-subtle">{triage.why.slice(0, 3).join(" · ")}</p>
      )}
    </div>
  );
}
