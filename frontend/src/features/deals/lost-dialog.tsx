import { useState } from "react";
import { Button } from "@/ui/button";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Textarea } from "@/ui/field";

const usual = ["Price", "Went to a competitor", "No budget", "No answer"];

interface LostDialogProps {
  open: boolean;
  onClose: () => void;
  onLost: (reason: string) => void;
}

/** Why a deal was lost; without a reason it stays where it is. */
export const LostDialog = ({ open, onClose, onLost }: LostDialogProps) => (
  <Dialog open={open} onOpenChange={(still) => !still && onClose()} title="Why was it lost?">
    <LostForm onClose={onClose} onLost={onLost} />
  </Dialog>
);

/** The usual reasons, and one's own words. */
export function LostForm({ onClose, onLost }: Omit<LostDialogProps, "open">) {
  const [reason, setReason] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) onLost(reason.trim());
      }}
    >
      <div className="mb-3 flex flex-wrap gap-2">
        {usual.map((one) => (
          <Button key={one} size="sm" aria-pressed={reason === one} onClick={() => setReason(one)}>
            {one}
          </Button>
        ))}
      </div>
      <Field label="Reason">
        {(wiring) => (
          <Textarea
            {...wiring}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <FormActions onCancel={onClose} tone="dangerSolid" disabled={!reason.trim()}>
        Mark as lost
      </FormActions>
    </form>
  );
}
