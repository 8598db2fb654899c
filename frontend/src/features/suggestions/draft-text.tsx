import { Check, X } from "lucide-react";
import { cn } from "@/lib/cn";
import type { Claim } from "./api";
import { segments } from "./segments";
import { claimKinds } from "./words";

interface DraftProps {
  body: string;
  claims: Claim[];
  /** The claim pointed at in the list of facts. */
  lit: Claim | null;
  onLight: (claim: Claim | null) => void;
}

/** The end of the last word, to which the mark holds, so that it never begins a line alone. */
const tailOf = (text: string) => /\S{0,12}$/u.exec(text)?.[0] ?? "";

/** A draft with each checked claim underlined and marked. The list below it says the same in words. */
export function DraftText({ body, claims, lit, onLight }: DraftProps) {
  return (
    <p className="pb-4 leading-6 whitespace-pre-wrap [overflow-wrap:anywhere]" data-testid="draft">
      {segments(body, claims).map(({ text, claim, start }) =>
        claim ? (
          <span
            key={start}
            data-claim={claim.kind}
            data-ok={claim.ok}
            onPointerEnter={() => onLight(claim)}
            onPointerLeave={() => onLight(null)}
            title={`${claimKinds[claim.kind]}: ${claim.ok ? "checked" : `should be ${claim.expected ?? "removed"}`}`}
            className={cn(
              "rounded-xs font-medium underline decoration-2 underline-offset-4",
              claim.ok ? "decoration-ok" : "bg-bad-soft text-bad-text decoration-bad decoration-wavy",
              lit === claim && (claim.ok ? "bg-ok-soft" : "ring-1 ring-bad"),
            )}
          >
            {text.slice(0, text.length - tailOf(text).length)}
            <span className="whitespace-nowrap">
              {tailOf(text)}
              {claim.ok ? (
                <Check aria-label="checked" className="mb-1.5 ml-px inline size-3 stroke-3 text-ok" />
              ) : (
                <X aria-label="does not match" className="mb-1.5 ml-px inline size-3 stroke-3 text-bad" />
              )}
            </span>
          </span>
        ) : (
          text
        ),
      )}
    </p>
  );
}
