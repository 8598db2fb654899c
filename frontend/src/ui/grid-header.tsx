import { ArrowDown, ArrowUp } from "lucide-react";
import { cn } from "@/lib/cn";
import type { GridColumn } from "./grid-types";

interface HeaderProps<Row> {
  columns: GridColumn<Row>[];
  sort?: string;
  onSort: (sort: string | undefined) => void;
  /** All, some or none of the rows are chosen; left out where none can be. */
  chosen?: "all" | "some" | "none";
  onChooseAll: (on: boolean) => void;
}

/** The names of the columns, and what the rows are sorted by. */
export function GridHeader<Row>({ columns, sort, onSort, chosen, onChooseAll }: HeaderProps<Row>) {
  return (
    <thead className="sticky top-0 z-10">
      <tr aria-rowindex={1} className="bg-canvas">
        {chosen && (
          <th scope="col" aria-colindex={1} className="sticky left-0 z-[1] h-9 border-b bg-inherit p-0">
            <label className="touch grid h-full cursor-pointer place-items-center pl-2">
              <input
                type="checkbox"
                aria-label="Choose all rows"
                ref={(node) => {
                  if (node) node.indeterminate = chosen === "some";
                }}
                checked={chosen === "all"}
                onChange={({ target }) => onChooseAll(target.checked)}
                className="size-4 cursor-pointer accent-accent"
              />
            </label>
          </th>
        )}
        {columns.map((column, place) => {
          const order = orderOf(column.sort, sort);
          return (
            <th
              key={column.id}
              scope="col"
              aria-colindex={place + (chosen ? 2 : 1)}
              aria-sort={order}
              className={cn(
                "h-9 truncate border-b px-3 text-left font-medium text-subtle last:pr-4 md:last:pr-6",
                column.numeric && "text-right",
                place === 0 && "sticky z-[1] bg-inherit",
                place === 0 && (chosen ? "left-11 pl-1" : "left-0 pl-4 md:pl-6"),
              )}
            >
              {column.sort ? (
                <SortButton label={column.label} order={order} by={column.sort} onSort={onSort} />
              ) : (
                column.label
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

type Ordered = "ascending" | "descending" | undefined;

const orderOf = (by: string | undefined, sort: string | undefined): Ordered =>
  by && sort === by ? "ascending" : by && sort === `-${by}` ? "descending" : undefined;

interface SortButtonProps {
  label: string;
  order: Ordered;
  by: string;
  onSort: (sort: string | undefined) => void;
}

const SortButton = ({ label, order, by, onSort }: SortButtonProps) => (
  <button
    type="button"
    className="touch inline-flex max-w-full items-center gap-1 rounded-sm hover:text-ink"
    onClick={() => onSort(order === "ascending" ? `-${by}` : order === "descending" ? undefined : by)}
  >
    <span className="truncate">{label}</span>
    {order === "ascending" && <ArrowUp className="size-3.5 shrink-0" aria-hidden />}
    {order === "descending" && <ArrowDown className="size-3.5 shrink-0" aria-hidden />}
  </button>
);
