import { plural } from "@/lib/format";
import { Section } from "@/ui/page";
import type { Calibration as Figures } from "./api";
import { Reliability } from "./reliability";
import { RiskCurve } from "./risk-curve";
import { agreement, exact } from "./words";

const Small = ({ label, value, note }: { label: string; value: string; note: string }) => (
  <div title={note}>
    <dt className="text-xs text-subtle">{label}</dt>
    <dd className="text-md font-semibold tabular-nums">{value}</dd>
  </div>
);

/** Whether the confidence can be trusted, and what another threshold would mean. */
export function Calibration({ calibration, days }: { calibration: Figures; days: number }) {
  const { n, fewest, ece, brier, aurc, coverage_at_risk, risk } = calibration;
  const period = `${plural(n, "decision")} in the last ${days.toString()} days`;
  if (ece === null || brier === null || aurc === null)
    return (
      <Section title="Is the confidence right?" note={period} padded>
        <p className="text-muted">
          Too few decisions to say: {n} of the {fewest} that it takes. Every approval, change, refusal and
          verdict counts.
        </p>
      </Section>
    );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Section title="Is the confidence right?" note={period} padded>
        <p className="mb-2">{agreement(calibration)}</p>
        <dl className="mb-3 flex gap-6">
          <Small
            label="ECE"
            value={ece.toFixed(3)}
            note="Expected calibration error: mean distance of confidence and approval"
          />
          <Small
            label="Brier"
            value={brier.toFixed(3)}
            note="Mean squared distance of confidence and decision"
          />
        </dl>
        <Reliability calibration={calibration} />
      </Section>
      <Section title="What another threshold would mean" note={period} padded>
        <p className="mb-2">
          {coverage_at_risk
            ? `${exact(coverage_at_risk)} of these drafts could be sent with at most ${exact(risk)} not good.`
            : `At no threshold were at most ${exact(risk)} of these drafts not good.`}
        </p>
        <dl className="mb-3 flex gap-6">
          <Small
            label="AURC"
            value={aurc.toFixed(3)}
            note="Area under the curve: the mean risk over all thresholds; smaller is better"
          />
        </dl>
        <RiskCurve calibration={calibration} />
      </Section>
    </div>
  );
}
