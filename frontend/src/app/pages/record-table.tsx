import type { ReactNode } from "react";
import type { Kind } from "@/features/records/api";
import { ColumnMenu } from "@/features/records/column-menu";
import { useCellEdit } from "@/features/records/editing";
import type { ViewSearch, ViewState } from "@/features/records/view-state";
import { rowsOf } from "@/lib/api";
import type { Read } from "@/lib/as-read";
import type { FilterField } from "@/lib/filters";
import { useMedia } from "@/lib/media";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import type { Refs } from "@/ui/filter-choices";
import { Grid } from "@/ui/grid";
import type { GridColumn } from "@/ui/grid-types";
import type { ListQuery } from "@/ui/more";
import { useChosen } from "./chosen";
import type { Asked } from "./list-frame";

const FilterBar = soon(
  async () => (await import("@/ui/filter-bar")).FilterBar,
  <div className="h-11.25 border-b" />,
);
const ChosenRows = soon(
  async () => (await import("./chosen-rows")).ChosenRows,
  <div className="h-11 border-b bg-selected" />,
);

export interface Recorded extends Read {
  editable: boolean;
}

export interface Pages<Row> extends ListQuery {
  data: { pages: { items: Row[]; total: number | null }[] } | undefined;
}

export interface RecordTableProps<Row extends Recorded> {
  kind: Kind;
  title: string;
  state: ViewState;
  onSearch: (search: ViewSearch, replace?: boolean) => void;
  columns: GridColumn<Row>[];
  /** The columns that it has by itself. */
  defaults: string[];
  fields: FilterField[];
  refs: Refs;
  asked: Asked;
  query: Pages<Row>;
  nameOf: (row: Row) => string;
  onOpen: (row: Row) => void;
  /** What stands for no rows; what asks for all of them is given where something narrows the list. */
  empty: (onAll: (() => void) | undefined) => ReactNode;
  /** A change of many has begun. */
  onBegun: (id: string) => void;
  /** What can be done with exactly two that may be changed. */
  withTwo?: (two: [Row, Row], onDone: () => void) => ReactNode;
}

/** The records of a list as a table that one shapes: columns, filters, choosing and editing in place. */
export function RecordTable<Row extends Recorded>(props: RecordTableProps<Row>) {
  const { kind, title, state, onSearch, columns, asked, query } = props;
  const writes = useCan(`${kind}:write`);
  const wide = useMedia("(min-width: 640px)");
  const { shape, searchOf } = state;
  const rows = rowsOf(query.data);
  const total = query.data?.pages[0]?.total ?? null;
  const chosen = useChosen(rows, JSON.stringify([kind, asked.q, asked.filter]));
  const two = chosen.some === 2 && !chosen.everything ? chosen.selection.ids : new Set<string>();
  const [one, other] = rows.filter(({ id, editable }) => editable && two.has(id));
  const edit = useCellEdit<Row>(kind);
  const all = () => onSearch({ ...searchOf({ filter: [] }), q: undefined });
  const shown = shownOf(columns, shape.columns.length > 0 ? shape.columns : props.defaults);
  return (
    <>
      {chosen.some > 0 ? (
        <ChosenRows
          kind={kind}
          chosen={chosen}
          total={total}
          asked={asked}
          columns={columns}
          aside={one && other && props.withTwo?.([one, other], chosen.selection.clear)}
          onBegun={props.onBegun}
        />
      ) : (
        <FilterBar
          fields={props.fields}
          value={shape.filter}
          refs={props.refs}
          onChange={(filter) => onSearch(searchOf({ filter }))}
          aside={
            wide && (
              <ColumnMenu
                columns={columns}
                value={shown.map(({ id }) => id)}
                onChange={(ids) => onSearch(searchOf({ columns: ids }), true)}
              />
            )
          }
        />
      )}
      <Grid
        key={JSON.stringify([asked.filter, asked.sort])}
        label={title}
        rows={rows}
        total={total}
        columns={shown}
        query={query}
        rowKey={({ id }) => id}
        rowName={props.nameOf}
        onOpen={props.onOpen}
        sort={shape.sort}
        onSort={(sort) => onSearch(searchOf({ sort }), true)}
        selection={writes ? chosen.selection : undefined}
        editable={(row) => writes && row.editable}
        onEdit={edit}
        empty={props.empty(asked.q || asked.filter ? all : undefined)}
      />
    </>
  );
}

/** The columns that are shown, in their order; what a record is called always comes first. */
function shownOf<Row>(columns: GridColumn<Row>[], ids: string[]): GridColumn<Row>[] {
  const [first] = columns;
  const rest = ids.flatMap((id) => columns.find((one) => one.id === id && one !== first) ?? []);
  return first ? [first, ...rest] : [];
}
