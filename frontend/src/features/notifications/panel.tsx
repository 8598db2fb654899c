import { Bell } from "lucide-react";
import type { KeyboardEvent } from "react";
import { rowsOf } from "@/lib/api";
import { cn } from "@/lib/cn";
import { Dot } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { refused } from "@/ui/toast";
import { kindNames, type News, pageOf, useMarkRead, useNews } from "./api";

interface PanelProps {
  onClose: () => void;
  onGo: (page: string) => void;
}

/** Arrows step through the rows. */
function step(event: KeyboardEvent<HTMLElement>) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-news]")];
  const here = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[Math.min(rows.length - 1, Math.max(0, here + by))];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** What one was told, newest first. */
export default function NotificationPanel({ onClose, onGo }: PanelProps) {
  const query = useNews();
  const read = useMarkRead();
  const items = rowsOf(query.data);
  const mark = (body: { ids?: string[]; all?: boolean }) =>
    read.mutate(
      { body: { ids: body.ids ?? [], all: body.all ?? false } },
      { onError: (error) => refused("Not marked as read", error) },
    );
  const open = (one: News) => {
    if (!one.read_at) mark({ ids: [one.id] });
    onClose();
    onGo(pageOf(one));
  };
  return (
    <Dialog side open onOpenChange={(still) => !still && onClose()} title="Notifications" onKeyDown={step}>
      {items.some((one) => !one.read_at) && (
        <div className="mb-3 flex justify-end">
          <Button size="sm" busy={read.isPending} onClick={() => mark({ all: true })}>
            Mark all as read
          </Button>
        </div>
      )}
      {query.isPending ? (
        <SkeletonRows rows={6} />
      ) : query.isError ? (
        <Failed error={query.error} what="Notifications" onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <Empty icon={<Bell aria-hidden />} title="Nothing new">
          What is given to you, mentions you or is due appears here.
        </Empty>
      ) : (
        <ul className="-mx-2">
          {items.map((one) => (
            <Row key={one.id} news={one} onOpen={() => open(one)} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button className="mt-3" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Dialog>
  );
}

const Row = ({ news, onOpen }: { news: News; onOpen: () => void }) => (
  <li>
    <button
      type="button"
      data-news
      onClick={onOpen}
      className="ring-inset-focus flex w-full items-start gap-2.5 rounded-md px-2 py-2 text-left hover:bg-hover"
    >
      <Dot tone={news.read_at ? "plain" : "accent"} className={cn("mt-1.5", news.read_at && "opacity-0")} />
      <span className="min-w-0 flex-1">
        <span className={cn("block break-words", news.read_at ? "text-muted" : "font-medium")}>
          {news.title}
        </span>
        <span className="block text-sm text-subtle">
          {kindNames[news.kind]} · <When at={news.created_at} />
          {!news.read_at && <span className="sr-only">, unread</span>}
        </span>
      </span>
    </button>
  </li>
);
