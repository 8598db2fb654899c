import { Link, Outlet, useNavigate, useRouter } from "@tanstack/react-router";
import { Menu as MenuIcon, Search } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useCounts } from "@/features/conversations/views";
import { Bell } from "@/features/notifications/bell";
import { useActions } from "@/lib/actions";
import { useKeys } from "@/lib/keyboard";
import { setTheme, useTheme } from "@/lib/preferences";
import { useMe } from "@/lib/session";
import { IconButton } from "@/ui/button";
import { Toasts } from "@/ui/toast";
import { LiveDot } from "./live-dot";
import { Wordmark } from "./logo";
import { openOverlay, useOverlay } from "./overlays";
import { Sidebar, useDestinations } from "./sidebar";

const FirstTimeZone = lazy(() => import("@/features/settings/first-time-zone"));
const LiveUpdates = lazy(() => import("./live-updates"));
const Drawer = lazy(() => import("./drawer"));
const Conflicts = lazy(() => import("./conflicts"));
const Palette = lazy(() => import("./palette"));
const KeyMap = lazy(() => import("./key-map"));
const NotificationPanel = lazy(() => import("@/features/notifications/panel"));

/** Everything around a page for somebody who is signed in. */
export function Shell() {
  useGlobalActions();
  const unplaced = useMe().time_zone === null;
  const palette = () => openOverlay("palette");
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <TopBar onPalette={palette} />
      <aside className="hidden w-56 shrink-0 border-r bg-canvas md:block">
        <Sidebar onPalette={palette} />
      </aside>
      <main id="main" tabIndex={-1} className="min-h-0 min-w-0 flex-1 outline-none">
        <Outlet />
      </main>
      <BottomBar />
      <Overlays />
      <Suspense>
        <LiveUpdates />
        <Conflicts />
        {unplaced && <FirstTimeZone />}
      </Suspense>
      <Toasts />
    </div>
  );
}

function useGlobalActions() {
  const navigate = useNavigate();
  const theme = useTheme();
  const allowed = useDestinations();
  const focusSearch = () => document.querySelector<HTMLInputElement>("[data-search]")?.focus();
  useKeys({ "Mod+k": () => openOverlay("palette") });
  useActions(
    "Go to",
    allowed.map(({ to, label, keys }) => ({ label, keys, run: () => void navigate({ to }) })),
  );
  useActions("Everywhere", [
    { label: "Search this page", keys: "/", run: focusSearch },
    { label: "Notifications", keys: "g n", run: () => openOverlay("news") },
    { label: "Map of keys", keys: "?", run: () => openOverlay("keys") },
    {
      label: theme === "dark" ? "Use the light theme" : "Use the dark theme",
      run: () => setTheme(theme === "dark" ? "light" : "dark"),
    },
  ]);
}

function Overlays() {
  const overlay = useOverlay();
  const router = useRouter();
  return (
    <Suspense>
      {overlay === "palette" && <Palette />}
      {overlay === "keys" && <KeyMap />}
      {overlay === "news" && (
        <NotificationPanel onClose={() => openOverlay(null)} onGo={(page) => router.history.push(page)} />
      )}
    </Suspense>
  );
}

function TopBar({ onPalette }: { onPalette: () => void }) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b bg-canvas px-2 md:hidden">
      <IconButton
        ref={opener}
        label="Open the menu"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <MenuIcon aria-hidden />
      </IconButton>
      <Suspense>
        {open && <Drawer opener={opener} onClose={() => setOpen(false)} onPalette={onPalette} />}
      </Suspense>
      <Link to="/" className="flex h-10 flex-1 items-center rounded-md px-1" aria-label="Mancrel, home">
        <Wordmark />
      </Link>
      <LiveDot />
      <Bell onOpen={() => openOverlay("news")} />
      <IconButton label="Search or do" onClick={onPalette}>
        <Search aria-hidden />
      </IconButton>
    </header>
  );
}

/** The four places one needs with a thumb; the rest is in the drawer. */
function BottomBar() {
  const items = useDestinations()
    .filter(({ group }) => group === "work")
    .slice(0, 4);
  const counts = useCounts().data;
  return (
    <nav
      aria-label="Quick"
      className="flex shrink-0 border-t bg-canvas pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {items.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === "/", includeSearch: false }}
          className="ring-inset-focus relative flex h-13 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium text-subtle data-[status=active]:text-accent-text"
        >
          <Icon className="size-5" aria-hidden />
          {label}
          {to === "/approvals" && Boolean(counts?.needs_approval) && (
            <span className="absolute top-1 left-1/2 ml-2 min-w-4 rounded-full bg-accent px-1 text-center text-[0.6875rem] leading-4 text-on-accent">
              {counts?.needs_approval}
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
