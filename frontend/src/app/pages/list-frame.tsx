import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Kind } from "@/features/records/api";
import type { ViewSearch, ViewState } from "@/features/records/view-state";
import { plural } from "@/lib/format";
import { useMedia } from "@/lib/media";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { whenOpen } from "@/lib/when-open";
import { SearchField } from "@/ui/field";
import { Page } from "@/ui/page";

const ViewTabs = soon(
  async () => (await import("@/features/records/view-tabs")).ViewTabs,
  <div className="h-9" />,
);
const ListActions = soon(
  async () => (await import("@/features/transfers/list-actions")).ListActions,
  <span className="size-8" />,
);
const BulkStrip = soon(async () => (await import("@/features/records/bulk-strip")).BulkStrip);
const BulkHistory = whenOpen(async () => (await import("@/features/records/bulk-history")).BulkHistory);
const ViewActions = soon(async () => (await import("@/features/records/view-actions")).ViewActions);
const LeftOut = soon(async () => (await import("@/features/records/left-out")).LeftOut);

/** What a list asks the server for. */
export interface Asked {
  q?: string;
  filter?: string[];
  sort?: string;
}

interface ListFrameProps {
  kind: Kind;
  object: "contact" | "company" | "deal";
  title: string;
  /** How many there are; null when nobody counted so far, undefined until somebody did. */
  total: number | null | undefined;
  search: ViewSearch;
  onSearch: (search: ViewSearch, replace?: boolean) => void;
  /** What every address of this list says besides. */
  always?: Record<string, string | undefined>;
  state: ViewState;
  /** What its file is asked for with. */
  asked: Record<string, unknown>;
  /** What stands before the search. */
  lead?: ReactNode;
  /** What else the menu of the list offers. */
  menu?: ReactNode;
  /** What makes a new record. */
  creator: ReactNode;
  /** The records; they say when a change of many has begun. */
  children: (onBegun: (id: string) => void) => ReactNode;
}

/** What stands around a list that one shapes: its views, search, file and the changes of many of it. */
export function ListFrame(props: ListFrameProps) {
  const { kind, title, search, onSearch, always, state, children } = props;
  const router = useRouter();
  const [bulkId, setBulkId] = useState<string>();
  const [looksBack, setLooksBack] = useState(false);
  const writes = useCan(`${kind}:write`);
  const wide = useMedia("(min-width: 640px)");
  const actions = (state.changed || state.active) && (
    <ViewActions kind={kind} state={state} onGo={onSearch} />
  );
  return (
    <Page
      title={title}
      note={noteOf(props.total, props.object, kind)}
      bare
      actions={
        <>
          {props.lead}
          <SearchField
            value={search.q ?? ""}
            onChange={(q) => onSearch({ ...search, q: q || undefined }, true)}
            label={`Search ${kind}`}
            className="w-40 flex-1 sm:w-56 sm:flex-none"
          />
          <ListActions
            what={kind}
            object={props.object}
            query={props.asked}
            onLookBack={writes ? () => setLooksBack(true) : undefined}
          >
            {props.menu}
          </ListActions>
          {props.creator}
        </>
      }
      tabs={
        <ViewTabs
          kind={kind}
          state={state}
          href={(next) => router.buildLocation({ to: `/${kind}`, search: { ...always, ...next } }).href}
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
      {children(setBulkId)}
      <BulkHistory kind={kind} open={looksBack} onOpenChange={setLooksBack} onShow={setBulkId} />
    </Page>
  );
}

/** How many there are; a blank line until somebody counted, so that nothing jumps. */
function noteOf(total: number | null | undefined, one: string, many: string): string {
  if (total === undefined) return "\u00a0";
  return total === null ? `More than 10,000 ${many}` : plural(total, one, many);
}
