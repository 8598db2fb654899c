import { Check, ChevronRight, CircleAlert, CircleDashed } from "lucide-react";
import { Fragment } from "react";
import { useSecondsLeft } from "@/lib/clock";
import { cn } from "@/lib/cn";
import type { Conversation } from "./api";

type Stage = Conversation["stage"];

const steps: Stage[] = ["received", "understood", "drafted"];
const lasts: Partial<Record<Stage, string>> = {
  held: "Held for you",
  leaving: "Leaving",
  sent: "Sent",
  answered: "Answered",
  no_reply: "No reply needed",
  escalated: "Escalated to a person",
  failed: "Failed",
};
const names: Partial<Record<Stage, string>> = {
  received: "Received",
  understood: "Understood",
  drafted: "Drafted",
};

/** How far the newest message has come: received → understood → drafted → what became of it. */
export function StageSteps({ stage, leavesAt }: { stage: Stage; leavesAt: string | null }) {
  const left = useSecondsLeft(stage === "leaving" ? leavesAt : null);
  const last = lasts[stage];
  const drafting = stage === "drafting";
  const reached = last ? steps.length : steps.indexOf(drafting ? "understood" : stage);
  const drafted = !["no_reply", "escalated", "answered"].includes(stage);
  const shown = drafted ? steps : steps.slice(0, 2);
  return (
    <ol
      className="flex flex-wrap items-center gap-x-1 gap-y-0.5 text-xs text-subtle"
      aria-label="State of the newest message"
      data-stage={stage}
    >
      {shown.map((step, index) => (
        <Fragment key={step}>
          {index > 0 && <ChevronRight className="size-3" aria-hidden />}
          <li className={cn("flex items-center gap-1", index <= reached && "text-muted")}>
            {index <= reached ? (
              <Check className="size-3 text-ok" aria-label="done" />
            ) : (
              <CircleDashed className="size-3" aria-hidden />
            )}
            {drafting && step === "drafted" ? "Being written" : names[step]}
          </li>
        </Fragment>
      ))}
      {last && (
        <>
          <ChevronRight className="size-3" aria-hidden />
          <li
            className={cn(
              "flex items-center gap-1 font-medium text-ink",
              stage === "failed" && "text-bad-text",
            )}
          >
            {stage === "failed" && <CircleAlert className="size-3" aria-hidden />}
            {left ? `Leaves in ${left.toString()} s` : last}
          </li>
        </>
      )}
    </ol>
  );
}
