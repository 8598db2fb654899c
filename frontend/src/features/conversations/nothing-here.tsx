import { Link } from "@tanstack/react-router";
import { Inbox } from "lucide-react";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/states";
import type { ThreadSearch } from "./api";
import { useCounts, viewNames } from "./views";

/** A view of the inbox without threads, and what to do about it. */
export function NothingHere({ search }: { search: ThreadSearch }) {
  const { view = "mine", q, intent, priority } = search;
  const counts = useCounts().data;
  const connects = useCan("channels:write");
  if (q || intent || priority) {
    return (
      <Empty icon={<Inbox aria-hidden />} title="No thread matches">
        Change the words or remove a filter.
      </Empty>
    );
  }
  if (counts && counts.all === 0) {
    return (
      <Empty
        icon={<Inbox aria-hidden />}
        title="No mail has come in yet"
        action={
          connects && (
            <Button asChild tone="primary">
              <Link to="/settings/channels">Connect a channel</Link>
            </Button>
          )
        }
      >
        Forward the shop's mail to a channel: each message becomes a thread here, with a suggested answer.
      </Empty>
    );
  }
  const words: Partial<Record<typeof view, string>> = {
    mine: "Nothing is assigned to you. Take something from Unassigned.",
    unassigned: "Every open thread has somebody who looks after it.",
    needs_approval: "No draft waits for a decision. New ones appear here by themselves.",
    escalated: "Nothing that only a person can answer.",
  };
  return (
    <Empty icon={<Inbox aria-hidden />} title={`${viewNames[view]} is empty`}>
      {words[view] ?? "New mail appears here by itself."}
    </Empty>
  );
}
