import { CircleCheck, RotateCw } from "lucide-react";
import { plural } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { type JobGroup, useJobGroups, useRetryJobs } from "./api";

/** Retry the dead jobs of one cause, or all of them. */
function useRetryDead() {
  const retry = useRetryJobs();
  const run = (fingerprint?: string) =>
    retry.mutate(
      { body: { status: "dead", ...(fingerprint && { fingerprint }) } },
      {
        onSuccess: ({ count }) => done(`${plural(count, "job")} will run again`),
        onError: (error) => refused("Nothing was retried", error),
      },
    );
  return { run, busy: retry.isPending };
}

export function RetryAll() {
  const { run, busy } = useRetryDead();
  const writes = useCan("operations:write");
  const any = (useJobGroups().data?.items.length ?? 0) > 0;
  if (!writes || !any) return null;
  return (
    <Button onClick={() => run()} busy={busy}>
      <RotateCw aria-hidden /> Retry all
    </Button>
  );
}

/** What failed for good, grouped by cause: mend the cause, then retry the group. */
export function DeadLetters({ onOpen }: { onOpen: (fingerprint: string) => void }) {
  const query = useJobGroups();
  if (query.isPending) return <SkeletonRows rows={4} className="h-20" />;
  if (query.isError)
    return <Failed error={query.error} what="Dead letters" onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0) {
    return (
      <Empty icon={<CircleCheck aria-hidden />} title="Nothing has failed for good">
        Jobs that still fail after their last try are kept here until somebody retries them.
      </Empty>
    );
  }
  return (
    <ul className="grid gap-3">
      {query.data.items.map((group) => (
        <Group key={`${group.fingerprint}-${group.subscriber}`} group={group} onOpen={onOpen} />
      ))}
    </ul>
  );
}

function Group({ group, onOpen }: { group: JobGroup; onOpen: (fingerprint: string) => void }) {
  const { run, busy } = useRetryDead();
  const writes = useCan("operations:write");
  return (
    <li className="rounded-lg border bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Badge tone="bad" className="tabular-nums">
          {plural(group.count, "job")}
        </Badge>
        <span className="min-w-0 flex-1 truncate font-medium">{group.subscriber}</span>
        <span className="text-sm text-subtle">
          last <When at={group.last_at} />
        </span>
        <Button size="sm" onClick={() => onOpen(group.fingerprint)}>
          Show
        </Button>
        {writes && (
          <Button size="sm" tone="primary" onClick={() => run(group.fingerprint)} busy={busy}>
            <RotateCw aria-hidden /> Retry
          </Button>
        )}
      </div>
      <pre className="mt-2.5 max-h-32 overflow-auto rounded-md bg-sunken p-2.5 font-mono text-xs whitespace-pre-wrap text-muted [overflow-wrap:anywhere]">
        {group.error || "No error was recorded."}
      </pre>
    </li>
  );
}
