import { useState } from "react";
import { cn } from "@/lib/cn";
import { problemOf } from "@/lib/problem";
import { whenOpen } from "@/lib/when-open";
import { done, refused } from "@/ui/toast";
import { type DealDetail, type Stage, usePipelines } from "./api";
import { useMoveDeal } from "./changing";

const LostDialog = whenOpen(async () => (await import("./lost-dialog")).LostDialog);

/** The stages of the deal's pipeline; choosing one moves the deal there. */
export function StageBar({ deal, writes }: { deal: DealDetail; writes: boolean }) {
  const [losing, setLosing] = useState(false);
  const pipelines = usePipelines().data?.items ?? [];
  const stages = pipelines.find(({ id }) => id === deal.pipeline.id)?.stages ?? [];
  const move = useMoveDeal();
  const go = (stage: Pick<Stage, "id" | "name">, lost_reason: string | null, undone?: DealDetail) =>
    move.mutate(
      {
        params: { path: { deal_id: deal.id } },
        body: { stage_id: stage.id, version: (undone ?? deal).version, lost_reason, back: Boolean(undone) },
      },
      {
        onSuccess: (now) => done(`Moved to ${stage.name}`, () => go(deal.stage, deal.lost_reason, now)),
        onError: (error) =>
          refused(
            problemOf(error).code === "Moved" ? "Somebody was faster" : "The deal was not moved",
            error,
          ),
      },
    );
  const choose = (stage: Stage) => {
    if (stage.outcome === "lost") setLosing(true);
    else go(stage, null);
  };
  const lost = stages.find(({ outcome }) => outcome === "lost");
  return (
    <>
      <ol aria-label="Stage" className="flex flex-wrap gap-1">
        {stages.map((stage) => {
          const here = stage.id === deal.stage.id;
          return (
            <li key={stage.id}>
              <button
                type="button"
                aria-current={here ? "step" : undefined}
                disabled={!writes || here || move.isPending}
                onClick={() => choose(stage)}
                className={cn(
                  "rounded-md border px-2.5 py-1 text-sm",
                  here ? "border-accent bg-accent-soft font-medium text-accent-text" : "hover:bg-hover",
                )}
              >
                {stage.name}
              </button>
            </li>
          );
        })}
      </ol>
      <LostDialog
        open={losing}
        onClose={() => setLosing(false)}
        onLost={(reason) => {
          setLosing(false);
          if (lost) go(lost, reason);
        }}
      />
    </>
  );
}
