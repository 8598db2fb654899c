import { Link } from "@tanstack/react-router";
import { Mail, MessageCircle } from "lucide-react";
import { cn } from "@/lib/cn";
import { intents } from "@/lib/intents";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { When } from "@/ui/time";
import type { ConversationRow as Row, ThreadSearch } from "./api";
import { priorities, priorityTones, standing } from "./words";

interface RowProps {
  row: Row;
  search: ThreadSearch;
  selected: boolean;
  onHover: () => void;
}

/** One thread in the list: who, how long they wait, what about, and where the AI stands. */
export function ConversationRow({ row, search, selected, onHover }: RowProps) {
  const stands = standing(row);
  const Channel = row.channel?.kind === "email" ? Mail : MessageCircle;
  return (
    <Link
      to="/inbox/$conversationId"
      params={{ conversationId: row.id }}
      search={search}
      aria-current={selected || undefined}
      onPointerEnter={onHover}
      data-thread={row.id}
      className={cn(
        "ring-inset-focus relative flex h-full gap-3 border-b px-4 py-2.5 hover:bg-hover",
        selected && "bg-selected hover:bg-selected",
      )}
    >
      {row.unread && (
        <span className="absolute top-[1.125rem] left-1.5 size-1.5 rounded-full bg-accent" title="Unread" />
      )}
      <Avatar name={row.contact.name} className="mt-0.5" />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={cn("min-w-0 flex-1 truncate", row.unread ? "font-semibold" : "font-medium")}>
            {row.contact.name}
            {row.unread && <span className="sr-only">, unread</span>}
          </span>
          <WaitingTime row={row} />
        </span>
        <span className="flex items-center gap-1.5 text-sm">
          <Channel className="size-3.5 shrink-0 text-subtle" aria-label={row.channel?.name ?? "No channel"} />
          <span className="truncate">{row.subject || "(no subject)"}</span>
        </span>
        <span className="block truncate text-sm text-subtle">{row.snippet}</span>
        <span className="mt-1 flex items-center gap-1 overflow-hidden">
          {stands && <Badge tone={stands.tone}>{stands.label}</Badge>}
          {(row.priority === "urgent" || row.priority === "high") && (
            <Badge tone={priorityTones[row.priority]}>{priorities[row.priority]}</Badge>
          )}
          {row.intent && <Badge className="min-w-0 shrink">{intents[row.intent]}</Badge>}
          {row.owner && <Avatar name={row.owner.name} className="ml-auto size-5 text-[0.625rem]" />}
        </span>
      </span>
    </Link>
  );
}

/** How long the customer waits, or when the thread last moved. */
function WaitingTime({ row }: { row: Row }) {
  if (!row.waiting_since) {
    return <When at={row.last_message_at} short className="text-xs text-subtle tabular-nums" />;
  }
  const long = Date.now() - new Date(row.waiting_since).getTime() > 4 * 3600_000;
  return (
    <span className={cn("text-xs tabular-nums", long ? "font-medium text-warn-text" : "text-muted")}>
      <span className="sr-only">waiting </span>
      <When at={row.waiting_since} short />
    </span>
  );
}
