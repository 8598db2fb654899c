import { Link } from "@tanstack/react-router";
import { ActivityRow } from "@/features/activities/activity-row";
import { useActivityCounts, useDueToday } from "@/features/activities/api";
import { type ConversationRow, useFewConversations } from "@/features/conversations/api";
import { useCounts, type View } from "@/features/conversations/views";
import { intents } from "@/lib/intents";
import { useMe } from "@/lib/session";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { When } from "@/ui/time";
import { Alarms } from "./home-alarms";
import { ApprovalsBlock } from "./home-approvals";
import { Block } from "./home-block";
import { FirstSteps } from "./home-first-steps";
import { OutdatedBlock } from "./home-outdated";

/** The next thing to do, and nothing else. */
export function Home() {
  const me = useMe();
  return (
    <Page title="Work list" note={greeting(me.name)}>
      <div className="grid gap-4">
        <Alarms />
        <FirstSteps />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <ApprovalsBlock />
          <ThreadsBlock view="escalated" title="Only a person can answer" nothing="Nothing was escalated." />
          <OutdatedBlock />
          <TasksBlock />
          <ThreadsBlock
            view="unassigned"
            title="Nobody looks after"
            nothing="Every open thread has an owner."
          />
        </div>
      </div>
    </Page>
  );
}

const greeting = (name: string) => {
  const today = new Date().toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long" });
  return `${name.split(" ")[0] ?? name}, ${today}`;
};

interface ThreadsProps {
  view: View;
  title: string;
  nothing: string;
}

function ThreadsBlock({ view, title, nothing }: ThreadsProps) {
  const query = useFewConversations(view);
  const counts = useCounts().data;
  const rows = query.data?.items ?? [];
  const total = counts?.[view] ?? 0;
  return (
    <Block title={title} count={total} query={query} empty={rows.length === 0} nothing={nothing}>
      <ul>
        {rows.map((row) => (
          <ThreadLine key={row.id} row={row} view={view} />
        ))}
      </ul>
      {total > rows.length && (
        <Link
          to="/inbox"
          search={{ view }}
          className="ring-inset-focus block border-t px-4 py-2 text-sm text-accent-text hover:underline"
        >
          All {total}
        </Link>
      )}
    </Block>
  );
}

function ThreadLine({ row, view }: { row: ConversationRow; view: View }) {
  return (
    <li className="border-b last:border-0">
      <Link
        to="/inbox/$conversationId"
        params={{ conversationId: row.id }}
        search={{ view }}
        className="ring-inset-focus flex min-h-14 items-center gap-3 px-4 py-2 hover:bg-hover"
      >
        <Avatar name={row.contact.name} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="truncate font-medium">{row.contact.name}</span>
            {row.priority === "urgent" && <Badge tone="bad">Urgent</Badge>}
            {row.priority === "high" && <Badge tone="warn">High</Badge>}
          </span>
          <span className="block truncate text-sm text-muted">{row.subject || "(no subject)"}</span>
        </span>
        <span className="shrink-0 text-right text-sm">
          <span className="block text-muted">
            {row.waiting_since ? (
              <When at={row.waiting_since} short />
            ) : (
              <When at={row.last_message_at} short />
            )}
          </span>
          {row.intent && (
            <span className="block text-xs text-subtle max-sm:hidden">{intents[row.intent]}</span>
          )}
        </span>
      </Link>
    </li>
  );
}

function TasksBlock() {
  const query = useDueToday();
  const tasks = query.data?.items ?? [];
  const late = useActivityCounts().data?.overdue ?? 0;
  return (
    <Block
      title="My day"
      count={query.data?.total ?? tasks.length}
      query={query}
      empty={tasks.length === 0}
      nothing="Nothing due today."
      aside={
        <>
          {late > 0 && <Badge tone="bad">{late} overdue</Badge>}
          <Button asChild size="sm">
            <Link to="/activities">All activities</Link>
          </Button>
        </>
      }
    >
      <ul>
        {tasks.map((one) => (
          <ActivityRow key={one.id} activity={one} />
        ))}
      </ul>
    </Block>
  );
}
