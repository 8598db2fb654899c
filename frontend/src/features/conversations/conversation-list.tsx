import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useActions } from "@/lib/actions";
import { rowsOf } from "@/lib/api";
import { soon } from "@/lib/soon";
import { useVirtual } from "@/lib/virtual";
import { More } from "@/ui/more";
import { Scroller } from "@/ui/scroller";
import { Failed, Skeleton } from "@/ui/states";
import { type ThreadSearch, useConversations, usePrefetchConversation } from "./api";
import { ConversationRow } from "./conversation-row";

const NothingHere = soon(async () => (await import("./nothing-here")).NothingHere);

const HEIGHT = 108;

/** The threads of a view: virtualised, paged by cursor, moved through with j and k. */
export function ConversationList({ search, openId }: { search: ThreadSearch; openId?: string }) {
  const query = useConversations(search);
  const rows = rowsOf(query.data);
  const scroller = useRef<HTMLDivElement>(null);
  const prefetch = usePrefetchConversation();
  const navigate = useNavigate();
  const virtual = useVirtual({ count: rows.length, scroller, estimate: HEIGHT, overscan: 6 });
  const at = rows.findIndex(({ id }) => id === openId);
  const aim = useAim(openId);
  const move = (step: number) => {
    // The thread that was gone to last may still be on its way.
    const here = rows.findIndex(({ id }) => id === (aim.current ?? openId));
    const next = rows[Math.min(rows.length - 1, Math.max(0, here + step))];
    if (!next) return;
    aim.current = next.id;
    virtual.scrollTo(rows.indexOf(next));
    void navigate({ to: "/inbox/$conversationId", params: { conversationId: next.id }, search });
    const after = rows[rows.indexOf(next) + step];
    if (after) prefetch(after.id);
  };
  useActions("Threads", [
    { label: "Next thread", keys: "j", run: () => move(1), keyOnly: true },
    { label: "Previous thread", keys: "k", run: () => move(-1), keyOnly: true },
    at < 0 && { label: "Open the first thread", keys: "Enter", run: () => move(1), keyOnly: true },
  ]);

  if (query.isPending) return <Placeholder />;
  if (query.isError && rows.length === 0) {
    return <Failed error={query.error} what="The threads" onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) return <NothingHere search={search} />;
  return (
    <Scroller ref={scroller} className="min-h-0 flex-1" aria-label="Threads">
      <ul className="relative" style={{ height: virtual.total }}>
        {virtual.items.map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <li
              key={row.id}
              className="absolute inset-x-0 top-0"
              style={{ height: HEIGHT, transform: `translateY(${start.toString()}px)` }}
            >
              <ConversationRow
                row={row}
                search={search}
                selected={row.id === openId}
                onHover={() => prefetch(row.id)}
              />
            </li>
          );
        })}
      </ul>
      <More query={query} />
    </Scroller>
  );
}

/** Where one is going, until one is there. */
function useAim(openId: string | undefined) {
  const aim = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: having arrived is what ends it
  useEffect(() => {
    aim.current = undefined;
  }, [openId]);
  return aim;
}

const Placeholder = () => (
  <div role="status" aria-label="Loading threads" className="min-h-0 flex-1 overflow-hidden">
    {[0, 1, 2, 3, 4, 5, 6].map((row) => (
      <div key={row} className="flex gap-3 border-b px-4 py-3" style={{ height: HEIGHT }}>
        <Skeleton className="size-7 rounded-full" />
        <div className="flex-1 space-y-2.5 pt-1">
          <Skeleton className="h-3 w-2/5" />
          <Skeleton className="h-3 w-4/5" />
          <Skeleton className="h-3 w-3/5" />
        </div>
      </div>
    ))}
  </div>
);
