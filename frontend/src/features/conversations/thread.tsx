import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { Scroller } from "@/ui/scroller";
import { Failed, Notice, Skeleton } from "@/ui/states";
import { type Conversation, useConversation, useMarkRead } from "./api";
import { MessageItem } from "./message-item";
import { StageSteps } from "./stage";

interface ThreadProps {
  id: string;
  children: (thread: Conversation, messages: ReactNode) => ReactNode;
  /** What follows the last message: the suggestion. */
  after: (thread: Conversation) => ReactNode;
}

/** Load a thread, mark it read, and lay out its messages; the page composes the rest around it. */
export function Thread({ id, children, after }: ThreadProps) {
  const query = useConversation(id);
  const thread = query.data;
  useReadMark(thread);
  if (query.isPending) return <Placeholder />;
  if (!thread) {
    return (
      <Failed error={query.error} what="The thread" onRetry={() => void query.refetch()} className="flex-1" />
    );
  }
  return children(thread, <Messages key={thread.id} thread={thread} after={after(thread)} />);
}

/** Reading is an effect of showing: once per thread and new message. */
function useReadMark(thread: Conversation | undefined) {
  const { mutate } = useMarkRead();
  const unread = thread?.unread ? thread.id : null;
  useEffect(() => {
    if (unread) mutate(unread);
  }, [unread, mutate]);
}

function Messages({ thread, after }: { thread: Conversation; after: ReactNode }) {
  const scroller = useRef<HTMLDivElement>(null);
  const newest = thread.messages.at(-1)?.id;
  useEffect(() => {
    if (!newest) return;
    const item = scroller.current?.querySelector(`[data-message="${newest}"]`);
    item?.scrollIntoView?.({ block: "start" });
  }, [newest]);
  return (
    <Scroller ref={scroller} className="min-h-0 flex-1 scroll-pt-4" aria-label="Messages">
      <div className="@container mx-auto max-w-3xl px-3 py-4 md:px-4">
        {thread.linked && (
          <Notice className="mb-3">
            Continues{" "}
            <Link
              to="/inbox/$conversationId"
              params={{ conversationId: thread.linked.id }}
              search={{}}
              className="font-medium underline"
            >
              {thread.linked.subject}
            </Link>
          </Notice>
        )}
        <ol className="grid grid-cols-1 gap-3">
          {thread.messages.map((message) => (
            <MessageItem key={message.id} message={message} outdated={outdatedIn(thread, message.id)} />
          ))}
        </ol>
        <div className="mt-4 mb-2 px-1">
          <StageSteps stage={thread.stage} leavesAt={thread.suggestion?.leaves_at ?? null} />
        </div>
        {after}
      </div>
    </Scroller>
  );
}

/** What a message stated that no longer holds, in words. */
const outdatedIn = (thread: Conversation, id: string) =>
  (thread.correction?.changes ?? [])
    .filter((change) => change.message_id === id)
    .map(({ title, was, now }) => `${title}: ${was}, now ${now ?? "no longer offered"}`);

const Placeholder = () => (
  <div role="status" aria-label="Loading the thread" className="flex-1">
    <div className="flex h-13 items-center border-b bg-surface px-4">
      <Skeleton className="h-4 w-56" />
    </div>
    <div className="mx-auto max-w-3xl space-y-3 p-4">
      {[0, 1].map((card) => (
        <div key={card} className="space-y-3 rounded-lg border bg-surface p-4">
          <div className="flex items-center gap-2">
            <Skeleton className="size-7 rounded-full" />
            <Skeleton className="h-3 w-32" />
          </div>
          <Skeleton className="h-3 w-11/12" />
          <Skeleton className="h-3 w-4/5" />
          <Skeleton className="h-3 w-2/5" />
        </div>
      ))}
    </div>
  </div>
);
