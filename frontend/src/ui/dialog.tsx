import { type KeyboardEvent, type ReactNode, useState } from "react";
import { later, useLater } from "@/lib/later";
import { Button } from "./button";

/** What dialogs are made of comes when one is first opened. */
export const dialogParts = later(() => import("./dialog-parts"));

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  wide?: boolean;
  side?: boolean;
  /** Keys that work anywhere in the dialog. */
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
}

/** A modal in the middle, or with `side` a sheet from the right for details. */
export function Dialog(props: DialogProps) {
  const [wanted, setWanted] = useState(props.open);
  if (props.open && !wanted) setWanted(true);
  const parts = useLater(dialogParts, wanted);
  return parts ? <parts.DialogFrame {...props} /> : null;
}

/** The foot of a dialog, in sight however long the dialog is. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="sticky -bottom-5 z-10 -mx-5 mt-5 -mb-5 flex flex-wrap justify-end gap-2 rounded-b-lg border-t bg-raised px-5 py-3">
    {children}
  </div>
);

interface FormActionsProps {
  onCancel: () => void;
  busy?: boolean;
  disabled?: boolean;
  tone?: "primary" | "dangerSolid";
  /** What sending it does. */
  children: ReactNode;
}

/** The foot of a form: leave it, or send it. */
export const FormActions = ({ onCancel, tone = "primary", ...send }: FormActionsProps) => (
  <DialogActions>
    <Button onClick={onCancel}>Cancel</Button>
    <Button type="submit" tone={tone} {...send} />
  </DialogActions>
);

interface ConfirmProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  action: string;
  onConfirm: () => Promise<unknown> | undefined;
  /** Stay open afterwards: something follows in the same place. */
  stay?: boolean;
}

/** Ask before what cannot be taken back. */
export function Confirm({ open, onOpenChange, title, children, action, onConfirm, stay }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await onConfirm();
      if (!stay) onOpenChange(false);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      <div className="text-muted">{children}</div>
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>Keep</Button>
        <Button tone="dangerSolid" busy={busy} onClick={() => void run()}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
