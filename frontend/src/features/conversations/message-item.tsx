import { Bot, Check, CircleAlert, Clock, History, LockKeyhole, Sparkles } from "lucide-react";
import { useSecondsLeft } from "@/lib/clock";
import { cn } from "@/lib/cn";
import { useCan } from "@/lib/permissions";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/states";
import { When } from "@/ui/time";
import { refused } from "@/ui/toast";
import { type Message, useSettle } from "./api";
import { MessageBody } from "./message-body";
import { TriageBar } from "./triage-bar";
import { deliveryWords } from "./words";

/** One message: the customer's, a colleague's, the AI's, or a private note. */
export function MessageItem({ message, outdated = [] }: { message: Message; outdated?: string[] }) {
  const { author, direction } = message;
  return (
    <li
      data-message={message.id}
      className={cn(
        "rounded-lg border bg-surface px-4 py-3",
        direction === "out" && !message.private && "border-l-2 border-l-accent @2xl:ml-10",
        direction === "in" && "@2xl:mr-10",
        message.private && "border-note-line bg-note @2xl:ml-10",
      )}
    >
      <header className="flex items-center gap-2 text-sm">
        {author.kind === "ai" || author.kind === "system" ? (
          <span className="grid size-7 place-items-center rounded-full bg-accent-soft text-accent-text">
            <Sparkles className="size-4" aria-hidden />
          </span>
        ) : (
          <Avatar name={author.name} />
        )}
        <span className="min-w-0 truncate font-medium">{author.name}</span>
        {author.kind === "ai" && <Badge tone="accent">AI</Badge>}
        {message.private && (
          <Badge tone="warn">
            <LockKeyhole aria-hidden /> Private note
          </Badge>
        )}
        {message.automated && (
          <Badge title={message.automated}>
            <Bot aria-hidden /> Automated
          </Badge>
        )}
        <span className="ml-auto flex shrink-0 items-center gap-2 text-xs text-subtle">
          {direction === "out" && !message.private && <Delivery message={message} />}
          <When at={message.sent_at ?? message.created_at} />
        </span>
      </header>
      <MessageBody message={message} />
      {message.automated && (
        <p className="mt-2 text-xs text-subtle">Not from a person: {message.automated}</p>
      )}
      {message.status_reason && direction === "out" && (
        <p className="mt-2 text-sm text-bad-text">{message.status_reason}</p>
      )}
      {outdated.length > 0 && (
        <Notice tone="warn" icon={<History aria-hidden />} className="mt-3">
          No longer so: {outdated.join("; ")}
        </Notice>
      )}
      {message.status === "unknown" && <Settle id={message.id} />}
      {message.triage && <TriageBar messageId={message.id} triage={message.triage} />}
    </li>
  );
}

/** Whether a message left, in a word and a mark. */
function Delivery({ message }: { message: Message }) {
  const left = useSecondsLeft(message.status === "queued" ? message.leaves_at : null);
  const { label, tone } = deliveryWords[message.status] ?? { label: message.status, tone: "plain" as const };
  const Icon = tone === "ok" ? Check : tone === "bad" || tone === "warn" ? CircleAlert : Clock;
  const tones: Partial<Record<typeof tone, string>> = {
    ok: "text-ok-text",
    bad: "text-bad-text",
    warn: "text-warn-text",
  };
  return (
    <span className={cn("inline-flex items-center gap-1", tones[tone])} data-delivery={message.status}>
      <Icon className="size-3.5" aria-hidden />
      {left ? `Leaves in ${left.toString()} s` : label}
    </span>
  );
}

/** Nobody saw the sending end: a person who knows says what became of it. */
function Settle({ id }: { id: string }) {
  const settle = useSettle();
  const writes = useCan("conversations:write");
  if (!writes) return null;
  const say = (outcome: "sent" | "failed") =>
    settle.mutate(
      { params: { path: { message_id: id } }, body: { outcome } },
      { onError: (error) => refused("Nothing was changed", error) },
    );
  return (
    <Notice tone="warn" className="mt-3 items-center">
      <span className="flex flex-wrap items-center gap-2">
        <span className="flex-1">
          The connection broke while this was sent. It is never sent twice by guess.
        </span>
        <Button size="sm" onClick={() => say("sent")} disabled={settle.isPending}>
          It arrived
        </Button>
        <Button size="sm" onClick={() => say("failed")} disabled={settle.isPending}>
          It did not
        </Button>
      </span>
    </Notice>
  );
}
