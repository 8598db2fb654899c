import type { Calibration } from "./api";
import { Axes, at, Chart, ChartTable } from "./chart";
import { exact } from "./words";

const ROWS = 12;

/** What sending more by itself would cost: the share sent against the share of it that was not good. */
export function RiskCurve({ calibration }: { calibration: Calibration }) {
  const { curve, risk, coverage_at_risk } = calibration;
  const top = Math.min(1, Math.max(0.1, Math.ceil(Math.max(...curve.map((one) => one.risk)) * 10) / 10));
  const line = curve.map((one) => `${at.x(one.coverage)},${at.y(one.risk, top)}`).join(" ");
  const few = curve.filter(
    (_, place) => place % Math.ceil(curve.length / ROWS) === 0 || place === curve.length - 1,
  );
  return (
    <figure className="m-0">
      <Chart
        label={`Risk and coverage. At most ${exact(risk)} not good: ${exact(coverage_at_risk ?? 0)} of the drafts could be sent.`}
      >
        <Axes x="Share sent" y="Not good" top={top} />
        <line
          x1={at.x(0)}
          x2={at.x(1)}
          y1={at.y(risk, top)}
          y2={at.y(risk, top)}
          className="stroke-ok"
          strokeDasharray="4 4"
        />
        <text x={at.x(0) + 4} y={at.y(risk, top) - 4} className="fill-ok-text text-[15px] sm:text-[11px]">
          {exact(risk)}
        </text>
        <polyline points={line} className="fill-none stroke-accent" strokeWidth={2} strokeLinejoin="round" />
        {curve.map((one) => (
          <circle
            key={one.threshold}
            cx={at.x(one.coverage)}
            cy={at.y(one.risk, top)}
            r={curve.length > 20 ? 2 : 3}
            className="fill-accent"
          >
            <title>
              {`From ${exact(one.threshold)}: ${exact(one.coverage)} sent, ${exact(one.risk)} of it not good`}
            </title>
          </circle>
        ))}
      </Chart>
      <figcaption className="mt-1 text-sm text-muted">
        From left to right the threshold falls: more drafts would be sent, and more of them would not have
        been approved.
      </figcaption>
      <ChartTable
        label="Risk and coverage as a table"
        columns={["Send from", "Share sent", "Not good"]}
        rows={few.map((one) => [exact(one.threshold), exact(one.coverage), exact(one.risk)])}
      />
    </figure>
  );
}
