import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { cn } from "@/lib/cn";
import { IconButton } from "./button";
import type { DialogProps } from "./dialog";

export function DialogFrame(props: DialogProps) {
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
