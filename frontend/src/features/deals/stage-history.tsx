import { Section } from "@/ui/page";
import { When } from "@/ui/time";
import type { DealDetail } from "./api";
import { duration } from "./words";

/** The stages a deal has been in, newest first, and how long it stayed. */
export const StageHistory = ({ deal }: { deal: DealDetail }) => (
  <Section title="Way through the stages">
    <ol>
      {deal.history.map(({ stage_name, entered_at, left_at, seconds, by }) => (
        <li key={entered_at} className="flex gap-3 border-b px-4 py-2 text-sm last:border-0">
          <span className="min-w-0 flex-1">
            <span className="block font-medium">{stage_name}</span>
            <span className="block text-subtle">
              <When at={entered_at} />
              {by && ` by ${by.name}`}
            </span>
          </span>
          <span className="text-muted tabular-nums">
            {duration(seconds)}
            {!left_at && " so far"}
          </span>
        </li>
      ))}
    </ol>
  </Section>
);
