import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useKeys } from "@/lib/keyboard";
import { useMedia } from "@/lib/media";
import { useVirtual } from "@/lib/virtual";
import { Button } from "./button";
import { GridHeader } from "./grid-header";
import { moved, type Place } from "./grid-keys";
import { GridRow } from "./grid-row";
import type { Selection } from "./grid-selection";
import type { GridColumn } from "./grid-types";
import type { ListQuery } from "./more";
import { Failed, SkeletonRows } from "./states";

interface GridProps<Row> {
  label: string;
  rows: Row[];
  /** How many there are, read or not; null when nobody counted so far. */
  total: number | null;
  columns: GridColumn<Row>[];
  query: ListQuery;
  empty: ReactNode;
  rowKey: (row: Row) => string;
  rowName: (row: Row) => string;
  onOpen: (row: Row) => void;
  sort?: string;
  onSort: (sort: string | undefined) => void;
  selection?: Selection;
  editable: (row: Row) => boolean;
  /** Save a cell; answers why it was refused. */
  onEdit: (row: Row, column: GridColumn<Row>, next: unknown) => Promise<string | undefined>;
}

interface Editing<Row> {
  id: string;
  /** The row as it was when one began: live updates go on beneath the editor. */
  read: Row;
  column: string;
  fault?: string;
  /** What was typed and refused. */
  typed?: unknown;
}

const ROW = 44;
const NARROW_ROW = 56;
const CHOOSER = 44;
const AHEAD = 40;

/** A table of any length that one moves in, chooses from and edits by keyboard or mouse. */
export function Grid<Row>(props: GridProps<Row>) {
  const { rows, query, label } = props;
  if (query.isPending) return <SkeletonRows rows={10} />;
  if (query.isError && rows.length === 0) {
    return <Failed error={query.error} what={label} onRetry={() => query.refetch()} />;
  }
  if (rows.length === 0) return props.empty;
  return <Filled {...props} />;
}

function Filled<Row>(props: GridProps<Row>) {
  const { rows, query, rowKey, onOpen, selection } = props;
  const grid = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<Place>({ row: -1, column: 0 });
  const [editing, setEditing] = useState<Editing<Row>>();
  const wide = useMedia("(min-width: 640px)");
  const height = wide ? ROW : NARROW_ROW;
  const columns = wide ? props.columns : briefly(props.columns);
  const virtual = useVirtual({ count: rows.length, scroller, estimate: height, overscan: 12, covered: 40 });
  const items = virtual.items;
  useMore(query, (items.at(-1)?.index ?? 0) + AHEAD >= rows.length);

  const canEdit = (row: Row, column: GridColumn<Row>) => wide && Boolean(column.edit) && props.editable(row);
  const go = (place: Place) => {
    setAt(place);
    virtual.scrollTo(place.row);
  };
  const close = () => {
    setEditing(undefined);
    table.current?.focus({ preventScroll: true });
  };
  const save = async (row: Row, column: GridColumn<Row>, next: unknown) => {
    close();
    const fault = await props.onEdit(row, column, next);
    if (fault) setEditing({ id: rowKey(row), column: column.id, read: row, fault, typed: next });
  };
  const act = (row: Row, column: GridColumn<Row> | undefined, place: number, edits: boolean) => {
    if (column && canEdit(row, column) && (edits || place > 0))
      setEditing({ id: rowKey(row), column: column.id, read: row });
    else if (!edits) onOpen(row);
  };
  const click = (event: MouseEvent, row: Row, index: number, place: number) => {
    if (event.target instanceof HTMLElement && event.target.closest("a,button,input,select")) return;
    setAt({ row: index, column: place });
    if (selection && (event.shiftKey || event.ctrlKey || event.metaKey)) {
      globalThis.getSelection()?.removeAllRanges();
      selection.toggle(rowKey(row), event.shiftKey);
    } else act(row, columns[place], place, false);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return; // an editor or a button in the table
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / height) - 2);
    const next = moved(event, { at, rows: rows.length, columns: columns.length, page });
    const row = rows[at.row];
    if (next) {
      go(next);
      const reached = rows[next.row];
      if (event.shiftKey && selection && reached && next.row !== at.row) {
        if (row && !selection.ids.has(rowKey(row))) selection.toggle(rowKey(row));
        selection.toggle(rowKey(reached), true);
      }
    } else if (event.key === "Escape" && selection && selection.ids.size > 0) selection.clear();
    else if ((event.ctrlKey || event.metaKey) && event.key === "a") selection?.choose(rows.map(rowKey));
    else if (!row) return;
    else if (event.key === " ") selection?.toggle(rowKey(row), event.shiftKey);
    else if (event.key === "Enter") act(row, columns[at.column], at.column, false);
    else if (event.key === "F2") act(row, columns[at.column], at.column, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const step = (by: number) => go({ ...at, row: Math.max(0, Math.min(rows.length - 1, at.row + by)) });
  const openActive = () => {
    const row = rows[at.row];
    if (row) onOpen(row);
  };
  useKeys({ j: () => step(1), k: () => step(-1), Enter: openActive });

  const chosen = rows.filter((row) => selection?.ids.has(rowKey(row))).length;
  const before = items[0]?.start ?? 0;
  const after = virtual.total - (items.at(-1)?.end ?? 0);
  const inSight = items.some(({ index }) => index === at.row);
  return (
    <div ref={scroller} className="relative min-h-0 flex-1 overflow-auto bg-surface">
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: one that is moved in by keyboard
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={props.total === null ? -1 : props.total + 1}
        aria-colcount={columns.length + (selection ? 1 : 0)}
        aria-multiselectable={selection ? true : undefined}
        aria-activedescendant={inSight && !editing ? `${grid}-${at.row}-${at.column}` : undefined}
        onKeyDown={keys}
        style={{ minWidth: widthOf(columns) + (selection ? CHOOSER : 0) }}
        className="group/grid w-full table-fixed border-separate border-spacing-0 text-sm outline-none"
      >
        <colgroup>
          {selection && <col style={{ width: CHOOSER }} />}
          {columns.map((column, place) => (
            <col key={column.id} style={place === 0 ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <GridHeader
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          chosen={selection && (chosen === 0 ? "none" : chosen === rows.length ? "all" : "some")}
          onChooseAll={(on) => (on ? selection?.choose(rows.map(rowKey)) : selection?.clear())}
        />
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            const id = rowKey(row);
            const edited = columns.find((one) => editing?.id === id && one.id === editing.column);
            return (
              <GridRow
                key={id}
                row={row}
                index={index}
                grid={grid}
                name={props.rowName(row)}
                columns={columns}
                height={height}
                chosen={selection?.ids.has(id)}
                active={at.row === index ? at.column : undefined}
                editing={
                  edited?.edit && {
                    column: edited.id,
                    fault: editing?.fault,
                    value: editing?.fault ? editing.typed : edited.edit.value(row),
                  }
                }
                editable={(column) => canEdit(row, column)}
                onCell={(event, place) => click(event, row, index, place)}
                onChoose={selection && ((range) => selection.toggle(id, range))}
                onSave={(column, next) => void save(editing?.read ?? row, column, next)}
                onCancel={close}
              />
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
      {query.isError && query.hasNextPage && (
        <p role="alert" className="sticky left-0 flex items-center justify-center gap-3 p-3 text-sm">
          The next rows could not be loaded.
          <Button size="sm" onClick={() => query.fetchNextPage?.()}>
            Try again
          </Button>
        </p>
      )}
    </div>
  );
}

const widthOf = (columns: { width: number }[]) => columns.reduce((sum, { width }) => sum + width, 0);

/** Two columns for a narrow screen: what a row is called, and one fact. */
function briefly<Row>(columns: GridColumn<Row>[]): GridColumn<Row>[] {
  const [first, ...rest] = columns;
  const second = rest.find(({ brief }) => brief) ?? rest[0];
  const fact = second && { ...second, width: second.numeric ? 132 : 108 };
  return first ? [{ ...first, width: 150 }, ...(fact ? [fact] : [])] : [];
}

/** Read on before the end comes into sight. */
function useMore(query: ListQuery, near: boolean) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = query;
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage && !isError) fetchNextPage?.();
  }, [near, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
}
