import { Check } from "lucide-react";
import { cn } from "@/lib/cn";

const steps = ["File", "Columns", "Check", "Import"] as const;
export type Step = 0 | 1 | 2 | 3 | 4;

/** Where one is on the way from a file to records; 4: at its end. */
export const Steps = ({ at }: { at: Step }) => (
  <ol aria-label="Steps" className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
    {steps.map((label, place) => (
      <li
        key={label}
        aria-current={place === at ? "step" : undefined}
        className={cn("flex items-center gap-1.5", place === at ? "font-medium" : "text-muted")}
      >
        <span
          aria-hidden
          className={cn(
            "grid size-5 place-items-center rounded-full text-xs",
            place < at
              ? "bg-ok-soft text-ok-text"
              : place === at
                ? "bg-accent text-on-accent"
                : "bg-sunken text-muted ring-1 ring-line ring-inset",
          )}
        >
          {place < at ? <Check className="size-3" /> : place + 1}
        </span>
        {label}
        {place < at && <span className="sr-only">(done)</span>}
      </li>
    ))}
  </ol>
);
