import { Link } from "@tanstack/react-router";
import { cn } from "@/lib/cn";
import { count, sentence } from "@/lib/format";
import { Section } from "@/ui/page";
import { Scroller } from "@/ui/scroller";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { type JobStatus, type QueueCounts, useJobCounts } from "./api";

/** Each queue: what waits, what runs, what died, and how far behind it is. */
export function Queues() {
  const query = useJobCounts();
  return (
    <Section title="Queues" note="Every figure opens its jobs. Refreshed every ten seconds.">
      {query.isPending ? (
        <SkeletonRows rows={4} />
      ) : query.isError ? (
        <Failed error={query.error} what="Queues" onRetry={() => void query.refetch()} />
      ) : query.data.queues.length === 0 ? (
        <Empty title="No job has run yet">The first message or product makes the first jobs.</Empty>
      ) : (
        <QueueTable rows={query.data.queues} />
      )}
    </Section>
  );
}

const numeric = "px-3 py-2 text-right tabular-nums";

function QueueTable({ rows }: { rows: QueueCounts[] }) {
  return (
    <Scroller aria-label="Queues, table">
      <table className="w-full text-sm">
        <thead>
          <tr className="text-subtle">
            <th scope="col" className="px-4 py-2 text-left font-medium">
              Queue
            </th>
            {["Dead", "Retrying", "Pending", "Running", "Done last hour"].map((name) => (
              <th key={name} scope="col" className={cn(numeric, "font-medium whitespace-nowrap max-sm:px-2")}>
                {name}
              </th>
            ))}
            <th scope="col" className="px-4 py-2 text-right font-medium whitespace-nowrap">
              Oldest due
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.queue} className="border-t">
              <th scope="row" className="px-4 py-2.5 text-left font-medium">
                {row.queue === "ai" ? "AI" : sentence(row.queue)}
              </th>
              <Cell row={row} status="dead" tone="font-semibold text-bad-text" />
              <Cell row={row} status="retrying" tone="font-semibold text-warn-text" />
              <Cell row={row} status="pending" />
              <Cell row={row} status="running" />
              <td className={numeric}>{count(row.done_last_hour)}</td>
              <td className="px-4 py-2 text-right text-muted">
                {row.oldest_due_at ? <When at={row.oldest_due_at} /> : "nothing waits"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

interface CellProps {
  row: QueueCounts;
  status: JobStatus & keyof QueueCounts;
  tone?: string;
}

function Cell({ row, status, tone }: CellProps) {
  const value = row[status];
  return (
    <td className={cn(numeric, value > 0 ? tone : "text-subtle")}>
      <Link
        to="/operations/jobs"
        search={{ status, queue: row.queue }}
        aria-label={`${count(value)} ${status} in ${row.queue}`}
        className="-mx-3 -my-2.5 block rounded-sm px-3 py-2.5 hover:underline"
      >
        {count(value)}
      </Link>
    </td>
  );
}
