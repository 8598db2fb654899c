import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** A region that scrolls by itself; without a mouse one must be able to reach it to scroll. */
export const Scroller = ({ className, ...rest }: ComponentProps<"section"> & { "aria-label": string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
  <section tabIndex={0} className={cn("ring-inset-focus relative overflow-auto", className)} {...rest} />
);
