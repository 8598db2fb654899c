import { Plus } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { count } from "@/lib/format";
import { soon } from "@/lib/soon";
import { useVirtual } from "@/lib/virtual";
import { Button, IconButton } from "@/ui/button";
import { Scroller } from "@/ui/scroller";
import { type Column, type Deal, type Narrowed, readOn, type Stage } from "./api";
import { Card } from "./card";
import { grips, useSpot } from "./dragged";
import { Totals } from "./totals";

const QuickCreate = soon(async () => (await import("./quick-create")).QuickCreate);

interface ColumnProps {
  column: Column;
  stages: Stage[];
  /** What its deals are moved into, if it is being removed: it takes none in. */
  goesInto?: string;
  narrowed: Narrowed;
  pipelineId: string;
  /** Before which card the moving one would land; its column only. */
  landing?: number;
  moving?: string;
  lifted?: string;
  creates: boolean;
  onHandleKey: (deal: Deal, event: KeyboardEvent) => void;
  onMoveTo: (deal: Deal, stageId: string) => void;
  onMore: (column: Column) => void;
  note: (deal: Deal) => ReactNode;
}

const CARD = 92;

/** A stage: its sums, and its cards, of which only those in sight are drawn. */
export function BoardColumn(props: ColumnProps) {
  const { column, landing, goesInto } = props;
  const creates = props.creates && goesInto === undefined;
  const { stage } = column;
  const [creating, setCreating] = useState(false);
  const frame = useRef<HTMLElement>(null);
  useSpot(frame, { id: `stage:${stage.id}`, stageId: stage.id, shut: goesInto !== undefined });
  return (
    <section
      ref={frame}
      aria-label={stage.name}
      className={cn(
        "flex w-72 shrink-0 snap-start flex-col rounded-lg border bg-sunken",
        landing !== undefined && "border-accent",
      )}
    >
      <header className="border-b px-3 py-2">
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 flex-1 truncate text-sm">
            {stage.name} <span className="font-normal text-subtle">{count(column.count)}</span>
          </h2>
          <span className="text-xs text-subtle" title="Chance of winning">
            {stage.probability}%
          </span>
          {creates && stage.outcome === "open" && (
            <IconButton label={`Add a deal to ${stage.name}`} size="iconSm" onClick={() => setCreating(true)}>
              <Plus aria-hidden />
            </IconButton>
          )}
        </div>
        {goesInto !== undefined && <p className="text-xs text-subtle">Its deals go on to {goesInto}</p>}
        <Totals totals={column.totals} />
      </header>
      {creating && (
        <QuickCreate pipelineId={props.pipelineId} stageId={stage.id} onClose={() => setCreating(false)} />
      )}
      <Cards {...props} />
    </section>
  );
}

function Cards({ column, landing, moving, narrowed, onMore, ...rest }: ColumnProps) {
  const scroller = useRef<HTMLElement>(null);
  const [busy, setBusy] = useState(false);
  const { items } = column;
  const { scrollTo, ...virtual } = useVirtual({
    count: items.length,
    scroller,
    estimate: CARD,
    keyOf: useCallback((index: number) => items[index]?.id ?? index, [items]),
    gap: 8,
    padding: 8,
    overscan: 6,
  });
  const keyboard = landing !== undefined && rest.lifted !== undefined;
  useEffect(() => {
    if (!keyboard) return;
    scroller.current?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    if (items.length > 0) scrollTo(Math.min(landing, items.length - 1));
  }, [keyboard, landing, items.length, scrollTo]);
  const more = async () => {
    setBusy(true);
    try {
      onMore(await readOn(column, narrowed, items.length + 1));
    } finally {
      setBusy(false);
    }
  };
  // The line stands before a card of the column without the moving one.
  const others = items.filter(({ id }) => id !== moving);
  const before = landing === undefined ? undefined : others[landing]?.id;
  const atEnd = landing !== undefined && before === undefined;
  return (
    <Scroller ref={scroller} aria-label={`Cards in ${column.stage.name}`} className="min-h-24 flex-1">
      {items.length === 0 && landing === undefined && (
        <p className="px-3 py-4 text-center text-sm text-subtle">No deals in this stage</p>
      )}
      <ul className="relative" style={{ height: virtual.total }}>
        {virtual.items.map((item) => {
          const deal = items[item.index];
          if (!deal) return null;
          return (
            <li
              key={deal.id}
              data-index={item.index}
              ref={virtual.measure}
              className="absolute inset-x-2 top-0"
              style={{ transform: `translateY(${item.start.toString()}px)` }}
            >
              {before === deal.id && <Line className="-top-1.5" />}
              <Movable
                deal={deal}
                shut={rest.goesInto !== undefined}
                dragged={moving === deal.id && rest.lifted !== deal.id}
                {...rest}
              />
            </li>
          );
        })}
        {atEnd && <Line className="inset-x-2 bottom-1" />}
      </ul>
      {column.next_cursor && (
        <div className="grid place-items-center pb-2">
          <Button size="sm" tone="quiet" busy={busy} onClick={() => void more()}>
            {count(column.count - items.length)} more
          </Button>
        </div>
      )}
    </Scroller>
  );
}

const Line = ({ className }: { className: string }) => (
  <span aria-hidden data-landing className={cn("absolute inset-x-0 h-1 rounded-full bg-accent", className)} />
);

type MovableProps = Pick<ColumnProps, "stages" | "lifted" | "onHandleKey" | "onMoveTo" | "note"> & {
  deal: Deal;
  shut: boolean;
  dragged: boolean;
};

function Movable({ deal, shut, dragged, stages, lifted, onHandleKey, onMoveTo, note }: MovableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { id, stage, editable } = deal;
  useSpot(frame, { id: `card:${id}`, stageId: stage.id, cardId: id, shut, movable: editable });
  return (
    <div ref={frame} className={cn(dragged && "opacity-40")}>
      <Card
        deal={deal}
        stages={stages}
        lifted={lifted === id}
        grip={{
          onMouseDown: (event) => grips.get(id)?.onMouseDown?.(event),
          onTouchStart: (event) => grips.get(id)?.onTouchStart?.(event),
        }}
        onHandleKey={(event) => onHandleKey(deal, event)}
        onMoveTo={(stageId) => onMoveTo(deal, stageId)}
      >
        {note(deal)}
      </Card>
    </div>
  );
}
