import { Kanban, LoaderCircle, RotateCcw, SquarePen, Trash2 } from "lucide-react";
import { useState } from "react";
import { plural } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { type Pipeline, type Stage, usePipelines } from "./api";
import { PipelineForm } from "./pipeline-form";
import { useBinnedPipelines, useRemovePipeline, useRestorePipeline, wordsOf } from "./pipelines";

/** The pipelines with their stages, and those in the bin. */
export function PipelineList() {
  const query = usePipelines();
  if (query.isPending) return <SkeletonRows rows={2} className="h-20" />;
  if (query.isError) {
    return <Failed error={query.error} what="Pipelines" onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      {query.data.items.length === 0 ? (
        <Empty icon={<Kanban aria-hidden />} title="No pipelines yet">
          Make one, and deals can go through its stages.
        </Empty>
      ) : (
        <ul className="overflow-hidden rounded-lg border bg-surface">
          {query.data.items.map((pipeline) => (
            <PipelineRow key={pipeline.id} pipeline={pipeline} />
          ))}
        </ul>
      )}
      <Bin />
    </>
  );
}

function PipelineRow({ pipeline }: { pipeline: Pipeline }) {
  const [editing, setEditing] = useState(false);
  const remove = useRemovePipeline();
  return (
    <li className="flex items-start gap-3 border-b px-4 py-3 last:border-0">
      <div className="min-w-0 flex-1">
        <h2 className="font-medium break-words">{pipeline.name}</h2>
        <ol className="mt-1.5 flex flex-wrap gap-1.5" aria-label={`Stages of ${pipeline.name}`}>
          {pipeline.stages.map((stage) => (
            <li key={stage.id}>
              <Badge tone={toneOf(stage)}>
                {stage.name}
                {stage.outcome === "open" && ` ${stage.probability.toString()}%`}
              </Badge>
            </li>
          ))}
        </ol>
        {pipeline.leaving.map((stage) => (
          <p key={stage.id} role="status" className="mt-2 flex items-center gap-2 text-sm text-muted">
            <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin motion-reduce:animate-none" />
            {wordsOf(stage)}
          </p>
        ))}
      </div>
      <IconButton label={`Edit ${pipeline.name}`} size="iconSm" onClick={() => setEditing(true)}>
        <SquarePen aria-hidden />
      </IconButton>
      <IconButton label={`Remove ${pipeline.name}`} size="iconSm" onClick={() => remove(pipeline)}>
        <Trash2 aria-hidden />
      </IconButton>
      <PipelineForm open={editing} onOpenChange={setEditing} pipeline={pipeline} />
    </li>
  );
}

const toneOf = ({ outcome }: Stage) => (outcome === "won" ? "ok" : outcome === "lost" ? "bad" : "plain");

function Bin() {
  const pipelines = useBinnedPipelines().data?.items ?? [];
  const restore = useRestorePipeline();
  if (pipelines.length === 0) return null;
  return (
    <details className="mt-4 text-sm">
      <summary className="cursor-pointer text-muted hover:text-ink">
        {plural(pipelines.length, "pipeline")} in the bin
      </summary>
      <ul className="mt-2 rounded-lg border bg-surface">
        {pipelines.map((pipeline) => (
          <li key={pipeline.id} className="flex items-center gap-3 border-b px-4 py-2 last:border-0">
            <span className="min-w-0 flex-1 truncate">{pipeline.name}</span>
            <Button size="sm" aria-label={`Restore ${pipeline.name}`} onClick={() => restore(pipeline)}>
              <RotateCcw aria-hidden /> Restore
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
