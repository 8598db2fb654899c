import { Link } from "@tanstack/react-router";
import { RotateCcw, Webhook } from "lucide-react";
import { plural } from "@/lib/format";
import { Badge, Dot } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { type Subscription, standing, useBinned, useRestore, useSubscriptions } from "./api";

/** Who is told of what happens here, and how well that goes. */
export function SubscriptionList({ action }: { action?: React.ReactNode }) {
  const query = useSubscriptions();
  if (query.isPending) return <SkeletonRows rows={3} className="h-16" />;
  if (query.isError) {
    return <Failed error={query.error} what="Webhooks" onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      {query.data.items.length === 0 ? (
        <Empty icon={<Webhook aria-hidden />} title="No webhook yet" action={action}>
          Another system is told at once when a deal is won, a customer writes or a contact changes.
        </Empty>
      ) : (
        <ul className="overflow-hidden rounded-lg border bg-surface">
          {query.data.items.map((one) => (
            <Row key={one.id} row={one} />
          ))}
        </ul>
      )}
      <Bin />
    </>
  );
}

function Row({ row }: { row: Subscription }) {
  const { label, tone } = standing(row);
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2.5 last:border-0 hover:bg-hover">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/settings/webhooks/$subscriptionId"
            params={{ subscriptionId: row.id }}
            className="min-w-0 truncate font-medium after:absolute after:inset-0"
          >
            {row.name}
          </Link>
          <Badge tone={tone}>
            <Dot tone={tone} /> {label}
          </Badge>
        </p>
        <p className="truncate text-sm text-muted" title={row.url}>
          {row.url}
        </p>
      </div>
      <p className="text-sm text-subtle">
        {row.types.includes("*") ? "Everything" : plural(row.types.length, "event type")} ·{" "}
        {row.last_success_at ? (
          <>
            told <When at={row.last_success_at} />
          </>
        ) : (
          "nothing told yet"
        )}
      </p>
    </li>
  );
}

function Bin() {
  const rows = useBinned().data?.items ?? [];
  const restore = useRestore();
  if (rows.length === 0) return null;
  return (
    <details className="mt-4 text-sm">
      <summary className="cursor-pointer text-muted hover:text-ink">
        {plural(rows.length, "webhook")} in the bin
      </summary>
      <ul className="mt-2 rounded-lg border bg-surface">
        {rows.map((one) => (
          <li key={one.id} className="flex items-center gap-3 border-b px-4 py-2 last:border-0">
            <span className="min-w-0 flex-1 truncate">{one.name}</span>
            <Button
              size="sm"
              aria-label={`Restore ${one.name}`}
              onClick={() =>
                restore.mutate(
                  { params: { path: { subscription_id: one.id } } },
                  {
                    onSuccess: () => done(`${one.name} is back`),
                    onError: (error) => refused("The webhook was not restored", error),
                  },
                )
              }
            >
              <RotateCcw aria-hidden /> Restore
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
