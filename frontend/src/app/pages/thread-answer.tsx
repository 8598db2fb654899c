import type { Conversation } from "@/features/conversations/api";
import { TakeOverNow } from "@/features/conversations/take-over";
import { fillComposer, startReply } from "@/features/conversations/unsent";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { Skeleton } from "@/ui/states";

const CorrectionCard = soon(
  async () => (await import("@/features/corrections/correction-card")).CorrectionCard,
  <Skeleton className="h-40" />,
);

const HandOver = soon(async () => (await import("@/features/conversations/hand-over")).HandOver);

const BeingWritten = soon(
  async () => (await import("@/features/suggestions/being-written")).BeingWritten,
  <Skeleton className="h-48" />,
);

const SuggestionCard = soon(
  async () => (await import("@/features/suggestions/suggestion-card")).SuggestionCard,
  <Skeleton className="h-80" />,
);

interface AnswerProps {
  thread: Conversation;
  onNext: () => void;
}

/** What follows the messages: the reply that is suggested or being written, and what is to be put right. */
export function Answer({ thread, onNext }: AnswerProps) {
  const writes = useCan("conversations:write");
  const { id, correction, suggestion } = thread;
  const handOver = writes && <HandOver conversationId={id} />;
  const onUse = writes ? (body: string) => fillComposer(id, body) : undefined;
  return (
    <div className="grid grid-cols-1 gap-4">
      {correction && <CorrectionCard correction={correction} />}
      {isReplaced(thread) ? (
        <BeingWritten
          last={suggestion}
          takenOver={thread.ai_paused}
          onReply={writes ? () => startReply(id) : undefined}
          onUse={onUse}
        >
          {writes && <TakeOverNow thread={thread} />}
          {handOver}
        </BeingWritten>
      ) : (
        suggestion && (
          <SuggestionCard
            key={suggestion.id}
            suggestion={suggestion}
            onNext={onNext}
            onUse={onUse}
            handOver={handOver}
          />
        )
      )}
    </div>
  );
}

/** Whether a reply that is being written takes the place of what is there. */
const isReplaced = ({ drafting, suggestion }: Conversation) =>
  drafting && (!suggestion || ["withdrawn", "pending", "none"].includes(suggestion.status));
