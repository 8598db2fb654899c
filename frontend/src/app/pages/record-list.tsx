import { useRouter } from "@tanstack/react-router";
import { History } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Kind } from "@/features/records/api";
import { ColumnMenu } from "@/features/records/column-menu";
import { useCellEdit } from "@/features/records/editing";
import { useViewState, type ViewSearch } from "@/features/records/view-state";
import { ViewTabs } from "@/features/records/view-tabs";
import { ListActions } from "@/features/transfers/list-actions";
import { rowsOf } from "@/lib/api";
import type { FilterField } from "@/lib/filters";
import { plural } from "@/lib/format";
import { useMedia } from "@/lib/media";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { whenOpen } from "@/lib/when-open";
import { SearchField } from "@/ui/field";
import { FilterBar } from "@/ui/filter-bar";
import type { Refs } from "@/ui/filter-choices";
import { Grid } from "@/ui/grid";
import type { GridColumn } from "@/ui/grid-types";
import { MenuItem } from "@/ui/menu";
import type { ListQuery } from "@/ui/more";
import { Page } from "@/ui/page";
import { useChosen } from "./chosen";

const BulkStrip = soon(async () => (await import("@/features/records/bulk-strip")).BulkStrip);

const BulkHistory = whenOpen(async () => (await import("@/features/records/bulk-history")).BulkHistory);
const ViewActions = soon(async () => (await import("@/features/records/view-actions")).ViewActions);
const LeftOut = soon(async () => (await import("@/features/records/left-out")).LeftOut);
const ChosenRows = soon(
  async () => (await import("./chosen-rows")).ChosenRows,
  <div className="h-11 border-b bg-selected" />,
);

export interface Recorded {
  id: string;
  name: string;
  editable: boolean;
}

interface Pages<Row> extends ListQuery {
  data: { pages: { items: Row[]; total: number | null }[] } | undefined;
}

export interface ListSearch {
  q?: string;
  filter?: string[];
  sort?: string;
}

interface RecordListProps<Row extends Recorded> {
  kind: Extract<Kind, "contacts" | "companies">;
  object: "contact" | "company";
  title: string;
  search: ViewSearch;
  onSearch: (search: ViewSearch, replace?: boolean) => void;
  columns: GridColumn<Row>[];
  /** The columns that it has without a view. */
  defaults: string[];
  fields: FilterField[];
  refs: Refs;
  useRows: (search: ListSearch, enabled: boolean) => Pages<Row>;
  onOpen: (row: Row) => void;
  empty: (filtered: boolean) => ReactNode;
  /** What else the menu of the list offers. */
  menu?: ReactNode;
  /** What makes a new record. */
  creator: ReactNode;
}

/** A list of records as a table that one shapes: views, columns, filters, choosing and editing in place. */
export function RecordList<Row extends Recorded>(props: RecordListProps<Row>) {
  const { kind, title, search, onSearch, columns, useRows } = props;
  const router = useRouter();
  const [bulkId, setBulkId] = useState<string>();
  const [looksBack, setLooksBack] = useState(false);
  const writes = useCan(`${kind}:write`);
  const wide = useMedia("(min-width: 640px)");
  const state = useViewState(kind, search, props.defaults);
  const { shape, searchOf } = state;
  const asked = { q: search.q, filter: shape.filter.length > 0 ? shape.filter : undefined, sort: shape.sort };
  const query = useRows(asked, state.ready);
  const rows = rowsOf(query.data);
  const total = query.data?.pages[0]?.total ?? null;
  const chosen = useChosen(rows, JSON.stringify([kind, asked.q, asked.filter]));
  const edit = useCellEdit<Row>(kind);
  const shown = shownOf(columns, shape.columns);
  const actions = (state.changed || state.active) && (
    <ViewActions kind={kind} state={state} onGo={onSearch} />
  );
  return (
    <Page
      title={title}
      note={noteOf(query.data ? total : undefined, props.object, kind)}
      bare
      actions={
        <>
          <SearchField
            value={search.q ?? ""}
            onChange={(q) => onSearch({ ...search, q: q || undefined }, true)}
            label={`Search ${kind}`}
            className="w-40 flex-1 sm:w-56 sm:flex-none"
          />
          <ListActions what={kind} object={props.object} query={asked}>
            {props.menu}
            {writes && (
              <MenuItem onSelect={() => setLooksBack(true)}>
                <History aria-hidden /> Changes of many at once
              </MenuItem>
            )}
          </ListActions>
          {props.creator}
        </>
      }
      tabs={
        <ViewTabs
          kind={kind}
          state={state}
          href={(next) => router.buildLocation({ to: `/${kind}`, search: next }).href}
          onGo={onSearch}
        >
          {wide && actions}
        </ViewTabs>
      }
    >
      {!wide && actions && (
        <div className="flex flex-wrap justify-end gap-1.5 border-b px-4 py-1.5">{actions}</div>
      )}
      {(state.gone || Boolean(state.active?.left_out.length)) && <LeftOut state={state} />}
      {bulkId && <BulkStrip key={bulkId} id={bulkId} onClose={() => setBulkId(undefined)} />}
      {chosen.some > 0 ? (
        <ChosenRows
          kind={kind}
          chosen={chosen}
          total={total}
          asked={asked}
          columns={columns}
          onBegun={setBulkId}
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
        rowName={({ name }) => name}
        onOpen={props.onOpen}
        sort={shape.sort}
        onSort={(sort) => onSearch(searchOf({ sort }), true)}
        selection={writes ? chosen.selection : undefined}
        editable={(row) => writes && row.editable}
        onEdit={edit}
        empty={props.empty(Boolean(asked.q ?? asked.filter))}
      />
      <BulkHistory kind={kind} open={looksBack} onOpenChange={setLooksBack} onShow={setBulkId} />
    </Page>
  );
}

/** How many there are; a blank line until somebody counted, so that nothing jumps. */
function noteOf(total: number | null | undefined, one: string, many: string): string {
  if (total === undefined) return "\u00a0";
  return total === null ? `More than 10,000 ${many}` : plural(total, one, many);
}

/** The columns that are shown, in their order; what a record is called always comes first. */
function shownOf<Row>(columns: GridColumn<Row>[], ids: string[]): GridColumn<Row>[] {
  const [first] = columns;
  const rest = ids.flatMap((id) => columns.find((one) => one.id === id && one !== first) ?? []);
  return first ? [first, ...rest] : [];
}
