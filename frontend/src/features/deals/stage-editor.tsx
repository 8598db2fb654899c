import { useState } from "react";
import { CellPanel } from "@/ui/grid-editors";
import type { EditorProps } from "@/ui/grid-types";
import { type Deal, type Stage, usePipelines } from "./api";
import { LostForm } from "./lost-dialog";

/** Where a deal stands, and why it was lost if it was. */
export interface Standing {
  pipelineId: string;
  stage: Deal["stage"];
  lost_reason: string | null;
}

/** Another stage of the deal's pipeline, over its cell; a lost one asks why. */
export function StageEditor({ label, value, fault, onSave, onCancel }: EditorProps) {
  const { pipelineId, stage: here } = value as Standing;
  const [lost, setLost] = useState<Stage>();
  const pipelines = usePipelines().data?.items ?? [];
  const stages = pipelines.find(({ id }) => id === pipelineId)?.stages ?? [];
  const save = ({ id, name, outcome, probability }: Stage, lost_reason: string | null) =>
    onSave({ pipelineId, stage: { id, name, outcome, probability }, lost_reason } satisfies Standing);
  const choose = (stage: Stage) => {
    if (stage.id === here.id && !fault) onCancel();
    else if (stage.outcome === "lost") setLost(stage);
    else save(stage, null);
  };
  return (
    <CellPanel label={label} fault={fault} onClose={onCancel} className={lost ? "w-80" : "p-1"}>
      {lost ? (
        <>
          <h3 ref={(heading) => heading?.focus()} tabIndex={-1} className="mb-3 outline-none">
            Why was it lost?
          </h3>
          <LostForm onClose={onCancel} onLost={(reason) => save(lost, reason)} />
        </>
      ) : (
        <ul aria-label="Move to">
          {stages.map((stage) => (
            <li key={stage.id}>
              <button
                type="button"
                aria-current={stage.id === here.id ? "step" : undefined}
                onClick={() => choose(stage)}
                className="flex h-8 w-full items-center justify-between gap-2 rounded-md px-2 text-left hover:bg-hover aria-[current=step]:font-medium aria-[current=step]:text-accent-text"
              >
                <span className="truncate">{stage.name}</span>
                <span className="text-xs text-subtle">{stage.probability}%</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </CellPanel>
  );
}
