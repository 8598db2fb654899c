import { Hourglass } from "lucide-react";
import { count } from "@/lib/format";
import { Badge } from "@/ui/badge";
import type { Queued } from "./api";

/** "40 min", "5 h", "2 days": a stretch of time in one unit. */
export function stretch(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  if (minutes < 90) return `${minutes.toString()} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours.toString()} h` : `${Math.round(hours / 24).toString()} days`;
}

/** Why this one comes before the next: the three factors of what waiting costs. */
export function WhyFirst({ turn }: { turn: Queued["turn"] }) {
  const late = turn.due_in_s < 0;
  const number = (value: number) => count(Math.round(value * 10) / 10);
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 px-1 text-sm text-muted">
      <Hourglass className="size-3.5 shrink-0 text-subtle" aria-hidden />
      <Badge tone={late ? "bad" : turn.pressure > 3 ? "warn" : "plain"}>
        {late ? `${stretch(turn.due_in_s)} overdue` : `${stretch(turn.due_in_s)} left`}
      </Badge>
      <span title="What waiting costs = value at stake × urgency × pressure of time">
        Why now: {count(Math.round(turn.stake))} at stake × {number(turn.urgency)} urgency ×{" "}
        {number(turn.pressure)} time pressure ={" "}
        <span className="font-medium text-ink tabular-nums">{count(Math.round(turn.cost))}</span>
      </span>
    </p>
  );
}
