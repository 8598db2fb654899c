import { CircleAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { problemOf } from "@/lib/problem";
import { Button } from "./button";

export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={cn("block animate-pulse rounded-md bg-line", className)} />
);

/** Rows of a list to come, in the list's own height. */
export function SkeletonRows({ rows = 8, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div
          key={`row-${row.toString()}`}
          className={cn("flex h-11 items-center gap-4 border-b px-4 last:border-0", className)}
        >
          <Skeleton className="h-3 w-2/5" />
          <Skeleton className="h-3 w-1/5" />
          <Skeleton className="ml-auto h-3 w-16" />
        </div>
      ))}
    </div>
  );
}

interface EmptyProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** Nothing here, and what to do about it. */
export const Empty = ({ icon, title, children, action, className }: EmptyProps) => (
  <div className={cn("mx-auto flex max-w-md flex-col items-center px-6 py-14 text-center", className)}>
    {icon && (
      <span className="mb-3 grid size-10 place-items-center rounded-lg border bg-surface text-subtle [&_svg]:size-5">
        {icon}
      </span>
    )}
    <p className="font-medium">{title}</p>
    {children && <div className="mt-1 text-muted">{children}</div>}
    {action && <div className="mt-4">{action}</div>}
  </div>
);

interface FailedProps {
  error: unknown;
  what: string;
  onRetry?: () => void;
  className?: string;
}

/** What went wrong, that nothing was lost, and another try. */
export function Failed({ error, what, onRetry, className }: FailedProps) {
  const problem = problemOf(error);
  return (
    <div
      role="alert"
      className={cn("mx-auto flex max-w-md flex-col items-center px-6 py-14 text-center", className)}
    >
      <span className="mb-3 grid size-10 place-items-center rounded-lg bg-bad-soft text-bad-text">
        <CircleAlert className="size-5" aria-hidden />
      </span>
      <p className="font-medium">{problem.status === 404 ? "Not found" : `${what} could not be loaded`}</p>
      <p className="mt-1 text-muted">{problem.detail}</p>
      {onRetry && (
        <Button className="mt-4" onClick={onRetry}>
          <RotateCw aria-hidden /> Try again
        </Button>
      )}
    </div>
  );
}

/** A quiet line of trouble inside a form or panel. */
export const Notice = ({
  tone = "info",
  icon,
  children,
  className,
}: {
  tone?: "info" | "ok" | "warn" | "bad";
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) => {
  const tones = {
    info: "bg-info-soft text-info-text",
    ok: "bg-ok-soft text-ok-text",
    warn: "bg-warn-soft text-warn-text",
    bad: "bg-bad-soft text-bad-text",
  };
  return (
    <div
      role={tone === "bad" ? "alert" : undefined}
      className={cn(
        "flex items-start gap-2 rounded-md px-3 py-2 text-sm [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0",
        tones[tone],
        className,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
};
