import { Send } from "lucide-react";
import { useState } from "react";
import { useActions } from "@/lib/actions";
import { sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog, DialogActions } from "@/ui/dialog";
import { Field, Textarea } from "@/ui/field";
import { KeyHint } from "@/ui/kbd";
import type { Claim } from "./api";
import { CustomerWords } from "./customer-words";
import { DraftText } from "./draft-text";
import { Evidence } from "./evidence";
import { type Judgement, useJudge, type Verdict, verdicts } from "./judgements";

interface ItemProps {
  item: Judgement;
  onJudged: (sent: Promise<unknown>) => void;
}

/** A reply that left by itself: the customer's words, what was sent, and the four verdicts. */
export function JudgeItem({ item, onJudged }: ItemProps) {
  const [lit, setLit] = useState<Claim | null>(null);
  const [grave, setGrave] = useState<Verdict | null>(null);
  const judge = useJudge();
  const { suggestion } = item;
  const give = (verdict: Verdict, note?: string) => {
    setGrave(null);
    const sent = judge.mutateAsync({ id: item.id, verdict, note });
    // Told to the person by the mutation itself.
    sent.catch(() => undefined);
    onJudged(sent);
  };
  const choose = (verdict: Verdict) =>
    verdict === "good" || verdict === "would_edit" ? give(verdict) : setGrave(verdict);
  return (
    <article
      className="grid grid-cols-1 gap-3"
      aria-label={`Reply to ${suggestion.conversation.contact.name}`}
    >
      <CustomerWords item={suggestion} view="all" />
      <section aria-label="The reply that was sent" className="rounded-lg border bg-surface">
        <header className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-2">
          <Send className="size-4 text-accent-text" aria-hidden />
          <h3 className="text-base">Sent by itself</h3>
          <Badge>{sentence(item.intent)}</Badge>
          <Badge tone="info">{item.drawn === "first" ? "One of the first 50" : "Drawn by lot"}</Badge>
        </header>
        <div className="p-4">
          <DraftText body={suggestion.body ?? ""} claims={suggestion.claims} lit={lit} onLight={setLit} />
          <div className="sticky bottom-0 z-10 -mx-4 border-t bg-surface px-4 py-3">
            <VerdictBar onChoose={choose} busy={judge.isPending} />
          </div>
          <Evidence suggestion={suggestion} lit={lit} onLight={setLit} />
        </div>
      </section>
      {grave && <GraveDialog verdict={grave} onClose={() => setGrave(null)} onGive={give} />}
    </article>
  );
}

function VerdictBar({ onChoose, busy }: { onChoose: (verdict: Verdict) => void; busy: boolean }) {
  useActions(
    "Judge",
    verdicts.map(({ value, label }, place) => ({
      label: `Judge: ${label}`,
      keys: (place + 1).toString(),
      run: () => onChoose(value),
    })),
  );
  return (
    <div className="grid grid-cols-2 gap-1.5 sm:flex sm:flex-wrap">
      {verdicts.map(({ value, label, note }, place) => (
        <Button
          key={value}
          tone={value === "good" ? "primary" : place > 1 ? "danger" : "plain"}
          title={note}
          disabled={busy}
          className="min-w-0"
          onClick={() => onChoose(value)}
        >
          <span className="truncate">{label}</span> <KeyHint>{place + 1}</KeyHint>
        </Button>
      ))}
    </div>
  );
}

interface GraveProps {
  verdict: Verdict;
  onClose: () => void;
  onGive: (verdict: Verdict, note: string) => void;
}

/** The two verdicts that stop replies from leaving: asked once more, with room for what was wrong. */
function GraveDialog({ verdict, onClose, onGive }: GraveProps) {
  const [note, setNote] = useState("");
  const wrong = verdict === "wrong_fact";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={wrong ? "A fact in this reply is wrong" : "This should not have been sent"}
      description={
        wrong
          ? "Replies to such messages stop leaving by themselves at once, until an admin turns them on again."
          : "It counts against this kind of message, which switches itself off when too many replies were not good."
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onGive(verdict, note.trim());
        }}
      >
        <Field label={wrong ? "What is wrong?" : "Why?"} optional>
          {(wiring) => (
            <Textarea
              {...wiring}
              autoFocus
              rows={2}
              maxLength={1000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.shiftKey) return;
                event.preventDefault();
                event.currentTarget.form?.requestSubmit();
              }}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>Back</Button>
          <Button type="submit" tone="dangerSolid">
            {wrong ? "A fact is wrong" : "Should not have been sent"} <KeyHint>↵</KeyHint>
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
