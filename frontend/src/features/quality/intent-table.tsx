import { PowerOff } from "lucide-react";
import type { ReactNode } from "react";
import { count, moment } from "@/lib/format";
import { intentName } from "@/lib/intents";
import { useMedia } from "@/lib/media";
import { Section } from "@/ui/page";
import { Scroller } from "@/ui/scroller";
import { Notice } from "@/ui/states";
import type { IntentQuality } from "./api";
import { exact, shareWords } from "./words";

const columns = ["Messages", "By itself", "Approved", "Edited", "Rejected", "Handed over"] as const;

interface TableProps {
  rows: IntentQuality[];
  days: number;
  /** The switch of an intent's mode, beside its figures. */
  modeOf: (row: IntentQuality) => ReactNode;
}

/**
 * What became of each kind of message, with the switch beside the figures that speak for or against it; on a
 * narrow screen a card for each, so that no figure is off screen.
 */
export function IntentTable({ rows, days, modeOf }: TableProps) {
  const wide = useMedia("(min-width: 40rem)");
  const off = rows.filter(({ off_reason }) => off_reason);
  return (
    <Section title="Per intent" note={`Messages of the last ${days.toString()} days`}>
      {off.map(({ intent, off_reason, off_at }) => (
        <Notice key={intent} tone="warn" icon={<PowerOff aria-hidden />} className="m-3 mb-0">
          <strong className="font-medium">{intentName(intent)}:</strong> {off_reason}{" "}
          {off_at && <span className="whitespace-nowrap">{moment(off_at)}.</span>}
        </Notice>
      ))}
      {!wide && rows.map((row) => <Card key={row.intent} row={row} mode={modeOf(row)} />)}
      {wide && (
        <Scroller aria-label="Per intent">
          <table className="w-full text-right text-sm tabular-nums">
            <thead className="text-xs text-subtle">
              <tr className="border-b">
                <th scope="col" className="sticky left-0 bg-surface px-4 py-2 text-left font-medium">
                  Intent
                </th>
                {columns.map((column) => (
                  <th key={column} scope="col" className="px-2 py-2 font-medium whitespace-nowrap">
                    {column}
                  </th>
                ))}
                <th scope="col" className="px-2 py-2 font-medium">
                  Judged good
                </th>
                <th scope="col" className="px-4 py-2 text-left font-medium">
                  Mode
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={row.intent} row={row} mode={modeOf(row)} />
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
    </Section>
  );
}

const countsOf = (row: IntentQuality) =>
  [row.volume, row.by_itself, row.approved, row.edited, row.rejected, row.escalated] as const;

function Card({ row, mode }: { row: IntentQuality; mode: ReactNode }) {
  return (
    <article aria-label={intentName(row.intent)} className="border-b px-4 py-3 last:border-0">
      <h3 className="text-sm font-medium">{intentName(row.intent)}</h3>
      <dl className="mt-2 grid grid-cols-3 gap-x-3 gap-y-1.5 text-sm tabular-nums">
        {countsOf(row).map((value, place) => (
          <div key={columns[place]}>
            <dt className="text-xs text-subtle">{columns[place]}</dt>
            <dd className={value ? "" : "text-subtle"}>{count(value)}</dd>
          </div>
        ))}
        <div className="col-span-3">
          <dt className="text-xs text-subtle">Judged good</dt>
          <dd>
            <Judged good={row.judged_good} />
          </dd>
        </div>
      </dl>
      <div className="mt-2.5">{mode}</div>
    </article>
  );
}

function Judged({ good }: { good: IntentQuality["judged_good"] }) {
  if (good.n === 0) return <span className="text-subtle">None yet</span>;
  return (
    <>
      <span className={good.value === null ? "text-subtle" : ""}>{shareWords(good)}</span>
      <span className="block text-xs text-subtle">
        {good.part} of {good.n}
        {good.low !== null && good.high !== null && `, ${exact(good.low)} to ${exact(good.high)}`}
      </span>
    </>
  );
}

function Line({ row, mode }: { row: IntentQuality; mode: ReactNode }) {
  return (
    <tr className="border-b last:border-0">
      <th scope="row" className="sticky left-0 bg-surface px-4 py-2 text-left font-medium whitespace-nowrap">
        {intentName(row.intent)}
      </th>
      {countsOf(row).map((value, place) => (
        <td key={columns[place]} className={value ? "px-2 py-2" : "px-2 py-2 text-subtle"}>
          {count(value)}
        </td>
      ))}
      <td className="px-2 py-2 whitespace-nowrap">
        <Judged good={row.judged_good} />
      </td>
      <td className="px-4 py-2 text-left whitespace-nowrap">{mode}</td>
    </tr>
  );
}
