import { CalendarRange } from "lucide-react";
import { count, money } from "@/lib/format";
import { Section } from "@/ui/page";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import type { useForecast } from "./api";

const monthOf = (day: string | null) =>
  day
    ? new Date(`${day}T00:00`).toLocaleDateString(navigator.language, { month: "short", year: "numeric" })
    : "No date yet";

/** What open deals should bring in each month, and what of it is likely. */
export function ForecastTable({ query }: { query: ReturnType<typeof useForecast> }) {
  if (query.isPending) return <SkeletonRows rows={6} />;
  if (!query.data) {
    return <Failed error={query.error} what="The forecast" onRetry={() => void query.refetch()} />;
  }
  if (query.data.months.length === 0) {
    return (
      <Empty icon={<CalendarRange aria-hidden />} title="No open deals">
        Open deals are shown by the month in which they should close.
      </Empty>
    );
  }
  return (
    <Section
      title="Open deals by expected close"
      note="Weighted: each amount times its stage's chance of winning"
    >
      <table className="w-full text-sm">
        <thead>
          <tr className="text-subtle [&>th]:border-b [&>th]:px-2 sm:[&>th]:px-4 [&>th]:py-2 [&>th]:font-medium">
            <th scope="col" className="text-left">
              Month
            </th>
            <th scope="col" className="hidden text-right sm:table-cell">
              Deals
            </th>
            <th scope="col" className="text-right">
              Value
            </th>
            <th scope="col" className="text-right">
              Weighted
            </th>
          </tr>
        </thead>
        <tbody>
          {query.data.months.map(({ month, count: deals, totals }) => (
            <tr
              key={month}
              className="align-top tabular-nums [&>*]:border-b [&>*]:px-2 sm:[&>*]:px-4 [&>*]:py-2 [&>td]:whitespace-nowrap"
            >
              <th scope="row" className="text-left font-medium">
                {monthOf(month)}
              </th>
              <td className="hidden text-right sm:table-cell">{count(deals)}</td>
              <td className="text-right">
                {totals.map(({ currency, amount }) => (
                  <span key={currency} className="block">
                    {money(amount, currency)}
                  </span>
                ))}
              </td>
              <td className="text-right font-medium">
                {totals.map(({ currency, weighted }) => (
                  <span key={currency} className="block">
                    {money(weighted, currency)}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
