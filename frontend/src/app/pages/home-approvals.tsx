import { Link } from "@tanstack/react-router";
import { type Queued, useFewApprovals } from "@/features/suggestions/api";
import { stretch } from "@/features/suggestions/turn";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Block } from "./home-block";

/** Drafts that wait for a decision, first what it costs most to leave waiting. */
export function ApprovalsBlock() {
  const query = useFewApprovals();
  const rows = query.data?.items ?? [];
  const total = query.data?.total ?? 0;
  return (
    <Block
      title="Waiting for your approval"
      count={total}
      query={query}
      empty={rows.length === 0}
      nothing="No draft waits for a decision."
      aside={
        total > 0 && (
          <Button asChild size="sm" tone="primary">
            <Link to="/approvals">Decide {total}</Link>
          </Button>
        )
      }
    >
      <ul>
        {rows.map((item) => (
          <Line key={item.id} item={item} />
        ))}
      </ul>
    </Block>
  );
}

function Line({ item }: { item: Queued }) {
  const { contact, id, subject } = item.conversation;
  const left = item.turn.due_in_s;
  return (
    <li className="border-b last:border-0">
      <Link
        to="/inbox/$conversationId"
        params={{ conversationId: id }}
        search={{ view: "needs_approval" }}
        className="ring-inset-focus flex min-h-14 items-center gap-3 px-4 py-2 hover:bg-hover"
      >
        <Avatar name={contact.name} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{contact.name}</span>
          <span className="block truncate text-sm text-muted">{subject || "(no subject)"}</span>
        </span>
        <Badge tone={left < 0 ? "bad" : "plain"}>
          {left < 0 ? `${stretch(left)} overdue` : `${stretch(left)} left`}
        </Badge>
      </Link>
    </li>
  );
}
