import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useActions } from "@/lib/actions";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";

interface BarProps {
  onApprove: () => void;
  /** Present in a thread, where one may go on to the next. */
  onNext?: () => void;
  /** In a queue every decision goes on to the next by itself. */
  queue?: boolean;
  onEdit: () => void;
  onReject: () => void;
  /** Gives the thread to somebody else. */
  handOver?: ReactNode;
  risky: boolean;
  busy?: boolean;
}

/** Approve, edit, hand over or reject, by button and by key. */
export function DecisionBar({ onApprove, onNext, queue, onEdit, onReject, handOver, risky, busy }: BarProps) {
  const approveNext = () => {
    onApprove();
    onNext?.();
  };
  useActions("Suggestion", [
    { label: "Approve and send", keys: "a", run: onApprove },
    { label: "Approve and go to the next", keys: "Shift+a", run: approveNext },
    { label: "Edit the draft", keys: "e", run: onEdit },
    { label: "Reject the draft", keys: "Shift+x", run: onReject },
  ]);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Button tone={risky ? "plain" : "primary"} onClick={onApprove} busy={busy}>
        <Check aria-hidden /> Approve <KeyHint>a</KeyHint>
      </Button>
      {onNext && !queue && (
        <Button aria-label="Approve and next" onClick={approveNext} disabled={busy} className="max-sm:hidden">
          & next <KeyHint>⇧ a</KeyHint>
        </Button>
      )}
      <Button tone={risky ? "primary" : "plain"} onClick={onEdit} disabled={busy}>
        Edit <KeyHint>e</KeyHint>
      </Button>
      {handOver}
      <Button tone="danger" className="ml-auto" onClick={onReject} disabled={busy}>
        Reject <KeyHint>⇧ x</KeyHint>
      </Button>
    </div>
  );
}
