import { Link } from "@tanstack/react-router";
import { CircleHelp, MessageSquareReply, PencilLine } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { asRead } from "@/lib/as-read";
import { language, plural } from "@/lib/format";
import { intentName } from "@/lib/intents";
import { useCan } from "@/lib/permissions";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { More } from "@/ui/more";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { type Gap, type GapStatus, useChangeGap, useGaps } from "./gaps";

/** Questions that could not be answered, each with where it was asked and what one can do. */
export function GapList({ status }: { status: GapStatus }) {
  const query = useGaps(status);
  const rows = rowsOf(query.data);
  if (query.isPending) return <SkeletonRows rows={4} className="h-24" />;
  if (query.isError && rows.length === 0) {
    return <Failed error={query.error} what="The gaps" onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) {
    return (
      <Empty
        icon={<CircleHelp aria-hidden />}
        title={status === "open" ? "Every question could be answered" : "Nothing here"}
      >
        What customers ask and no article or product answers is collected here by itself.
      </Empty>
    );
  }
  return (
    <>
      <ul className="overflow-hidden rounded-lg border bg-surface">
        {rows.map((gap) => (
          <GapRow key={gap.id} gap={gap} />
        ))}
      </ul>
      <More query={query} />
    </>
  );
}

function GapRow({ gap }: { gap: Gap }) {
  return (
    <li className="border-b px-4 py-3 last:border-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h3 className="text-base font-medium [overflow-wrap:anywhere]">{gap.question}</h3>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
            <span className="font-medium text-ink tabular-nums">
              asked {gap.count === 1 ? "once" : plural(gap.count, "time")}
            </span>
            <span>
              last <When at={gap.last_asked_at} />
            </span>
            <Badge>{intentName(gap.intent)}</Badge>
            <Badge>{language(gap.language)}</Badge>
            {gap.for_a_person && <Badge tone="info">For a person</Badge>}
            {gap.status === "open" && gap.reopened_at && (
              <Badge tone="warn">Asked again after its article</Badge>
            )}
          </p>
        </div>
        <Verbs gap={gap} />
      </div>
      {gap.for_a_person && gap.status === "open" && (
        <p className="mt-2 text-sm">
          {gap.for_a_person} No article can answer that; answer it in the thread.
        </p>
      )}
      {gap.article && (
        <p className="mt-2 text-sm text-muted">
          {gap.status === "answered" ? "Answered by " : "Its article, which did not answer it: "}
          <Link
            to="/knowledge/$articleId"
            params={{ articleId: gap.article.id }}
            search={{}}
            className="font-medium text-accent-text hover:underline"
          >
            {gap.article.title}
          </Link>
        </p>
      )}
      <ul className="mt-2 grid grid-cols-1 gap-1 border-l-2 pl-3 text-sm">
        {gap.examples.map((example) => (
          <li key={`${example.conversation_id}-${example.created_at}`} className="flex items-baseline gap-2">
            <Link
              to="/inbox/$conversationId"
              params={{ conversationId: example.conversation_id }}
              search={{ view: "all" }}
              title={example.why}
              className="min-w-0 truncate text-muted hover:text-ink hover:underline"
            >
              {example.text}
            </Link>
            <When at={example.created_at} short className="ml-auto shrink-0 text-xs text-subtle" />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Verbs({ gap }: { gap: Gap }) {
  const writes = useCan("articles:write");
  const change = useChangeGap();
  if (!writes) return null;
  const move = (status: "open" | "dismissed", said: string) =>
    change.mutate(
      { params: { path: { gap_id: gap.id } }, body: { status }, ...asRead(gap) },
      { onSuccess: () => done(said), onError: (error) => refused("The gap was not changed", error) },
    );
  if (gap.status !== "open") {
    return (
      <Button size="sm" onClick={() => move("open", "Open again")} busy={change.isPending}>
        Open again
      </Button>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      {gap.for_a_person ? <ToThread gap={gap} /> : <WriteArticle gap={gap} tone="primary" />}
      <Button
        size="sm"
        onClick={() => move("dismissed", "Dismissed. It is counted on, but no longer shown as open.")}
        busy={change.isPending}
      >
        Dismiss
      </Button>
      {gap.for_a_person && <WriteArticle gap={gap} tone="quiet" />}
    </div>
  );
}

/** An article with the question as its title; quiet where it would hardly help, for we may be wrong. */
const WriteArticle = ({ gap, tone }: { gap: Gap; tone: "primary" | "quiet" }) => (
  <Button asChild size="sm" tone={tone}>
    <Link to="/knowledge/$articleId" params={{ articleId: "new" }} search={{ gap: gap.id }}>
      <PencilLine aria-hidden /> {tone === "quiet" ? "Write one all the same" : "Write an article"}
    </Link>
  </Button>
);

/** Where it was asked last, for a person to answer. */
function ToThread({ gap }: { gap: Gap }) {
  const newest = gap.examples[0];
  if (!newest) return null;
  return (
    <Button asChild size="sm" tone="primary">
      <Link
        to="/inbox/$conversationId"
        params={{ conversationId: newest.conversation_id }}
        search={{ view: "all" }}
      >
        <MessageSquareReply aria-hidden /> Open the thread
      </Link>
    </Button>
  );
}
