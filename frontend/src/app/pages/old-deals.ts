import type { ViewSearch } from "@/features/records/view-state";

type Way = "list" | "forecast" | undefined;

const filters: [name: string, filter: (value: string) => string][] = [
  ["pipeline", (id) => `pipeline:eq:${id}`],
  ["owner", (id) => `owner:eq:${id}`],
  ["min", (amount) => `amount:gte:${amount}`],
  ["days", (days) => `stage_entered_at:lte:-${days}d`],
];

/** What an address says now that named its ways and its filters as the deals page once did. */
export function nowOf(old: Record<string, unknown>): ViewSearch & { show?: Way } {
  const said = (name: string) => (old[name] === undefined ? undefined : String(old[name]));
  const filter = filters.flatMap(([name, now]) => {
    const value = said(name);
    return value ? [now(value)] : [];
  });
  const view = said("view");
  return {
    q: said("q"),
    sort: said("sort"),
    filter: filter.length > 0 ? filter : undefined,
    show: view === "list" || view === "forecast" ? view : undefined,
  };
}
