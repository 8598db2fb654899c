import { LockKeyhole, Reply, Send } from "lucide-react";
import { useRef } from "react";
import { useActions } from "@/lib/actions";
import { cn } from "@/lib/cn";
import { modKey } from "@/lib/keyboard";
import { linesIn } from "@/lib/lines";
import { markMentions } from "@/lib/mentions";
import { useStore } from "@/lib/store";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { MentionBox } from "@/ui/mention";
import { Segmented } from "@/ui/segmented";
import { refused } from "@/ui/toast";
import { useDirectory, useSendMessage } from "./api";
import { useTellTyping } from "./presence";
import { empty, keepUnsent, type Mode, unsent } from "./unsent";

/** Write to the customer, or to colleagues only. */
export function Composer({ conversationId, to }: { conversationId: string; to: string }) {
  const { text, mode } = useStore(unsent)[conversationId] ?? empty;
  const box = useRef<HTMLTextAreaElement>(null);
  const send = useSendMessage();
  const tellTyping = useTellTyping(conversationId);
  const note = mode === "note";
  const people = (useDirectory().data?.users ?? []).filter((one) => one.is_active);
  const keep = (next: string, nextMode: Mode) => keepUnsent(conversationId, { text: next, mode: nextMode });
  const start = (next: Mode) => {
    keep(text, next);
    box.current?.focus();
  };
  const submit = () => {
    const body = note ? markMentions(text.trim(), people) : text.trim();
    if (!body || send.isPending) return;
    send.mutate(
      { params: { path: { conversation_id: conversationId } }, body: { body, private: note } },
      {
        onSuccess: () => keep("", "reply"),
        onError: (error) => refused("Not sent; your words are still here", error),
      },
    );
  };
  useActions("Write", [
    { label: "Reply", keys: "r", run: () => start("reply") },
    { label: "Private note", keys: "n", run: () => start("note") },
  ]);
  return (
    <form
      className={cn("shrink-0 border-t bg-surface px-3 py-2.5 md:px-4", note && "bg-note")}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="mx-auto group max-w-3xl rounded-lg border border-control-line bg-surface focus-within:outline-2 focus-within:outline-accent">
        <MentionBox
          ref={box}
          people={note ? people : []}
          data-composer
          rows={text ? linesIn(text, 5, 16) : 1}
          value={text}
          onText={(next) => {
            keep(next, mode);
            if (!note) tellTyping();
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
            if (event.key === "Escape") event.currentTarget.blur();
          }}
          aria-label={note ? "Private note" : `Reply to ${to}`}
          placeholder={
            note ? "A note for colleagues, @ names one; the customer never sees it" : `Reply to ${to}`
          }
          className={cn(
            "block field-sizing-content max-h-[45dvh] w-full resize-none bg-transparent px-3 py-2 outline-none placeholder:text-subtle max-md:max-h-[40dvh] max-md:text-md",
            text && "min-h-31",
          )}
        />
        <div
          className={cn(
            "items-center gap-2 border-t px-2 py-1.5",
            text || note ? "flex" : "hidden group-focus-within:flex",
          )}
        >
          <Segmented<Mode>
            label="Kind of message"
            value={mode}
            onChange={(next) => keep(text, next)}
            options={[
              {
                value: "reply",
                label: (
                  <>
                    <Reply aria-hidden /> Reply
                  </>
                ),
              },
              {
                value: "note",
                label: (
                  <>
                    <LockKeyhole aria-hidden /> Note
                  </>
                ),
              },
            ]}
          />
          <Button
            type="submit"
            size="sm"
            tone={text.trim() ? "primary" : "plain"}
            className="ml-auto"
            disabled={!text.trim()}
            busy={send.isPending}
          >
            {note ? "Add note" : "Send"}
            {!note && <Send aria-hidden />}
            <KeyHint>{modKey} ↵</KeyHint>
          </Button>
        </div>
      </div>
    </form>
  );
}
