import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  type RowData,
  useReactTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { useKeys } from "@/lib/keyboard";
import { Button } from "./button";
import { Scroller } from "./scroller";
import { Failed, SkeletonRows } from "./states";

declare module "@tanstack/react-table" {
  // Declared with the library's own parameters: interfaces merge only when they match.
  interface ColumnMeta<TData extends RowData, TValue> {
    className?: string;
    numeric?: boolean;
    /** The word the server sorts by; "-" before it reverses. */
    sort?: string;
    readonly _?: (data: TData, value: TValue) => void;
  }
}

export interface ListQuery {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  fetchNextPage?: () => unknown;
}

interface DataTableProps<Row> {
  label: string;
  rows: Row[];
  columns: ColumnDef<Row>[];
  query: ListQuery;
  empty: ReactNode;
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  sort?: string;
  onSort?: (sort: string | undefined) => void;
}

const ROW = 44;

/** A virtualised table of one list: four states, server sorting, j/k/Enter, more rows as one scrolls. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, columns, query, empty, rowKey, onOpen } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const table = useReactTable({ data: rows, columns, getCoreRowModel: getCoreRowModel(), getRowId: rowKey });
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    initialRect: { width: 800, height: 800 },
  });
  const move = (step: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, active + step));
    setActive(next);
    virtual.scrollToIndex(next);
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

  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <Scroller ref={scroller} className="min-h-0 flex-1 bg-surface" aria-label={label}>
      <table className="w-full border-separate border-spacing-0 text-sm">
        <Header table={table} sort={props.sort} onSort={props.onSort} />
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map((item) => {
            const row = table.getRowModel().rows[item.index];
            if (!row) return null;
            return (
              <tr
                key={row.id}
                data-index={item.index}
                ref={virtual.measureElement}
                aria-selected={item.index === active || undefined}
                onClick={onOpen && (() => onOpen(row.original))}
                className={cn(
                  "group",
                  onOpen && "cursor-pointer hover:bg-hover",
                  item.index === active && "bg-selected",
                )}
              >
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id} className={cn(cellClass(cell.column.columnDef.meta), "h-11 border-b")}>
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
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

interface Meta {
  className?: string;
  numeric?: boolean;
  sort?: string;
}

const cellClass = (meta: Meta | undefined) =>
  cn(
    "px-3 py-1.5 text-left first:pl-4 last:pr-4 md:first:pl-6 md:last:pr-6",
    meta?.numeric && "text-right tabular-nums",
    meta?.className,
  );

interface HeaderProps<Row> {
  table: ReturnType<typeof useReactTable<Row>>;
  sort?: string;
  onSort?: (sort: string | undefined) => void;
}

function Header<Row>({ table, sort, onSort }: HeaderProps<Row>) {
  return (
    <thead className="sticky top-0 z-10">
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {group.headers.map((header) => {
            const meta: Meta | undefined = header.column.columnDef.meta;
            const name = flexRender(header.column.columnDef.header, header.getContext());
            const by = meta?.sort;
            const order =
              by && sort === by ? "ascending" : by && sort === `-${by}` ? "descending" : undefined;
            return (
              <th
                key={header.id}
                scope="col"
                aria-sort={order}
                className={cn(
                  cellClass(meta),
                  "h-9 border-b bg-canvas font-medium whitespace-nowrap text-subtle",
                )}
              >
                {by && onSort ? (
                  <button
                    type="button"
                    className="inline-flex items-center gap-1 rounded-sm hover:text-ink"
                    onClick={() =>
                      onSort(order === "ascending" ? `-${by}` : order === "descending" ? undefined : by)
                    }
                  >
                    {name}
                    {order === "ascending" && <ArrowUp className="size-3.5" aria-hidden />}
                    {order === "descending" && <ArrowDown className="size-3.5" aria-hidden />}
                  </button>
                ) : (
                  name
                )}
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}

/** Fetch the next page when its foot comes into view; a button for when it does not. */
export function More({ query }: { query: ListQuery }) {
  const seen = useRef<IntersectionObserver | null>(null);
  if (!query.hasNextPage) return null;
  const watch = (node: HTMLElement | null) => {
    seen.current?.disconnect();
    if (!node || typeof IntersectionObserver === "undefined") return;
    seen.current = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && !query.isFetchingNextPage && query.fetchNextPage?.(),
      { rootMargin: "400px" },
    );
    seen.current.observe(node);
  };
  return (
    <div ref={watch} className="grid place-items-center p-3">
      <Button size="sm" tone="quiet" busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage?.()}>
        {query.isFetchingNextPage ? "Loading more" : "Show more"}
      </Button>
    </div>
  );
}
