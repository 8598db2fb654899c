import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";

export interface Tab {
  label: ReactNode;
  to: LinkProps["to"];
  exact?: boolean;
}

/** Scrolls a row of tabs to the one in sight. */
export function showCurrent(row: HTMLElement | null): void {
  row?.querySelector("[aria-current]")?.scrollIntoView?.({ block: "nearest", inline: "center" });
}

/** Tabs that are pages, so that each can be bookmarked. */
export const TabLinks = ({ tabs, label }: { tabs: Tab[]; label: string }) => (
  <nav aria-label={label} ref={showCurrent} className="tab-strip -mx-1 -mb-px flex gap-1">
    {tabs.map((tab) => (
      <Link
        key={String(tab.to)}
        to={tab.to}
        activeOptions={{ exact: tab.exact ?? false, includeSearch: false }}
        className="touch ring-inset-focus flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2 font-medium text-muted hover:text-ink data-[status=active]:border-accent data-[status=active]:text-ink"
      >
        {tab.label}
      </Link>
    ))}
  </nav>
);
