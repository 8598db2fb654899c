import { CircleHelp } from "lucide-react";
import { percent } from "@/lib/format";
import { intents } from "@/lib/intents";
import { Popover } from "@/ui/popover";
import type { Triage } from "./api";

/** Why a message has its labels, and which others it could have. */
export const TriageWhy = ({ triage }: { triage: Triage }) => (
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
);

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
