import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import {
  type Narrowed,
  type Pipeline,
  useBoard,
  useDeals,
  useForecast,
  usePipelines,
} from "@/features/deals/api";
import { boardOf, throughPipeline } from "@/features/deals/ways";
import { useViewState, type ViewSearch } from "@/features/records/view-state";
import { soon } from "@/lib/soon";
import { Select } from "@/ui/field";
import { SkeletonRows } from "@/ui/states";
import { PipelineBoard } from "./deal-board";
import { ListFrame } from "./list-frame";

const DealFilters = soon(
  async () => (await import("./deal-filters")).DealFilters,
  <div className="h-11.25 border-b" />,
);
const ForecastTable = soon(
  async () => (await import("@/features/deals/forecast")).ForecastTable,
  <SkeletonRows />,
);
const DealRows = soon(
  async () => (await import("./deal-rows")).DealRows,
  <>
    <div className="h-11.25 border-b" />
    <SkeletonRows rows={10} />
  </>,
);
const Creator = soon(
  async () => (await import("./deal-creator")).DealCreator,
  <span className="h-8 w-18 md:w-24" />,
);

const route = getRouteApi("/inside/deals");

/** All deals: on the board of a pipeline, as rows, or by the month of their close; the filter is the same. */
export function Deals() {
  const { show, ...search } = route.useSearch();
  const change = route.useNavigate();
  const pipelines = usePipelines();
  const state = useViewState("deals", search, []);
  const { filter, sort } = state.shape;
  const narrowed = useNarrowed(search.q, filter);
  const pipeline = boardOf(pipelines.data?.items ?? [], filter);
  const board = useBoard(!show && state.ready ? pipeline?.id : undefined, narrowed);
  const list = useDeals({ ...narrowed, sort }, show === "list" && state.ready);
  const forecast = useForecast(narrowed, show === "forecast" && state.ready);
  const counted = show ? forecast.data?.months : board.data?.columns;
  const onSearch = (next: ViewSearch, replace = false) => void change({ search: { ...next, show }, replace });
  return (
    <ListFrame
      kind="deals"
      object="deal"
      title="Deals"
      total={
        show === "list"
          ? list.data && (list.data.pages[0]?.total ?? null)
          : counted?.reduce((sum, { count }) => sum + count, 0)
      }
      search={search}
      onSearch={onSearch}
      always={{ show }}
      state={state}
      asked={{ ...narrowed, ...(show === "list" ? { sort } : show ? {} : { pipeline_id: pipeline?.id }) }}
      lead={
        <div className="flex gap-2 max-sm:w-full">
          <Ways search={search} />
          {!show && (
            <PipelineChoice
              pipelines={pipelines.data?.items ?? []}
              value={pipeline?.id}
              onChange={(id) => onSearch(state.searchOf({ filter: throughPipeline(filter, id) }))}
            />
          )}
        </div>
      }
      creator={<Creator pipelineId={pipeline?.id} />}
    >
      {(onBegun) =>
        show === "list" ? (
          <DealRows
            state={state}
            onSearch={onSearch}
            asked={{ ...narrowed, sort }}
            query={list}
            onBegun={onBegun}
          />
        ) : (
          <>
            <DealFilters value={filter} onChange={(next) => onSearch(state.searchOf({ filter: next }))} />
            {show ? (
              <div className="min-h-0 flex-1 overflow-auto p-4 md:p-6">
                <ForecastTable query={forecast} />
              </div>
            ) : (
              <PipelineBoard pipelines={pipelines} query={board} narrowed={narrowed} />
            )}
          </>
        )
      }
    </ListFrame>
  );
}

/** What the server is asked for, the same object as long as it says the same. */
function useNarrowed(q: string | undefined, filter: string[]): Narrowed {
  const given = filter.length > 0 ? filter : undefined;
  return useMemo(() => ({ q, filter: given }), [q, given]);
}

const ways = [
  [undefined, "Board"],
  ["list", "List"],
  ["forecast", "Forecast"],
] as const;

/** How the deals are shown, each way with an address of its own. */
const Ways = ({ search }: { search: ViewSearch }) => (
  <nav
    aria-label="Show as"
    className="flex h-8 pointer-coarse:h-10.5 overflow-hidden rounded-md border border-line-strong max-sm:flex-1"
  >
    {ways.map(([show, label]) => (
      <Link
        key={label}
        to="/deals"
        search={{ ...search, show }}
        activeOptions={{ exact: true, includeSearch: true }}
        className="ring-inset-focus grid flex-1 place-items-center px-2.5 font-medium text-muted not-first:border-l hover:bg-hover hover:text-ink aria-[current=page]:bg-selected aria-[current=page]:text-ink"
      >
        {label}
      </Link>
    ))}
  </nav>
);

interface PipelineChoiceProps {
  pipelines: Pipeline[];
  value: string | undefined;
  onChange: (id: string) => void;
}

/** Which pipeline the board is of, where there are several. */
const PipelineChoice = ({ pipelines, value, onChange }: PipelineChoiceProps) =>
  pipelines.length > 1 && (
    <Select
      aria-label="Pipeline"
      value={value}
      onChange={({ target }) => onChange(target.value)}
      className="w-32 sm:w-36"
    >
      {pipelines.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
