import { cn } from "@/lib/cn";
import { initials } from "@/lib/format";

const hues = [195, 30, 255, 150, 350, 95, 300];

function hueOf(name: string): number {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 997;
  return hues[sum % hues.length] ?? 195;
}

/** Initials on a colour that is always the same for a name. Decorative: the name stands beside it. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      title={name}
      style={{ "--hue": hueOf(name) } as React.CSSProperties}
      className={cn(
        "grid size-7 shrink-0 place-items-center rounded-full bg-[oklch(0.92_0.04_var(--hue))] text-xs font-semibold tracking-tight text-[oklch(0.38_0.08_var(--hue))] select-none dark:bg-[oklch(0.33_0.05_var(--hue))] dark:text-[oklch(0.88_0.07_var(--hue))]",
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
