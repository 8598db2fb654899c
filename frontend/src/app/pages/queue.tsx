import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useActions } from "@/lib/actions";
import { plural } from "@/lib/format";
import { IconButton } from "@/ui/button";
import { Skeleton } from "@/ui/states";

/** Going through a queue one by one: where one is, what is done, and what comes back when it was refused. */
export function useQueue<Item extends { id: string }>(rows: Item[], thing: string, more: () => void) {
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState(0);
  const waiting = once(rows).filter(({ id }) => !done.has(id));
  const index = Math.min(at, Math.max(0, waiting.length - 1));
  const move = (step: number) => setAt(Math.min(waiting.length - 1, Math.max(0, index + step)));
  const settle = (id: string, sent: Promise<unknown>) => {
    setDone(new Set([...done, id]));
    if (waiting.length < 5) more();
    sent.catch(() => setDone((before) => new Set([...before].filter((other) => other !== id))));
  };
  useActions("Queue", [
    { label: `Next ${thing}`, keys: "j", run: () => move(1), keyOnly: true },
    { label: `Previous ${thing}`, keys: "k", run: () => move(-1), keyOnly: true },
  ]);
  return { item: waiting[index], index, left: waiting.length, done: done.size, move, settle };
}

/** Each once: a page fetched later may repeat one that has moved. */
const once = <Row extends { id: string }>(rows: Row[]) => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];

export function Pager({
  index,
  total,
  move,
}: {
  index: number;
  total: number;
  move: (step: number) => void;
}) {
  return (
    <>
      <span className="text-sm text-muted tabular-nums">
        {index + 1} of {total}
      </span>
      <IconButton label="Previous" tone="plain" onClick={() => move(-1)} disabled={index === 0}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <IconButton label="Next" tone="plain" onClick={() => move(1)} disabled={index >= total - 1}>
        <ChevronRight aria-hidden />
      </IconButton>
    </>
  );
}

/** How much of this sitting is done. */
export function Progress({ done, left, what }: { done: number; left: number; what: string }) {
  if (done === 0) return null;
  const total = done + left;
  return (
    <div className="mb-4">
      <p className="mb-1.5 flex justify-between text-sm text-muted">
        <span>{plural(done, what)} made</span>
        <span>{left} to go</span>
      </p>
      <div
        role="progressbar"
        aria-label="Progress through the queue"
        aria-valuenow={done}
        aria-valuemin={0}
        aria-valuemax={total}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full bg-accent transition-[width]"
          style={{ width: `${((done / total) * 100).toString()}%` }}
        />
      </div>
    </div>
  );
}

export const QueuePlaceholder = () => (
  <div role="status" aria-label="Loading the queue" className="grid gap-3">
    {[32, 72].map((height) => (
      <div key={height} className="space-y-3 rounded-lg border bg-surface p-4" style={{ height: height * 4 }}>
        <Skeleton className="h-4 w-1/3" />
        <Skeleton className="h-3 w-11/12" />
        <Skeleton className="h-3 w-3/4" />
      </div>
    ))}
  </div>
);
