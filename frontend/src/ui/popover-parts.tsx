import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface PopoverProps {
  trigger: ReactNode;
  label: string;
  children: ReactNode;
  className?: string;
  /** Where the caller decides when it closes. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export const Popover = ({ trigger, label, children, className, open, onOpenChange }: PopoverProps) => (
  <Radix.Root open={open} onOpenChange={onOpenChange}>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        aria-label={label}
        sideOffset={4}
        collisionPadding={8}
        align="start"
        className={cn(
          "z-50 w-80 max-w-[calc(100vw-1rem)] animate-in rounded-lg border bg-raised p-4 shadow-pop outline-none",
          className,
        )}
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
