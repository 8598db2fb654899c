import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";

interface Options {
  count: number;
  scroller: RefObject<HTMLElement | null>;
  /** How high a row is, or is until it was measured. */
  estimate: number;
  /** How many rows are drawn before and after those in sight. */
  overscan: number;
  /** Between two rows. */
  gap?: number;
  /** Before the first and after the last row. */
  padding?: number;
  /** What covers the upper edge of the scroller, such as the head of a table. */
  covered?: number;
  /** What a row is known by, so that it keeps its height when it moves. */
  keyOf?: (index: number) => string | number;
}

interface Item {
  index: number;
  start: number;
  end: number;
}

interface Virtual {
  items: Item[];
  total: number;
  /** The ref of a row whose height is its own; the row says its place in `data-index`. */
  measure: (node: HTMLElement | null) => (() => void) | undefined;
  /** Bring a row into sight, by as little as it takes. */
  scrollTo: (index: number) => void;
}

interface Sight {
  top: number;
  height: number;
}

/** Before anything was laid out. */
const FIRST: Sight = { top: 0, height: 800 };

/** Of a long list only the rows in sight. */
export function useVirtual(options: Options): Virtual {
  const { count, scroller, overscan, covered = 0 } = options;
  const { starts, sizeAt, measure } = useSizes(options);
  const rowAt = (offset: number) => indexAt(starts, offset);
  const sight = useSight(scroller, count > 0, (one) => `${rowAt(one.top)} ${rowAt(one.top + one.height)}`);
  const first = Math.max(0, rowAt(sight.top) - overscan);
  const last = Math.min(count - 1, rowAt(sight.top + sight.height) + overscan);
  const items: Item[] = [];
  for (let index = first; index <= last; index += 1) {
    const start = starts[index] ?? 0;
    items.push({ index, start, end: start + sizeAt(index) });
  }
  const latest = useRef({ starts, sizeAt });
  latest.current = { starts, sizeAt };
  const scrollTo = useCallback(
    (index: number) => {
      const node = scroller.current;
      if (!node) return;
      const top = latest.current.starts[index] ?? 0;
      const bottom = top + latest.current.sizeAt(index);
      if (top < node.scrollTop + covered) node.scrollTop = top - covered;
      else if (bottom > node.scrollTop + node.clientHeight) node.scrollTop = bottom - node.clientHeight;
    },
    [scroller, covered],
  );
  return { items, total: starts[count] ?? 0, measure, scrollTo };
}

/** How high each row is, and where it starts; one more start says how high all are together. */
function useSizes({ count, scroller, estimate, gap = 0, padding = 0, keyOf }: Options) {
  const known = useRef(new Map<string | number, number>());
  const [version, setVersion] = useState(0);
  const key = useRef(keyOf);
  key.current = keyOf;
  const sizeAt = (index: number) => known.current.get(key.current?.(index) ?? index) ?? estimate;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a version stands for the sizes that are known
  const starts = useMemo(() => {
    const made = new Float64Array(count + 1);
    let at = padding;
    for (let index = 0; index < count; index += 1) {
      made[index] = at;
      at += sizeAt(index) + (index < count - 1 ? gap : 0);
    }
    made[count] = count > 0 ? at + padding : 0;
    return made;
  }, [count, estimate, gap, padding, keyOf, version]);
  const latest = useRef(starts);
  latest.current = starts;

  const take = useCallback(
    (node: HTMLElement) => {
      const index = Number(node.dataset.index);
      const size = node.offsetHeight;
      const before = known.current.get(key.current?.(index) ?? index) ?? estimate;
      if (size === 0 || size === before) return;
      known.current.set(key.current?.(index) ?? index, size);
      const view = scroller.current;
      // What grows above must not push away what one reads.
      if (view && (latest.current[index] ?? 0) < view.scrollTop) view.scrollTop += size - before;
      setVersion((one) => one + 1);
    },
    [scroller, estimate],
  );
  const observer = useRef<ResizeObserver>(undefined);
  const measure = useCallback(
    (node: HTMLElement | null) => {
      if (!node) return undefined;
      observer.current ??= new ResizeObserver((entries) => {
        for (const { target } of entries)
          if (target instanceof HTMLElement && target.isConnected) take(target);
      });
      observer.current.observe(node);
      take(node);
      return () => observer.current?.unobserve(node);
    },
    [take],
  );
  return { starts, sizeAt, measure };
}

/** Which part of the scroller is in sight; said anew only when other rows are. */
function useSight(
  scroller: RefObject<HTMLElement | null>,
  filled: boolean,
  rowsOf: (sight: Sight) => string,
) {
  const [sight, setSight] = useState(FIRST);
  const rows = useRef(rowsOf);
  rows.current = rowsOf;
  useLayoutEffect(() => {
    const node = scroller.current;
    if (!node || !filled) return undefined;
    const now = () => ({ top: node.scrollTop, height: node.clientHeight });
    const look = () =>
      setSight((known) => {
        const next = now();
        return rows.current(known) === rows.current(next) ? known : next;
      });
    const scrolled = () => flushSync(look);
    setSight(now());
    node.addEventListener("scroll", scrolled, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(node);
    return () => {
      node.removeEventListener("scroll", scrolled);
      observer.disconnect();
    };
  }, [scroller, filled]);
  return sight;
}

/** The last row that starts at or before an offset. */
function indexAt(starts: Float64Array, offset: number): number {
  let low = 0;
  let high = Math.max(0, starts.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
