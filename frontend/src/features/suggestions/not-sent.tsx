import { Hand, MailX } from "lucide-react";
import { useState } from "react";
import { cn } from "@/lib/cn";
import { Button } from "@/ui/button";
import type { Claim, Suggestion } from "./api";
import { DraftText } from "./draft-text";
import { CheckedFacts, Sources } from "./evidence";

interface NotSentProps {
  suggestion: Suggestion;
  /** Carry what there is of a draft over to the composer. */
  onUse?: (body: string) => void;
}

/** Escalated, or nothing to answer: the reasons, and what was drafted as a start for a person. */
export function NotSent({ suggestion, onUse }: NotSentProps) {
  const escalated = suggestion.decision === "escalate";
  const Icon = escalated ? Hand : MailX;
  return (
    <section
      aria-label="Suggestion"
      data-suggestion={suggestion.status}
      className={cn("rounded-lg border bg-surface", escalated && "border-warn")}
    >
      <div className="p-4">
        <h3 className="flex items-center gap-2 text-base">
          <Icon className={cn("size-4", escalated ? "text-warn-text" : "text-subtle")} aria-hidden />
          {escalated ? "Escalated: a person should answer" : "No reply needed"}
        </h3>
        <ul className="mt-2 list-disc space-y-0.5 pl-5 text-sm marker:text-subtle">
          {suggestion.reasons.slice(0, 3).map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </div>
      {escalated && suggestion.body !== null && (
        <Start suggestion={suggestion} body={suggestion.body} onUse={onUse} />
      )}
    </section>
  );
}

/** The draft that was not good enough to stand alone. */
function Start({ suggestion, body, onUse }: NotSentProps & { body: string }) {
  const [lit, setLit] = useState<Claim | null>(null);
  return (
    <div className="border-t px-4 py-3">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h4 className="flex-1 text-sm font-medium text-muted">What the AI knows, as a start</h4>
        {onUse && (
          <Button size="sm" onClick={() => onUse(body)}>
            Use as my reply
          </Button>
        )}
      </div>
      <DraftText body={body} claims={suggestion.claims} lit={lit} onLight={setLit} />
      <div className="grid gap-4">
        <CheckedFacts suggestion={suggestion} lit={lit} onLight={setLit} />
        <Sources suggestion={suggestion} />
      </div>
    </div>
  );
}
