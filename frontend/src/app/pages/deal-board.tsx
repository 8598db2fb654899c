import { Handshake } from "lucide-react";
import type { Narrowed, useBoard, usePipelines } from "@/features/deals/api";
import { DealBoard } from "@/features/deals/board";
import { Empty, Failed, Skeleton, SkeletonRows } from "@/ui/states";

interface PipelineBoardProps {
  pipelines: ReturnType<typeof usePipelines>;
  query: ReturnType<typeof useBoard>;
  narrowed: Narrowed;
}

/** The board of a pipeline, as soon as it is there. */
export function PipelineBoard({ pipelines, query, narrowed }: PipelineBoardProps) {
  if (pipelines.isError) {
    return <Failed error={pipelines.error} what="Pipelines" onRetry={() => void pipelines.refetch()} />;
  }
  if (pipelines.data?.items.length === 0) {
    return (
      <Empty icon={<Handshake aria-hidden />} title="No pipeline">
        An admin or manager adds one, or takes one out of the bin.
      </Empty>
    );
  }
  if (query.isPending) return <BoardSkeleton />;
  if (!query.data) {
    return <Failed error={query.error} what="The board" onRetry={() => void query.refetch()} />;
  }
  return <DealBoard board={query.data} narrowed={narrowed} />;
}

const BoardSkeleton = () => (
  <div role="status" aria-label="Loading" className="flex gap-3 overflow-hidden p-4 md:px-6">
    {["a", "b", "c", "d"].map((column) => (
      <div key={column} className="w-72 shrink-0 rounded-lg border bg-sunken">
        <div className="space-y-2 border-b p-3">
          <Skeleton className="h-3 w-1/2" />
          <Skeleton className="h-3 w-2/3" />
        </div>
        <SkeletonRows rows={4} />
      </div>
    ))}
  </div>
);
