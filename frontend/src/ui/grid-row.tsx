import { lazy, type MouseEvent, Suspense } from "react";
import { cn } from "@/lib/cn";
import type { GridColumn } from "./grid-types";

const CellEditor = lazy(async () => ({ default: (await import("./grid-editors")).CellEditor }));

export interface RowProps<Row> {
  row: Row;
  index: number;
  /** The id of the table, for those of its cells. */
  grid: string;
  name: string;
  columns: GridColumn<Row>[];
  height: number;
  chosen?: boolean;
  /** The column that the keyboard is at. */
  active?: number;
  /** The column that is being edited, and why the last try was refused. */
  editing?: { column: string; fault?: string; value: unknown };
  editable: (column: GridColumn<Row>) => boolean;
  onCell: (event: MouseEvent, column: number) => void;
  onChoose?: (range: boolean) => void;
  onSave: (column: GridColumn<Row>, next: unknown) => void;
  onCancel: () => void;
}

/** One row in sight. */
export function GridRow<Row>(props: RowProps<Row>) {
  const { row, index, grid, columns, height, chosen, active, editing, editable, onCell } = props;
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={props.onChoose ? Boolean(chosen) : undefined}
      style={{ height }}
      className={cn(
        "group/row cursor-pointer bg-surface hover:bg-hover",
        active !== undefined && "bg-hover",
        chosen && "bg-selected hover:bg-selected",
      )}
    >
      {props.onChoose && <Chooser {...props} onChoose={props.onChoose} />}
      {columns.map((column, place) => {
        const edits = editing?.column === column.id;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the table handles the keys of its active cell
          <td
            key={column.id}
            id={`${grid}-${index}-${place}`}
            aria-colindex={place + (props.onChoose ? 2 : 1)}
            onClick={(event) => onCell(event, place)}
            className={cn(
              "border-b px-3 text-left last:pr-4 md:last:pr-6",
              column.numeric && "text-right tabular-nums",
              place === 0 && "sticky z-[1] bg-inherit",
              place === 0 && (props.onChoose ? "left-11 pl-1" : "left-0 pl-4 md:pl-6"),
              editable(column) && "cursor-text",
              active === place && "group-focus/grid:outline-2 group-focus/grid:-outline-offset-2",
              active === place && "group-focus/grid:outline-accent",
              edits ? "relative overflow-visible px-1 py-0" : "truncate",
            )}
          >
            {edits && column.edit ? (
              <Suspense fallback={column.cell(row)}>
                <CellEditor
                  key={editing.fault}
                  editor={column.edit.editor}
                  label={column.label}
                  value={editing.value}
                  fault={editing.fault}
                  onSave={(next) => props.onSave(column, next)}
                  onCancel={props.onCancel}
                />
              </Suspense>
            ) : (
              column.cell(row)
            )}
          </td>
        );
      })}
    </tr>
  );
}

function Chooser<Row>({ name, chosen, onChoose }: RowProps<Row> & { onChoose: (range: boolean) => void }) {
  return (
    <td aria-colindex={1} className="sticky left-0 z-[1] border-b bg-inherit p-0">
      <label className="touch grid h-full min-h-8 cursor-pointer place-items-center pl-2">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Choose ${name}`}
          checked={Boolean(chosen)}
          onChange={() => undefined}
          onClick={(event) => onChoose(event.shiftKey)}
          className="size-4 cursor-pointer accent-accent"
        />
      </label>
    </td>
  );
}
