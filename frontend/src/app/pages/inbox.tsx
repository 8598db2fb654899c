import { getRouteApi, Outlet, useMatch, useNavigate } from "@tanstack/react-router";
import type { ThreadSearch } from "@/features/conversations/api";
import { ConversationList } from "@/features/conversations/conversation-list";
import { ListHeader } from "@/features/conversations/list-header";
import { cn } from "@/lib/cn";

const route = getRouteApi("/inside/inbox");

/** The list beside the thread; on small screens one or the other. */
export function Inbox() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const open = useMatch({ from: "/inside/inbox/$conversationId", shouldThrow: false })?.params.conversationId;
  const change = (next: ThreadSearch) =>
    void (open
      ? navigate({
          to: "/inbox/$conversationId",
          params: { conversationId: open },
          search: next,
          replace: true,
        })
      : navigate({ to: "/inbox", search: next, replace: true }));
  return (
    <div className="flex h-full min-h-0">
      <div
        className={cn(
          "flex h-full w-full min-w-0 shrink-0 flex-col border-r bg-surface lg:w-80 2xl:w-88",
          open && "hidden lg:flex",
        )}
      >
        <ListHeader key={search.view ?? "mine"} search={search} onChange={change} />
        <ConversationList key={JSON.stringify(search)} search={search} openId={open} />
      </div>
      <div className={cn("flex min-w-0 flex-1 flex-col", !open && "hidden lg:flex")}>
        <Outlet />
      </div>
    </div>
  );
}
