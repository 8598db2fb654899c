import type { ReactNode } from "react";
import { percent } from "@/lib/format";
import { Scroller } from "@/ui/scroller";

const WIDE = 400;
const HIGH = 260;
const LEFT = 54;
const BOTTOM = 42;
const EDGE = 20;

/** Where a share lies on the drawing. */
export const at = {
  x: (share: number) => LEFT + share * (WIDE - LEFT - EDGE),
  y: (share: number, top = 1) => HIGH - BOTTOM - (share / top) * (HIGH - BOTTOM - EDGE),
};

export const Chart = ({ label, children }: { label: string; children: ReactNode }) => (
  <svg
    role="img"
    aria-label={label}
    viewBox={`0 0 ${WIDE.toString()} ${HIGH.toString()}`}
    className="mx-auto w-full max-w-xl"
  >
    {children}
  </svg>
);

const STEPS = [0, 0.25, 0.5, 0.75, 1];

/** Both axes from 0, in per cent, with quiet lines across. */
export function Axes({ x, y, top }: { x: string; y: string; top: number }) {
  // The drawing shrinks with the screen; its words must not.
  const text = "fill-subtle text-[15px] tabular-nums sm:text-[11px]";
  return (
    <g aria-hidden>
      {STEPS.map((step) => (
        <g key={step}>
          <line x1={at.x(0)} x2={at.x(1)} y1={at.y(step)} y2={at.y(step)} className="stroke-line" />
          <text x={LEFT - 6} y={at.y(step) + 4} textAnchor="end" className={text}>
            {percent(step * top)}
          </text>
          <text x={at.x(step)} y={HIGH - BOTTOM + 17} textAnchor="middle" className={text}>
            {percent(step)}
          </text>
        </g>
      ))}
      <text x={at.x(0.5)} y={HIGH - 5} textAnchor="middle" className={text}>
        {x}
      </text>
      <text
        x={10}
        y={at.y(0.5)}
        textAnchor="middle"
        transform={`rotate(-90 10 ${at.y(0.5).toString()})`}
        className={text}
      >
        {y}
      </text>
    </g>
  );
}

interface TableProps {
  label: string;
  columns: string[];
  rows: string[][];
}

/** The same figures for those who would rather read them. */
export const ChartTable = ({ label, columns, rows }: TableProps) => (
  <details className="mt-2 text-sm">
    <summary className="w-fit cursor-default rounded-sm text-accent-text">{label}</summary>
    <Scroller aria-label={label} className="mt-1">
      <table className="w-full text-right tabular-nums">
        <thead className="text-xs text-subtle">
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className="py-1 pl-3 font-medium first:pl-0 first:text-left">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join()} className="border-t">
              {row.map((cell, place) => (
                <td key={columns[place]} className="py-1 pl-3 whitespace-nowrap first:pl-0 first:text-left">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  </details>
);
