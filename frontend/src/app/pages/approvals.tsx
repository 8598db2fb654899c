import { Link } from "@tanstack/react-router";
import { CheckCheck, ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useApprovalQueue } from "@/features/suggestions/api";
import { QueueItem } from "@/features/suggestions/queue-item";
import { useActions } from "@/lib/actions";
import { rowsOf } from "@/lib/api";
import { plural } from "@/lib/format";
import { Button, IconButton } from "@/ui/button";
import { Page } from "@/ui/page";
import { Empty, Failed, Skeleton } from "@/ui/states";

/** One suggestion at a time, made for doing fifty in ten minutes without a mistake. */
export function Approvals() {
  const query = useApprovalQueue();
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState(0);
  const waiting = once(rowsOf(query.data)).filter(({ id }) => !decided.has(id));
  const index = Math.min(at, Math.max(0, waiting.length - 1));
  const item = waiting[index];
  const move = (step: number) => setAt(Math.min(waiting.length - 1, Math.max(0, index + step)));
  const settle = (id: string, sent: Promise<unknown>) => {
    setDecided(new Set([...decided, id]));
    if (waiting.length < 5 && query.hasNextPage) void query.fetchNextPage();
    sent.catch(() => setDecided((before) => new Set([...before].filter((other) => other !== id))));
  };
  useActions("Queue", [
    { label: "Next suggestion", keys: "j", run: () => move(1), keyOnly: true },
    { label: "Previous suggestion", keys: "k", run: () => move(-1), keyOnly: true },
  ]);
  return (
    <Page
      title="Approvals"
      narrow
      centre
      note="First what it costs most to leave waiting."
      actions={item && <Pager index={index} total={waiting.length} move={move} />}
    >
      <Progress done={decided.size} left={waiting.length} />
      {query.isPending ? (
        <Placeholder />
      ) : query.isError && waiting.length === 0 ? (
        <Failed error={query.error} what="The queue" onRetry={() => void query.refetch()} />
      ) : item ? (
        <QueueItem key={item.id} item={item} onDecided={(sent) => settle(item.id, sent)} />
      ) : (
        <AllDone done={decided.size} />
      )}
    </Page>
  );
}

/** Each once: a page fetched later may repeat one that has moved. */
const once = <Row extends { id: string }>(rows: Row[]) => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];

function Pager({ index, total, move }: { index: number; total: number; move: (step: number) => void }) {
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
function Progress({ done, left }: { done: number; left: number }) {
  if (done === 0) return null;
  const total = done + left;
  return (
    <div className="mb-4">
      <p className="mb-1.5 flex justify-between text-sm text-muted">
        <span>{plural(done, "decision")} made</span>
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

const AllDone = ({ done }: { done: number }) => (
  <Empty
    icon={<CheckCheck aria-hidden />}
    title={done > 0 ? `All decided: ${done.toString()} in this sitting` : "Nothing waits for approval"}
    action={
      <Button asChild>
        <Link to="/inbox" search={{ view: "escalated" }}>
          See what only a person can answer
        </Link>
      </Button>
    }
  >
    New drafts appear here by themselves.
  </Empty>
);

const Placeholder = () => (
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
