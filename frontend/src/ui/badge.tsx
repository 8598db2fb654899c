import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const base =
  "inline-flex h-5 max-w-full shrink-0 items-center gap-1 truncate rounded-sm px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0";

const tones = {
  plain: "bg-sunken text-muted ring-1 ring-line ring-inset",
  accent: "bg-accent-soft text-accent-text",
  ok: "bg-ok-soft text-ok-text",
  warn: "bg-warn-soft text-warn-text",
  bad: "bg-bad-soft text-bad-text",
  info: "bg-info-soft text-info-text",
};

export type Tone = keyof typeof tones;

export const Badge = ({ tone = "plain", className, ...rest }: ComponentProps<"span"> & { tone?: Tone }) => (
  <span className={cn(base, tones[tone], className)} {...rest} />
);

const dots: Record<Tone, string> = {
  plain: "bg-subtle",
  accent: "bg-accent",
  ok: "bg-ok",
  warn: "bg-warn",
  bad: "bg-bad",
  info: "bg-info",
};

export const Dot = ({ tone = "plain", className }: { tone?: Tone; className?: string }) => (
  <span aria-hidden className={cn("inline-block size-2 shrink-0 rounded-full", dots[tone], className)} />
);

/** A count beside a name; nothing when it is zero. */
export function Count({ value, tone = "plain" }: { value: number | undefined; tone?: Tone }) {
  if (!value) return null;
  return (
    <span
      className={cn(
        "min-w-5 rounded-full px-1.5 text-center text-xs leading-5 font-medium tabular-nums",
        tone === "plain" ? "text-subtle" : cn(base, tones[tone]),
      )}
    >
      {value > 999 ? "999+" : value}
    </span>
  );
}
