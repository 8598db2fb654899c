import { useMemo } from "react";
import { cn } from "@/lib/cn";
import { wordDiff } from "@/lib/diff";

/** A text with what was taken out struck and what was put in underlined; spoken as well as shown. */
export function WordDiff({
  before,
  after,
  className,
}: {
  before: string;
  after: string;
  className?: string;
}) {
  const pieces = useMemo(() => wordDiff(before, after), [before, after]);
  let at = 0;
  return (
    <p className={cn("leading-6 whitespace-pre-wrap [overflow-wrap:anywhere]", className)} data-testid="diff">
      {pieces.map(({ kind, text }) => {
        const key = at;
        at += text.length + 1;
        if (kind === "added") {
          return (
            <ins key={key} className="rounded-xs bg-ok-soft text-ok-text decoration-ok">
              {text}
            </ins>
          );
        }
        if (kind === "removed") {
          return (
            <del key={key} className="rounded-xs bg-bad-soft text-bad-text decoration-bad">
              {text}
            </del>
          );
        }
        return <span key={key}>{text}</span>;
      })}
    </p>
  );
}
