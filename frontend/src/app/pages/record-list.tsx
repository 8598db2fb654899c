import type { ReactNode } from "react";
import type { Mergeable } from "@/features/contacts/merging";
import type { Kind } from "@/features/records/api";
import { useViewState, type ViewSearch } from "@/features/records/view-state";
import { soon } from "@/lib/soon";
import { type Asked, ListFrame } from "./list-frame";
import { type Pages, RecordTable, type RecordTableProps } from "./record-table";

const MergeTwo = soon(async () => (await import("@/features/contacts/merge-two")).MergeTwo);

type Shown<Row extends Mergeable> = Pick<
  RecordTableProps<Row>,
  "title" | "columns" | "defaults" | "fields" | "refs" | "onOpen" | "empty"
>;

interface RecordListProps<Row extends Mergeable> extends Shown<Row> {
  kind: Extract<Kind, "contacts" | "companies">;
  object: "contact" | "company";
  search: ViewSearch;
  onSearch: (search: ViewSearch, replace?: boolean) => void;
  useRows: (asked: Asked, enabled: boolean) => Pages<Row>;
  /** What else the menu of the list offers. */
  menu?: ReactNode;
  /** What makes a new record. */
  creator: ReactNode;
}

/** A list of records that is always a table. */
export function RecordList<Row extends Mergeable>(props: RecordListProps<Row>) {
  const { kind, object, title, search, onSearch, useRows, menu, creator, ...rest } = props;
  const state = useViewState(kind, search, rest.defaults);
  const { filter, sort } = state.shape;
  const asked = { q: search.q, filter: filter.length > 0 ? filter : undefined, sort };
  const query = useRows(asked, state.ready);
  return (
    <ListFrame
      kind={kind}
      object={object}
      title={title}
      total={query.data && (query.data.pages[0]?.total ?? null)}
      search={search}
      onSearch={onSearch}
      state={state}
      asked={asked}
      menu={menu}
      creator={creator}
    >
      {(onBegun) => (
        <RecordTable<Row>
          {...rest}
          kind={kind}
          title={title}
          state={state}
          onSearch={onSearch}
          asked={asked}
          query={query}
          nameOf={({ name }) => name}
          onBegun={onBegun}
          withTwo={(two, onDone) => <MergeTwo kind={kind} records={two} onMerged={onDone} />}
        />
      )}
    </ListFrame>
  );
}
