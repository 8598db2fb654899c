import { Bot, Hand } from "lucide-react";
import { useActions } from "@/lib/actions";
import { useMe } from "@/lib/session";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { type Conversation, useThreadVerbs } from "./api";

/** Answer this thread oneself, or let the AI answer it again. */
export function TakeOver({ thread }: { thread: Conversation }) {
  const { paused, run } = useTakingOver(thread);
  useActions("This thread", [
    { label: paused ? "Hand the thread back to the AI" : "Take the thread over", keys: "t", run },
  ]);
  return (
    <Button
      size="sm"
      tone={paused ? "plain" : "quiet"}
      onClick={run}
      title={
        paused
          ? "A person has taken over: nothing leaves by itself. Hand back to let the AI answer again."
          : "Answer yourself: what is about to leave is withdrawn, and nothing leaves by itself."
      }
    >
      {paused ? <Bot aria-hidden /> : <Hand aria-hidden />}
      <span className="max-sm:sr-only">{paused ? "Hand back" : "Take over"}</span>
    </Button>
  );
}

/** The same where a reply is about to come; its key is the header's. */
export function TakeOverNow({ thread }: { thread: Conversation }) {
  const { paused, run } = useTakingOver(thread);
  if (paused) return null;
  return (
    <Button onClick={run}>
      <Hand aria-hidden /> Take over <KeyHint>t</KeyHint>
    </Button>
  );
}

function useTakingOver(thread: Conversation) {
  const me = useMe();
  const { takeOver, handBack } = useThreadVerbs(thread);
  const paused = thread.ai_paused;
  return { paused, run: () => (paused ? handBack() : takeOver({ id: me.id, name: me.name })) };
}
