import { percent } from "@/lib/format";
import type { Calibration } from "./api";
import { Axes, at, Chart, ChartTable } from "./chart";
import { agreement, exact } from "./words";

/** Confidence against what people approved: on the diagonal the number means what it says. */
export function Reliability({ calibration }: { calibration: Calibration }) {
  const { bins } = calibration;
  return (
    <figure className="m-0">
      <Chart label={`Reliability diagram. ${agreement(calibration)}`}>
        <Axes x="Confidence" y="Approved" top={1} />
        <line
          x1={at.x(0)}
          y1={at.y(0)}
          x2={at.x(1)}
          y2={at.y(1)}
          className="stroke-control-line"
          strokeDasharray="4 4"
        />
        <polyline
          points={bins.map((bin) => `${at.x(bin.confidence)},${at.y(bin.approved)}`).join(" ")}
          className="fill-none stroke-accent"
          strokeWidth={1.5}
          opacity={0.5}
        />
        {bins.map((bin) => (
          <g key={bin.confidence}>
            <title>
              {`Confidence ${exact(bin.confidence)}: ${exact(bin.approved)} of ${bin.n.toString()} approved`}
            </title>
            <line
              x1={at.x(bin.confidence)}
              x2={at.x(bin.confidence)}
              y1={at.y(bin.approved_low)}
              y2={at.y(bin.approved_high)}
              className="stroke-accent"
              strokeWidth={1.5}
              opacity={0.6}
            />
            <circle cx={at.x(bin.confidence)} cy={at.y(bin.approved)} r={4} className="fill-accent" />
          </g>
        ))}
      </Chart>
      <figcaption className="mt-1 text-sm text-muted">
        Each dot holds about as many decisions as the next; the bar is where the truth lies with 95%
        certainty. Below the dashed line the AI was too sure of itself.
      </figcaption>
      <ChartTable
        label="Reliability as a table"
        columns={["Confidence", "Decisions", "Approved", "95% interval"]}
        rows={bins.map((bin) => [
          bin.lowest === bin.highest
            ? exact(bin.confidence)
            : `${percent(bin.lowest)} to ${percent(bin.highest)}`,
          bin.n.toString(),
          exact(bin.approved),
          `${exact(bin.approved_low)} to ${exact(bin.approved_high)}`,
        ])}
      />
    </figure>
  );
}
