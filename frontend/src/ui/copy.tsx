import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { cn } from "@/lib/cn";
import { Button } from "./button";

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    toast.error("The browser did not allow copying. Select the text and copy it by hand.");
    return false;
  }
}

/** A value made to be carried elsewhere: a path, a link, a secret. */
export function CopyField({ value, label, className }: { value: string; label: string; className?: string }) {
  const [done, setDone] = useState(false);
  const run = async () => {
    if (!(await copy(value))) return;
    setDone(true);
    setTimeout(() => setDone(false), 1600);
  };
  return (
    <div className={cn("grid content-start gap-1.5", className)}>
      <span className="text-sm font-medium">{label}</span>
      <div className="flex items-start gap-2">
        <code
          className="min-w-0 flex-1 rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-sm leading-5 break-all select-all"
          data-testid={`copy-${label.toLowerCase().replaceAll(" ", "-")}`}
        >
          {value}
        </code>
        <Button onClick={() => void run()} aria-label={`Copy ${label.toLowerCase()}`}>
          {done ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
          <span aria-live="polite">{done ? "Copied" : "Copy"}</span>
        </Button>
      </div>
    </div>
  );
}
