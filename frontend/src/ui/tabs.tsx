import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";

export interface Tab {
  label: ReactNode;
  to: LinkProps["to"];
  exact?: boolean;
}

/** Tabs that are pages, so that each can be bookmarked. */
export const TabLinks = ({ tabs, label }: { tabs: Tab[]; label: string }) => (
  <nav aria-label={label} className="-mx-1 -mb-px flex gap-1 overflow-x-auto">
    {tabs.map((tab) => (
      <Link
        key={String(tab.to)}
        to={tab.to}
        activeOptions={{ exact: tab.exact ?? false, includeSearch: false }}
        className="ring-inset-focus flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2 font-medium text-muted hover:text-ink data-[status=active]:border-accent data-[status=active]:text-ink"
      >
        {tab.label}
      </Link>
    ))}
  </nav>
);
