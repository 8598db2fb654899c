import { Globe, Users } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { sentence } from "@/lib/format";
import { showCurrent } from "@/ui/tabs";
import { type Kind, nouns, type View } from "./api";
import { NO_VIEW, type ViewSearch, type ViewState } from "./view-state";

interface ViewTabsProps {
  kind: Kind;
  state: ViewState;
  /** The address of a view. */
  href: (search: ViewSearch) => string;
  onGo: (search: ViewSearch) => void;
  children?: ReactNode;
}

/** The views of a list, each with an address of its own, and what can be done with the one in sight. */
export function ViewTabs({ kind, state, href, onGo, children }: ViewTabsProps) {
  const { views, active, gone } = state;
  const begun = views.some(({ is_default }) => is_default);
  const all: ViewSearch = begun ? { view: NO_VIEW } : {};
  const tab = (search: ViewSearch, current: boolean, words: ReactNode) => (
    <a
      href={href(search)}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onGo(search);
      }}
      className={cn(
        "touch ring-inset-focus flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2 font-medium text-muted hover:text-ink",
        current && "border-accent text-ink",
      )}
    >
      {words}
    </a>
  );
  return (
    <div className="-mx-1 -mb-px flex items-center gap-2">
      <nav aria-label="Views" ref={showCurrent} className="tab-strip flex min-w-0 flex-1 gap-1">
        {tab(all, !active && !gone, `All ${nouns[kind][1]}`)}
        {views.map((view) => (
          <span key={view.id} className="shrink-0">
            {tab(
              { view: view.id },
              view.id === active?.id,
              <>
                <span className="max-w-48 truncate">{view.name}</span>
                <Audience view={view} />
              </>,
            )}
          </span>
        ))}
      </nav>
      <div className="flex shrink-0 items-center gap-1.5 pb-1">{children}</div>
    </div>
  );
}

function Audience({ view }: { view: View }) {
  if (view.shared === "nobody") return null;
  const words =
    view.shared === "team" ? `Shared with ${view.team?.name ?? "a team"}` : "Shared with everyone";
  const Icon = view.shared === "team" ? Users : Globe;
  return (
    <span title={sentence(words)} className="text-subtle">
      <Icon className="size-3.5" aria-hidden />
      <span className="sr-only">, {words.toLowerCase()}</span>
    </span>
  );
}
