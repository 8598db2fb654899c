import { Link } from "@tanstack/react-router";
import { CheckCheck } from "lucide-react";
import { HandOver } from "@/features/conversations/hand-over";
import { useApprovalQueue } from "@/features/suggestions/api";
import { QueueItem } from "@/features/suggestions/queue-item";
import { rowsOf } from "@/lib/api";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { Empty, Failed } from "@/ui/states";
import { Pager, Progress, QueuePlaceholder, useQueue } from "./queue";

/** One suggestion at a time, made for doing fifty in ten minutes without a mistake. */
export function Approvals() {
  const query = useApprovalQueue();
  const assigns = useCan("conversations:write");
  const more = () => void (query.hasNextPage && query.fetchNextPage());
  const { item, index, left, done, move, settle } = useQueue(rowsOf(query.data), "suggestion", more);
  return (
    <Page
      title="Approvals"
      narrow
      centre
      note="First what it costs most to leave waiting."
      actions={item && <Pager index={index} total={left} move={move} />}
    >
      <Progress done={done} left={left} what="decision" />
      {query.isPending ? (
        <QueuePlaceholder />
      ) : query.isError && left === 0 ? (
        <Failed error={query.error} what="The queue" onRetry={() => void query.refetch()} />
      ) : item ? (
        <QueueItem
          key={item.id}
          item={item}
          onDecided={(sent) => settle(item.id, sent)}
          handOver={
            assigns && (
              <HandOver
                conversationId={item.conversation_id}
                onHandedOver={(given) => settle(item.id, given)}
              />
            )
          }
        />
      ) : (
        <AllDone done={done} />
      )}
    </Page>
  );
}

const AllDone = ({ done }: { done: number }) => (
  <Empty
    icon={<CheckCheck aria-hidden />}
    title={done > 0 ? `All decided: ${done.toString()} in this sitting` : "Nothing waits for approval"}
    action={
      <Button asChild>
        <Link to="/inbox" search={{ view: "escalated" }}>
          See what only a person can answer
        </Link>
      </Button>
    }
  >
    New drafts appear here by themselves.
  </Empty>
);
