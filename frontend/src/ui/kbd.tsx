import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export const Kbd = ({ children, className }: { children: ReactNode; className?: string }) => (
  <kbd
    className={cn(
      "inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong bg-sunken px-1 font-sans text-xs text-muted",
      className,
    )}
  >
    {children}
  </kbd>
);

/** A key on a coloured button: drawn in the button's own ink, and hidden where there is no keyboard. */
export const KeyHint = ({ children }: { children: ReactNode }) => (
  <span
    aria-hidden
    className="ml-0.5 hidden rounded-sm border border-current/30 px-1 text-xs leading-4 font-normal md:pointer-fine:inline-block"
  >
    {children}
  </span>
);
