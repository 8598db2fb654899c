import type { ReactNode } from "react";

interface ProgressBarProps {
  value: number;
  max: number;
  /** How far it is, in words. */
  label: string;
  children?: ReactNode;
}

/** How much of a piece of work is done; what is said below it tells the rest. */
export const ProgressBar = ({ value, max, label, children }: ProgressBarProps) => (
  <div>
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      className="h-1.5 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset"
    >
      <div
        className="h-full rounded-full bg-accent transition-[width] duration-500 motion-reduce:transition-none"
        style={{ width: `${((value / Math.max(1, max)) * 100).toString()}%` }}
      />
    </div>
    <p className="mt-1.5 flex flex-wrap justify-between gap-x-3 text-sm text-muted tabular-nums">
      <span>{label}</span>
      {children}
    </p>
  </div>
);
