import { PencilLine, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Skeleton } from "@/ui/states";
import type { Suggestion } from "./api";

interface BeingWrittenProps {
  /** What was suggested before, which the new reply takes the place of. */
  last: Suggestion | null;
  /** A person has taken over: the reply will wait for them. */
  takenOver: boolean;
  /** Present for those who may write to the customer. */
  onReply?: () => void;
  /** Carry the draft before over to the composer. */
  onUse?: (body: string) => void;
  /** Take the thread over, or give it to somebody else. */
  children?: ReactNode;
}

/** A reply is on its way; nobody has to wait for it to answer, take over or hand over. */
export function BeingWritten({ last, takenOver, onReply, onUse, children }: BeingWrittenProps) {
  return (
    <section
      aria-label="Suggestion"
      data-suggestion="drafting"
      className="rounded-lg border border-dashed border-line-strong bg-surface"
    >
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-2">
        <Sparkles className="size-4 text-accent-text motion-safe:animate-pulse" aria-hidden />
        <h3 className="text-base">Suggested reply</h3>
        <Badge tone="info">Being written</Badge>
      </header>
      <div className="p-4">
        <p role="status">
          {last ? "A new reply is being written" : "A reply is being written"}
          {takenOver ? "; it waits for a person, for this thread was taken over." : "."}
        </p>
        {last?.withdrawn_because && (
          <p className="mt-1 text-sm text-muted">The one before was withdrawn: {last.withdrawn_because}</p>
        )}
        <div aria-hidden className="my-4 grid gap-2.5">
          <Skeleton className="h-3 w-2/5" />
          <Skeleton className="h-3 w-11/12" />
          <Skeleton className="h-3 w-3/5" />
        </div>
        <div className="flex flex-wrap items-center gap-1.5">
          {onReply && (
            <Button tone="primary" onClick={onReply}>
              <PencilLine aria-hidden /> Reply <span className="max-sm:sr-only">yourself</span>{" "}
              <KeyHint>r</KeyHint>
            </Button>
          )}
          {children}
        </div>
        {last?.body && <Before body={last.body} onUse={onUse} />}
      </div>
    </section>
  );
}

/** The draft that no longer holds: what of it is still right may save some typing. */
const Before = ({ body, onUse }: { body: string; onUse?: (body: string) => void }) => (
  <details className="mt-4 text-sm">
    <summary className="w-fit cursor-pointer text-subtle hover:text-ink">The draft before</summary>
    <p className="mt-2 border-l-2 pl-3 leading-6 whitespace-pre-wrap text-muted [overflow-wrap:anywhere]">
      {body}
    </p>
    {onUse && (
      <Button size="sm" className="mt-2" onClick={() => onUse(body)}>
        Use as my reply
      </Button>
    )}
  </details>
);
