import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { cn } from "@/lib/cn";
import { Button } from "./button";
import { sorry } from "./toast";

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    sorry("The browser did not allow copying. Select the text and copy it by hand.");
    return false;
  }
}

interface CopyButtonProps {
  value: string;
  /** What is spoken, such as "Copy the secret". */
  label: string;
}

export function CopyButton({ value, label }: CopyButtonProps) {
  const [done, setDone] = useState(false);
  const run = async () => {
    if (!(await copy(value))) return;
    setDone(true);
    setTimeout(() => setDone(false), 1600);
  };
  return (
    <Button onClick={() => void run()} aria-label={label}>
      {done ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
      <span aria-live="polite">{done ? "Copied" : "Copy"}</span>
    </Button>
  );
}

/** A value made to be carried elsewhere: a path, a link, a secret. */
export const CopyField = ({
  value,
  label,
  className,
}: {
  value: string;
  label: string;
  className?: string;
}) => (
  <div className={cn("grid content-start gap-1.5", className)}>
    <span className="text-sm font-medium">{label}</span>
    <div className="flex items-start gap-2">
      <code
        className="min-w-0 flex-1 rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-sm leading-5 break-all select-all"
        data-testid={`copy-${label.toLowerCase().replaceAll(" ", "-")}`}
      >
        {value}
      </code>
      <CopyButton value={value} label={`Copy ${label.toLowerCase()}`} />
    </div>
  </div>
);
