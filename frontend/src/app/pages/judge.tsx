import { Link } from "@tanstack/react-router";
import { Scale } from "lucide-react";
import { JudgeItem } from "@/features/suggestions/judge-item";
import { useJudgements } from "@/features/suggestions/judgements";
import { rowsOf } from "@/lib/api";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { Empty, Failed } from "@/ui/states";
import { Pager, Progress, QueuePlaceholder, useQueue } from "./queue";

/** Replies that left by themselves, one at a time: was each as you would have sent it? */
export function Judge() {
  const query = useJudgements();
  const more = () => void (query.hasNextPage && query.fetchNextPage());
  const { item, index, left, done, move, settle } = useQueue(rowsOf(query.data), "reply", more);
  return (
    <Page
      title="Judge"
      narrow
      centre
      note="Replies that left by themselves, the oldest first."
      actions={item && <Pager index={index} total={left} move={move} />}
    >
      <Progress done={done} left={left} what="verdict" />
      {query.isPending ? (
        <QueuePlaceholder />
      ) : query.isError && left === 0 ? (
        <Failed error={query.error} what="The queue" onRetry={() => void query.refetch()} />
      ) : item ? (
        <JudgeItem key={item.id} item={item} onJudged={(sent) => settle(item.id, sent)} />
      ) : (
        <AllJudged done={done} />
      )}
    </Page>
  );
}

function AllJudged({ done }: { done: number }) {
  const quality = useCan("quality:read");
  return (
    <Empty
      icon={<Scale aria-hidden />}
      title={done > 0 ? `All judged: ${done.toString()} in this sitting` : "Nothing waits to be judged"}
      action={
        quality && (
          <Button asChild>
            <Link to="/quality" search={{}}>
              See what the verdicts say
            </Link>
          </Button>
        )
      }
    >
      The first 50 replies of each kind that leave by themselves appear here, then one in twenty.
    </Empty>
  );
}
