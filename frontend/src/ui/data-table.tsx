import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { useKeys } from "@/lib/keyboard";
import { useVirtual } from "@/lib/virtual";
import { type ListQuery, More } from "./more";
import { Scroller } from "./scroller";
import { Failed, SkeletonRows } from "./states";

export interface Column<Row> {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  className?: string;
  numeric?: boolean;
  /** The word the server sorts by; "-" before it reverses. */
  sort?: string;
}

interface DataTableProps<Row> {
  label: string;
  rows: Row[];
  columns: Column<Row>[];
  query: ListQuery;
  empty: ReactNode;
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  sort?: string;
  onSort?: (sort: string | undefined) => void;
}

const ROW = 44;
const HEAD = 36;

/** A virtualised table of one list: four states, server sorting, j/k/Enter, more rows as one scrolls. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, columns, query, empty, rowKey, onOpen } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const virtual = useVirtual({ count: rows.length, scroller, estimate: ROW, overscan: 12, covered: HEAD });
  const move = (step: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, active + step));
    setActive(next);
    virtual.scrollTo(next);
  };
  const openActive = () => {
    const row = rows[active];
    if (row && onOpen) onOpen(row);
  };
  useKeys({ j: () => move(1), k: () => move(-1), Enter: openActive }, Boolean(onOpen));

  if (query.isPending) return <SkeletonRows rows={10} />;
  if (query.isError && rows.length === 0) {
    return <Failed error={query.error} what={label} onRetry={() => query.refetch()} />;
  }
  if (rows.length === 0) return empty;

  const items = virtual.items;
  const before = items[0]?.start ?? 0;
  const after = virtual.total - (items.at(-1)?.end ?? 0);
  return (
    <Scroller ref={scroller} className="min-h-0 flex-1 bg-surface" aria-label={label}>
      <table className="w-full border-separate border-spacing-0 text-sm">
        <Header columns={columns} sort={props.sort} onSort={props.onSort} />
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <tr
                key={rowKey(row)}
                data-index={item.index}
                ref={virtual.measure}
                aria-selected={item.index === active || undefined}
                onClick={onOpen && (() => onOpen(row))}
                className={cn(
                  "group",
                  onOpen && "cursor-pointer hover:bg-hover",
                  item.index === active && "bg-selected",
                )}
              >
                {columns.map((column) => (
                  <td key={column.id} className={cn(cellClass(column), "h-11 border-b")}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
      <More query={query} />
    </Scroller>
  );
}

const cellClass = ({ numeric, className }: { numeric?: boolean; className?: string }) =>
  cn(
    "px-3 py-1.5 text-left first:pl-4 last:pr-4 md:first:pl-6 md:last:pr-6",
    numeric && "text-right tabular-nums",
    className,
  );

type HeaderProps<Row> = Pick<DataTableProps<Row>, "columns" | "sort" | "onSort">;

const Header = <Row,>({ columns, sort, onSort }: HeaderProps<Row>) => (
  <thead className="sticky top-0 z-10">
    <tr>
      {columns.map((column) => {
        const { sort: by, header } = column;
        const order = by && sort === by ? "ascending" : by && sort === `-${by}` ? "descending" : undefined;
        return (
          <th
            key={column.id}
            scope="col"
            aria-sort={order}
            className={cn(
              cellClass(column),
              "h-9 border-b bg-canvas font-medium whitespace-nowrap text-subtle",
            )}
          >
            {by && onSort ? (
              <button
                type="button"
                className="touch inline-flex items-center gap-1 rounded-sm hover:text-ink"
                onClick={() =>
                  onSort(order === "ascending" ? `-${by}` : order === "descending" ? undefined : by)
                }
              >
                {header}
                {order === "ascending" && <ArrowUp className="size-3.5" aria-hidden />}
                {order === "descending" && <ArrowDown className="size-3.5" aria-hidden />}
              </button>
            ) : (
              header
            )}
          </th>
        );
      })}
    </tr>
  </thead>
);
