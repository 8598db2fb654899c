import { useVirtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";

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

/** Before anything was laid out. */
const FIRST = { width: 800, height: 800 };

/** Of a long list only the rows in sight. */
export function useVirtual({ count, scroller, estimate, overscan, keyOf, ...room }: Options) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    overscan,
    gap: room.gap,
    paddingStart: room.padding,
    paddingEnd: room.padding,
    scrollPaddingStart: room.covered,
    initialRect: FIRST,
    ...(keyOf && { getItemKey: keyOf }),
  });
  return {
    items: virtual.getVirtualItems(),
    total: virtual.getTotalSize(),
    /** The ref of a row whose height is its own; the row says its place in `data-index`. */
    measure: virtual.measureElement,
    /** Bring a row into sight, by as little as it takes. */
    scrollTo: virtual.scrollToIndex,
  };
}
