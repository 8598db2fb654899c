import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Handshake, Plus } from "lucide-react";
import { lazy, useMemo, useState } from "react";
import { type Narrowed, useBoard, useDeals, usePipelines } from "@/features/deals/api";
import { DealBoard } from "@/features/deals/board";
import { Filters } from "@/features/deals/filters";
import { ListActions } from "@/features/transfers/list-actions";
import { useActions } from "@/lib/actions";
import { rowsOf } from "@/lib/api";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";
import { Empty, Failed, Skeleton, SkeletonRows } from "@/ui/states";

const ForecastTable = soon(
  async () => (await import("@/features/deals/forecast")).ForecastTable,
  <SkeletonRows />,
);

const DealTable = soon(
  async () => (await import("@/features/deals/deal-table")).DealTable,
  <SkeletonRows rows={10} />,
);

const RequiredFields = lazy(async () => ({
  default: (await import("@/features/custom-fields/required")).RequiredFields,
}));
const DealForm = whenOpen(async () => (await import("@/features/deals/deal-form")).DealForm);

const route = getRouteApi("/inside/deals");
const views = [
  ["board", "Board"],
  ["list", "List"],
  ["forecast", "Forecast"],
] as const;

/** All deals of a pipeline: as a board, as rows, or by the month of their close. */
export function Deals() {
  const search = route.useSearch();
  const change = route.useNavigate();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const [custom, setCustom] = useState({});
  const writes = useCan("deals:write");
  const pipelines = usePipelines();
  const pipeline = pipelines.data?.items.find(({ id }) => id === search.pipeline) ?? pipelines.data?.items[0];
  const { view = "board", q, owner, min, days } = search;
  const narrowed = useMemo<Narrowed>(
    () => ({
      q,
      owner_id: owner,
      min_amount: min ? Number(min) : undefined,
      days_in_stage: days ? Number(days) : undefined,
    }),
    [q, owner, min, days],
  );
  useActions("Deals", [writes && { label: "New deal", keys: "c", run: () => setCreating(true) }]);
  return (
    <Page
      title="Deals"
      bare
      actions={
        <>
          {(pipelines.data?.items.length ?? 0) > 1 && (
            <Select
              aria-label="Pipeline"
              value={pipeline?.id}
              onChange={({ target }) => void change({ search: { ...search, pipeline: target.value } })}
              className="w-36"
            >
              {pipelines.data?.items.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
          <Filters
            value={{ q, owner, min, days }}
            onChange={(next) => void change({ search: { ...search, ...next }, replace: true })}
          />
          <ListActions
            what="deals"
            object="deal"
            query={{ ...narrowed, pipeline_id: pipeline?.id, sort: search.sort }}
          />
          {writes && (
            <Button tone="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden /> New <KeyHint>c</KeyHint>
            </Button>
          )}
        </>
      }
      tabs={
        <nav aria-label="View" className="-mx-1 -mb-px flex gap-1">
          {views.map(([one, label]) => (
            <Link
              key={one}
              to="/deals"
              search={{ ...search, view: one === "board" ? undefined : one }}
              activeOptions={{ exact: true, includeSearch: true }}
              className="ring-inset-focus flex h-9 items-center border-b-2 border-transparent px-2 font-medium text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
            >
              {label}
            </Link>
          ))}
        </nav>
      }
    >
      {pipelines.isPending ? (
        <BoardSkeleton />
      ) : pipelines.isError ? (
        <Failed error={pipelines.error} what="Pipelines" onRetry={() => void pipelines.refetch()} />
      ) : !pipeline ? (
        <Empty icon={<Handshake aria-hidden />} title="No pipeline">
          An admin or manager adds one, or takes one out of the bin.
        </Empty>
      ) : view === "board" ? (
        <BoardView pipelineId={pipeline.id} narrowed={narrowed} />
      ) : view === "list" ? (
        <ListView pipelineId={pipeline.id} narrowed={narrowed} />
      ) : (
        <div className="min-h-0 flex-1 overflow-auto p-4 md:p-6">
          <ForecastTable pipelineId={pipeline.id} narrowed={narrowed} />
        </div>
      )}
      <DealForm
        open={creating}
        onOpenChange={setCreating}
        pipelineId={pipeline?.id}
        custom={custom}
        extra={<RequiredFields of="deal" values={custom} onChange={setCustom} />}
        onSaved={({ id }) => void navigate({ to: "/deals/$dealId", params: { dealId: id } })}
      />
    </Page>
  );
}

interface ViewProps {
  pipelineId: string;
  narrowed: Narrowed;
}

function BoardView({ pipelineId, narrowed }: ViewProps) {
  const query = useBoard(pipelineId, narrowed);
  if (query.isPending) return <BoardSkeleton />;
  if (!query.data) {
    return <Failed error={query.error} what="The board" onRetry={() => void query.refetch()} />;
  }
  return <DealBoard board={query.data} narrowed={narrowed} />;
}

function ListView({ pipelineId, narrowed }: ViewProps) {
  const { sort } = route.useSearch();
  const change = route.useNavigate();
  const query = useDeals({ ...narrowed, pipeline_id: pipelineId, sort });
  return (
    <DealTable
      rows={rowsOf(query.data)}
      query={query}
      filtered={Object.values(narrowed).some((value) => value !== undefined)}
      sort={sort}
      onSort={(next) =>
        void change({ search: (known) => ({ ...known, sort: next as typeof sort }), replace: true })
      }
    />
  );
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
