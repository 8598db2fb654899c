import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { cn } from "@/lib/cn";
import { Button, IconButton } from "./button";

interface DialogProps {
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
  const { open, onOpenChange, title, description, children, wide, side, onKeyDown } = props;
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-shade" />
        <Radix.Content
          onKeyDown={onKeyDown}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed z-50 flex flex-col border bg-raised shadow-pop outline-none",
            side
              ? "inset-y-0 right-0 w-full max-w-2xl border-y-0 border-r-0"
              : "inset-x-3 top-[8vh] mx-auto max-h-[84vh] animate-in rounded-lg",
            !side && (wide ? "max-w-2xl" : "max-w-lg"),
          )}
        >
          <header className="flex items-start gap-3 border-b px-5 py-3.5">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-md">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-sm text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" size="iconSm">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>
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
