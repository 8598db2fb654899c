import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Count } from "@/ui/badge";
import type { ListQuery } from "@/ui/more";
import { Section } from "@/ui/page";
import { Failed, Skeleton } from "@/ui/states";

interface BlockProps {
  title: string;
  count: number | undefined;
  query: ListQuery;
  empty: boolean;
  nothing: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** One list of the work list, in its four states. */
export function Block({ title, count, query, empty, nothing, aside, children }: BlockProps) {
  return (
    <Section
      title={
        <span className="flex items-center gap-1.5">
          {title} <Count value={count} />
        </span>
      }
      aside={aside}
    >
      {query.isPending ? (
        <BlockPlaceholder />
      ) : query.isError && empty ? (
        <Failed error={query.error} what={title} onRetry={() => query.refetch()} className="py-8" />
      ) : empty ? (
        <p className="flex items-center gap-2 px-4 py-4 text-muted">
          <CircleCheck className="size-4 text-ok" aria-hidden /> {nothing}
        </p>
      ) : (
        children
      )}
    </Section>
  );
}

const BlockPlaceholder = () => (
  <div role="status" aria-label="Loading">
    {[0, 1, 2].map((row) => (
      <div key={row} className="flex h-14 items-center gap-3 border-b px-4 last:border-0">
        <Skeleton className="size-7 rounded-full" />
        <div className="flex-1 space-y-2">
          <Skeleton className="h-3 w-2/5" />
          <Skeleton className="h-3 w-3/5" />
        </div>
      </div>
    ))}
  </div>
);
