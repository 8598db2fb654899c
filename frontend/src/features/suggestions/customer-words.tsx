import { Link } from "@tanstack/react-router";
import { ExternalLink } from "lucide-react";
import { Avatar } from "@/ui/avatar";
import { When } from "@/ui/time";
import type { Queued } from "./api";

/** What the customer wrote, with the way to the thread. */
export function CustomerWords({ item, view }: { item: Queued; view: "needs_approval" | "all" }) {
  const { conversation, message } = item;
  return (
    <section className="rounded-lg border bg-surface px-4 py-3" aria-label="The customer's words">
      <header className="flex items-center gap-2 text-sm">
        <Avatar name={conversation.contact.name} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{conversation.contact.name}</span>
          <span className="block truncate text-subtle">{conversation.subject}</span>
        </span>
        <Link
          to="/inbox/$conversationId"
          params={{ conversationId: conversation.id }}
          search={{ view }}
          className="touch inline-flex shrink-0 items-center gap-1 text-accent-text hover:underline"
        >
          <ExternalLink className="size-3.5" aria-hidden /> Thread
        </Link>
        <When at={item.created_at} className="shrink-0 text-xs text-subtle" />
      </header>
      <p className="mt-2 max-h-64 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]">
        {message.text}
      </p>
    </section>
  );
}
