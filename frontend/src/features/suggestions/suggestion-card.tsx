import { Sparkles, TriangleAlert, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useActions } from "@/lib/actions";
import { useSecondsLeft } from "@/lib/clock";
import { cn } from "@/lib/cn";
import { percent } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { whenOpen } from "@/lib/when-open";
import { Badge, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Notice } from "@/ui/states";
import { When } from "@/ui/time";
import { type Claim, type Decision, type Suggestion, useDecide } from "./api";
import { DecisionBar } from "./decision-bar";
import { DraftText } from "./draft-text";
import { Evidence, Meter } from "./evidence";
import { confidenceWords } from "./words";

const DraftEditor = soon(async () => (await import("./editor")).DraftEditor);

const NotSent = soon(async () => (await import("./not-sent")).NotSent);

const WhatHappened = soon(async () => (await import("./what-happened")).WhatHappened);

const RejectDialog = whenOpen(async () => (await import("./reject-dialog")).RejectDialog);

interface CardProps {
  suggestion: Suggestion;
  /** Go on to the next thread after a decision. */
  onNext?: () => void;
  /** In a queue: the decision is on its way; a rejected promise puts the item back. */
  onDecided?: (sent: Promise<unknown>) => void;
  /** Carry a draft that was not sent over to the composer. */
  onUse?: (body: string) => void;
  /** Gives the thread to somebody else. */
  handOver?: ReactNode;
}

const states: Record<Suggestion["status"], { label: string; tone: Tone }> = {
  pending: { label: "Held for you", tone: "accent" },
  scheduled: { label: "Leaving by itself", tone: "info" },
  sent: { label: "Sent by itself", tone: "ok" },
  approved: { label: "Approved", tone: "ok" },
  edited: { label: "Approved with changes", tone: "ok" },
  rejected: { label: "Rejected", tone: "plain" },
  withdrawn: { label: "Withdrawn", tone: "plain" },
  none: { label: "No draft", tone: "plain" },
};

/** What the AI proposes, that it is true and how sure it is, and what to do about it. */
export function SuggestionCard({ suggestion, onNext, onDecided, onUse, handOver }: CardProps) {
  const [lit, setLit] = useState<Claim | null>(null);
  const [mode, setMode] = useState<"read" | "edit" | "reject">("read");
  const decide = useDecide();
  const writes = useCan("suggestions:write");
  const pending = suggestion.status === "pending" && suggestion.body !== null;
  const wrong = suggestion.claims.filter(({ ok }) => !ok).length;
  const run = (decision: Decision) => {
    setMode("read");
    const sent = decide.mutateAsync({ suggestion, decision });
    // Told to the person by the mutation itself.
    sent.catch(() => undefined);
    onDecided?.(sent);
  };

  const edit = async (body: string, knowingly: boolean) => {
    const after = await decide.mutateAsync({ suggestion, decision: { verb: "edit", body, knowingly } });
    setMode("read");
    onDecided?.(Promise.resolve(after));
  };

  if (suggestion.status === "none") return <NotSent suggestion={suggestion} onUse={onUse} />;
  if (suggestion.body === null) return null;
  return (
    <Frame suggestion={suggestion}>
      <Undo suggestion={suggestion} />
      <Outcome suggestion={suggestion} onUse={onUse} handOver={handOver} />
      {wrong > 0 && pending && (
        <Notice tone="bad" icon={<TriangleAlert aria-hidden />} className="mb-3">
          {wrong === 1 ? "One fact does" : `${wrong.toString()} facts do`} not match the catalogue. Edit
          before sending.
        </Notice>
      )}
      {mode === "edit" && pending ? (
        <DraftEditor body={suggestion.body} onCancel={() => setMode("read")} onSend={edit} />
      ) : (
        <>
          {/* The claims' places are those of the draft: what a person made of it is shown as the difference. */}
          {suggestion.status !== "edited" && (
            <DraftText body={suggestion.body} claims={suggestion.claims} lit={lit} onLight={setLit} />
          )}
          {pending && writes && (
            <div className="sticky bottom-0 z-10 -mx-4 border-t bg-surface px-4 py-3">
              <DecisionBar
                risky={wrong > 0}
                busy={decide.isPending}
                queue={onDecided !== undefined}
                onApprove={() => run({ verb: "approve" })}
                onNext={onNext}
                handOver={handOver}
                onEdit={() => setMode("edit")}
                onReject={() => setMode("reject")}
              />
            </div>
          )}
        </>
      )}
      {suggestion.status !== "pending" && <WhatHappened suggestion={suggestion} />}
      <Evidence suggestion={suggestion} lit={lit} onLight={setLit} />
      <RejectDialog
        open={mode === "reject"}
        onOpenChange={(open) => setMode(open ? "reject" : "read")}
        onReject={(reason, kind) => run({ verb: "reject", reason, kind })}
      />
    </Frame>
  );
}

function Frame({ suggestion, children }: { suggestion: Suggestion; children: ReactNode }) {
  const state = states[suggestion.status];
  return (
    <section
      aria-label="Suggestion"
      data-suggestion={suggestion.status}
      className={cn("rounded-lg border bg-surface", suggestion.status === "pending" && "border-accent")}
    >
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-2">
        <Sparkles className="size-4 text-accent-text" aria-hidden />
        <h3 className="text-base">Suggested reply</h3>
        <Badge tone={state.tone}>{state.label}</Badge>
        {suggestion.shadow && <Badge tone="info">Would have been sent</Badge>}
        <span className="ml-auto flex items-center gap-2" title={confidenceWords(suggestion)}>
          <span className="text-xs text-subtle max-sm:sr-only">confidence</span>
          <span className="w-14">
            <Meter value={suggestion.confidence} />
          </span>
          <span className="text-md font-semibold tabular-nums" data-testid="confidence">
            {percent(suggestion.confidence)}
          </span>
        </span>
      </header>
      <div className="p-4">{children}</div>
    </section>
  );
}

/** The seconds until a reply leaves, and the way to stop it. */
function Undo({ suggestion }: { suggestion: Suggestion }) {
  const left = useSecondsLeft(suggestion.leaves_at);
  const decide = useDecide();
  const writes = useCan("suggestions:write");
  const stoppable = ["scheduled", "approved", "edited"].includes(suggestion.status) && Boolean(left);
  const stop = () => decide.mutate({ suggestion, decision: { verb: "withdraw" } });
  useActions("Suggestion", [
    stoppable && writes && { label: "Stop the reply from leaving", keys: "u", run: stop },
  ]);
  if (!stoppable) return null;
  return (
    <Notice className="mb-3 items-center">
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-medium tabular-nums" aria-live="off">
          Leaves in {left?.toString()} s
        </span>
        {writes && (
          <Button size="sm" onClick={stop} busy={decide.isPending}>
            <Undo2 aria-hidden /> Undo <KeyHint>u</KeyHint>
          </Button>
        )}
      </span>
    </Notice>
  );
}

/** Who decided, when, and why; what did not leave can still be used, or given to somebody else. */
function Outcome({ suggestion, onUse, handOver }: Pick<CardProps, "suggestion" | "onUse" | "handOver">) {
  const { status, decided_at, decided_by, reject_reason, withdrawn_because, original_body } = suggestion;
  const unused = (status === "withdrawn" || status === "rejected") && suggestion.body;
  const why = reject_reason ?? (decided_by ? null : withdrawn_because);
  if (status === "pending" || status === "scheduled" || !(decided_at || withdrawn_because)) return null;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2 text-sm text-muted">
      <p className="flex-1 basis-60">
        {states[status].label}
        {decided_by ? ` by ${decided_by.name}` : ""}
        {decided_at && (
          <>
            , <When at={decided_at} />
          </>
        )}
        {why ? `: ${why}` : "."}
        {status === "edited" && original_body && " The AI learns from what was changed."}
      </p>
      {unused && onUse && (
        <>
          <Button size="sm" onClick={() => onUse(unused)}>
            Use as my reply
          </Button>
          {handOver}
        </>
      )}
    </div>
  );
}
