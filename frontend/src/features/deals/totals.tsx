import { cn } from "@/lib/cn";
import { money } from "@/lib/format";
import type { Total } from "./api";

/** Sums, one for each currency, and what they weigh by the chance of winning. */
export function Totals({ totals, className }: { totals: Total[]; className?: string }) {
  return (
    <span className={cn("block text-xs tabular-nums", className)}>
      {totals.length === 0 && <span className="text-subtle">–</span>}
      {totals.map(({ currency, amount, weighted }) => (
        <span key={currency} className="flex flex-wrap gap-x-2">
          <span className="font-medium text-ink">{money(amount, currency)}</span>
          <span className="text-subtle" title="Weighted by the chance of winning">
            {money(weighted, currency)} weighted
          </span>
        </span>
      ))}
    </span>
  );
}
