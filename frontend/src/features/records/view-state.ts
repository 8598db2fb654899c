import { type Kind, useViews, type View } from "./api";

/** How a list is looked at. */
export interface Shape {
  columns: string[];
  filter: string[];
  sort: string | undefined;
}

/** What the address of a list says: a view, and what was changed about it. */
export interface ViewSearch {
  view?: string;
  q?: string;
  filter?: string[];
  sort?: string;
  columns?: string[];
}

/** In an address: no view, though there is one that the list would begin with. */
export const NO_VIEW = "all";
/** How lists are sorted by themselves. */
const BY_ITSELF = "-created_at";

const same = (one: string[], other: string[]) =>
  one.length === other.length && one.every((value, place) => value === other[place]);

/** The view that a list shows, and what its address changes about it. */
export function useViewState(kind: Kind, search: ViewSearch, defaults: string[]) {
  const query = useViews(kind);
  const views = query.data?.items ?? [];
  const active = activeOf(views, search);
  const kept: Shape = {
    columns: active && active.columns.length > 0 ? active.columns : defaults,
    filter: active?.filter ?? [],
    sort: active?.sort ?? undefined,
  };
  const shape: Shape = {
    columns: search.columns ?? kept.columns,
    filter: search.filter ?? kept.filter,
    sort: search.sort ?? kept.sort,
  };
  /** The address of a shape: only what differs from the view. */
  const searchOf = (next: Partial<Shape>): ViewSearch => {
    const { columns, filter, sort } = { ...shape, ...next };
    const found: ViewSearch = {
      view: active?.id ?? search.view,
      q: search.q,
      columns: same(columns, kept.columns) ? undefined : columns,
      filter: same(filter, kept.filter) ? undefined : filter,
      sort: sort === kept.sort ? undefined : (sort ?? BY_ITSELF),
    };
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  };
  return {
    views,
    active,
    shape,
    searchOf,
    /** Until the views are known, nobody knows what to show. */
    ready: !query.isPending,
    changed: Boolean(search.columns ?? search.filter ?? search.sort),
    gone: Boolean(search.view && search.view !== NO_VIEW && query.isSuccess && !active),
  };
}

export type ViewState = ReturnType<typeof useViewState>;

function activeOf(views: View[], { view, columns, filter, sort }: ViewSearch): View | undefined {
  if (view) return views.find(({ id }) => id === view);
  return columns || filter || sort ? undefined : views.find(({ is_default }) => is_default);
}
