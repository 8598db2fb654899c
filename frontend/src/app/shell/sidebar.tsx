import { Link, useMatchRoute } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useCounts, viewNames, views } from "@/features/conversations/views";
import { useFewCorrections } from "@/features/corrections/api";
import { Bell } from "@/features/notifications/bell";
import { useToJudge } from "@/features/suggestions/to-judge";
import { cn } from "@/lib/cn";
import { modKey } from "@/lib/keyboard";
import { useSession } from "@/lib/session";
import { Count } from "@/ui/badge";
import { Kbd } from "@/ui/kbd";
import { LiveDot } from "./live-dot";
import { Wordmark } from "./logo";
import { type Destination, destinations } from "./nav";
import { openOverlay } from "./overlays";
import { UserMenu } from "./user-menu";

const item =
  "touch ring-inset-focus flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-muted hover:bg-hover hover:text-ink data-[status=active]:bg-selected data-[status=active]:text-ink [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-subtle data-[status=active]:[&>svg]:text-accent-text";

export function useDestinations(): Destination[] {
  const held = useSession().user?.permissions ?? [];
  return destinations.filter(({ permission }) => !permission || held.includes(permission));
}

/** The whole navigation: a column on wide screens, the content of the drawer on small ones. */
export function Sidebar({ onPalette, onGo }: { onPalette: () => void; onGo?: () => void }) {
  const allowed = useDestinations();
  const group = (name: Destination["group"]) => allowed.filter((destination) => destination.group === name);
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-13 items-center px-4">
        <Link to="/" onClick={onGo} aria-label="Mancrel, home" className="rounded-md">
          <Wordmark />
        </Link>
      </div>
      <div className="px-3 pb-2">
        <button
          type="button"
          onClick={onPalette}
          className="touch flex h-8 w-full items-center gap-2 rounded-md border border-line-strong bg-surface px-2 text-subtle hover:text-ink"
        >
          <Search className="size-4" aria-hidden />
          <span className="flex-1 text-left">Search or do</span>
          <Kbd>{modKey} K</Kbd>
        </button>
      </div>
      <nav aria-label="Main" className="min-h-0 flex-1 overflow-y-auto px-3 pb-3">
        <NavGroup items={group("work")} onGo={onGo} />
        <NavGroup title="Records" items={group("records")} onGo={onGo} />
        <NavGroup title="Manage" items={group("house")} onGo={onGo} />
      </nav>
      <div className="flex items-center gap-1 border-t px-3 py-2">
        <UserMenu />
        <Bell
          onOpen={() => {
            onGo?.();
            openOverlay("news");
          }}
        />
        <LiveDot />
      </div>
    </div>
  );
}

function NavGroup({ title, items, onGo }: { title?: string; items: Destination[]; onGo?: () => void }) {
  if (items.length === 0) return null;
  return (
    <div className="pt-3 first:pt-1">
      {title && <p className="px-2 pb-1 text-xs font-medium text-subtle">{title}</p>}
      <ul className="grid gap-0.5">
        {items.map((destination) => (
          <li key={destination.to}>
            <NavItem destination={destination} onGo={onGo} />
            {destination.to === "/inbox" && <InboxViews onGo={onGo} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function NavItem({ destination, onGo }: { destination: Destination; onGo?: () => void }) {
  const { to, label, icon: Icon } = destination;
  const counts = useCounts().data;
  const toJudge = useToJudge();
  const due = useFewCorrections().data?.total ?? undefined;
  const counted: Partial<Record<typeof to, number>> = {
    "/approvals": counts?.needs_approval,
    "/judge": toJudge,
    "/outdated": due,
  };
  const value = counted[to];
  return (
    <Link to={to} activeOptions={{ exact: to === "/", includeSearch: false }} onClick={onGo} className={item}>
      <Icon aria-hidden />
      <span className="flex-1 truncate">{label}</span>
      <Count value={value} tone={to === "/judge" ? "plain" : "accent"} />
    </Link>
  );
}

/** The inbox's views under its name, while one is in the inbox. */
function InboxViews({ onGo }: { onGo?: () => void }) {
  const inside = useMatchRoute()({ to: "/inbox", fuzzy: true });
  const counts = useCounts().data;
  if (!inside) return null;
  return (
    <ul className="mt-0.5 ml-4 grid gap-px border-l pl-2" aria-label="Inbox views">
      {views.map((view) => (
        <li key={view}>
          <Link
            to="/inbox"
            search={{ view }}
            onClick={onGo}
            activeOptions={{ exact: false, includeSearch: true }}
            className={cn(item, "h-7 text-sm")}
          >
            <span className="flex-1 truncate">{viewNames[view]}</span>
            <Count value={counts?.[view]} tone={view === "escalated" ? "warn" : "plain"} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
