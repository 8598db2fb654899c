import { count } from "@/lib/format";

interface ProgressProps {
  label: string;
  done: number;
  total: number;
}

/** How far something is that runs in the background. */
export function Progress({ label, done, total }: ProgressProps) {
  const share = total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : 0;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="font-medium">{label}</span>
        <span className="text-muted tabular-nums">
          {total > 0 ? `${count(done)} of ${count(total)} rows` : "…"}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={share}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-2 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width]"
          style={{ width: `${share.toString()}%` }}
        />
      </div>
    </div>
  );
}
