import { count } from "@/lib/format";
import { Section } from "@/ui/page";
import type { Quality } from "./api";

/** Why drafts were not sent by themselves, the most frequent reason first. */
export function Held({ quality }: { quality: Quality }) {
  const { held_because: reasons, days } = quality;
  const most = Math.max(1, ...reasons.map(({ n }) => n));
  return (
    <Section
      title="Why drafts were held"
      note={`The most frequent reasons of the last ${days.toString()} days; a draft can have several`}
      padded
    >
      {reasons.length === 0 && <p className="text-muted">No draft was held.</p>}
      <ul className="grid gap-2.5">
        {reasons.map(({ reason, n }) => (
          <li key={reason} className="text-sm">
            <span className="flex items-baseline justify-between gap-3">
              <span className="min-w-0">{reason}</span>
              <span className="font-medium tabular-nums">{count(n)}</span>
            </span>
            <span aria-hidden className="mt-1 block h-1.5 overflow-hidden rounded-full bg-line">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${((n / most) * 100).toString()}%` }}
              />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
