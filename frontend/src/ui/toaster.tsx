import { useEffect } from "react";
import { Toaster } from "sonner";

export { toast } from "sonner";

/** Where short messages and their undo appear. */
export function Toasts({ onReady }: { onReady: () => void }) {
  useEffect(() => onReady(), [onReady]);
  return (
    <Toaster
      position="bottom-right"
      mobileOffset={{ bottom: 72 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-[22rem] max-w-[calc(100vw-1.5rem)] items-center gap-3 rounded-lg border bg-raised px-3.5 py-2.5 text-base text-ink shadow-pop",
          content: "min-w-0 flex-1",
          description: "text-sm text-muted",
          icon: "text-bad-text [&_svg]:size-5",
          actionButton:
            "h-7 shrink-0 rounded-md border border-line-strong px-2 text-sm font-medium text-accent-text hover:bg-hover",
        },
      }}
    />
  );
}
