import { CircleHelp } from "lucide-react";
import { language, percent } from "@/lib/format";
import { intents } from "@/lib/intents";
import { soon } from "@/lib/soon";
import { Badge } from "@/ui/badge";
import { Popover } from "@/ui/popover";
import type { Triage } from "./api";
import { priorities, priorityTones, sentiments } from "./words";

const TriageMenu = soon(
  async () => (await import("./triage-menu")).TriageMenu,
  <span className="inline-block h-5 w-16" />,
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
        <Popover
          label="Why these labels"
          trigger={
            <button
              type="button"
              className="inline-flex h-5 items-center gap-1 rounded-sm px-1 text-xs font-medium text-accent-text hover:underline"
            >
              <CircleHelp className="size-3.5" aria-hidden /> Why
            </button>
          }
        >
          <Why triage={triage} />
        </Popover>
        <TriageMenu messageId={messageId} triage={triage} />
      </div>
      {triage.why.length > 0 && (
        <p className="mt-1.5 text-xs leading-4 text-subtle">{triage.why.slice(0, 3).join(" · ")}</p>
      )}
    </div>
  );
}

function Why({ triage }: { triage: Triage }) {
  return (
    <div className="text-sm">
      <h3 className="font-medium">Why these labels</h3>
      <ul className="mt-1.5 list-disc space-y-1 pl-4 text-muted">
        {triage.why.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <h3 className="mt-3 font-medium">What it could be</h3>
      <ul className="mt-1.5 space-y-1.5">
        {triage.intents.slice(0, 4).map(({ intent, confidence }) => (
          <li key={intent} className="grid grid-cols-[1fr_5rem_2.5rem] items-center gap-2">
            <span className="truncate text-muted">{intents[intent]}</span>
            <span className="h-1.5 overflow-hidden rounded-full bg-sunken ring-1 ring-line">
              <span className="block h-full bg-accent" style={{ width: percent(confidence) }} />
            </span>
            <span className="text-right tabular-nums">{percent(confidence)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-xs text-subtle">Model {triage.model}</p>
    </div>
  );
}
