import type { KeyboardEvent, ReactNode } from "react";
import { cn } from "@/lib/cn";

interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  disabled?: boolean;
}

export const Switch = ({ checked, onChange, label, disabled }: SwitchProps) => (
  <button
    type="button"
    role="switch"
    aria-checked={checked}
    aria-label={label}
    disabled={disabled}
    onClick={() => onChange(!checked)}
    className="group relative h-5 w-9 shrink-0 rounded-full border border-control-line bg-sunken transition-colors disabled:opacity-50 aria-checked:border-accent aria-checked:bg-accent"
  >
    <span className="block size-3.5 translate-x-0.5 rounded-full bg-control-line transition-transform group-aria-checked:translate-x-[1.125rem] group-aria-checked:bg-on-accent" />
  </button>
);

interface SegmentedProps<Value extends string> {
  value: Value;
  onChange: (value: Value) => void;
  label: string;
  options: { value: Value; label: ReactNode; title?: string }[];
  disabled?: boolean;
  className?: string;
}

const steps: Partial<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Move the focus to the choice beside the one that has it. */
function step(event: KeyboardEvent<HTMLElement>): void {
  const by = steps[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=radio]:not(:disabled)")];
  const here = all.findIndex((one) => one === document.activeElement);
  all[(here + by + all.length) % all.length]?.focus();
}

/** One of a few, all in sight; the arrows move between them, Space and Enter choose. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { value, onChange, label, options, disabled, className } = props;
  const some = options.some((option) => option.value === value);
  return (
    <div
      role="radiogroup"
      aria-label={label}
      onKeyDown={step}
      className={cn("inline-flex rounded-md border bg-sunken p-0.5", className)}
    >
      {options.map((option, place) => (
        // biome-ignore lint/a11y/useSemanticElements: a choice counts when it is made, not when the focus passes
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value || (!some && place === 0) ? 0 : -1}
          title={option.title}
          disabled={disabled}
          onClick={() => option.value !== value && onChange(option.value)}
          className="inline-flex h-6 items-center gap-1.5 rounded-sm px-2 text-sm font-medium text-muted hover:text-ink disabled:pointer-events-none aria-checked:bg-surface aria-checked:text-ink aria-checked:ring-1 aria-checked:ring-line-strong [&_svg]:size-3.5"
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
