import { Loader2 } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const base =
  "touch inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0";

const tones = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  plain: "border border-line-strong bg-surface text-ink hover:bg-hover",
  quiet: "text-muted hover:bg-hover hover:text-ink aria-pressed:bg-selected aria-pressed:text-ink",
  danger: "border border-line-strong bg-surface text-bad-text hover:bg-bad-soft",
  dangerSolid: "bg-bad text-on-accent hover:bg-bad-hover dark:text-canvas",
};

const sizes = {
  sm: "h-7 px-2 text-sm",
  md: "h-8 px-3 text-base",
  lg: "h-10 px-4 text-base",
  icon: "size-8",
  iconSm: "size-7",
};

type ButtonProps = ComponentProps<"button"> & {
  tone?: keyof typeof tones;
  size?: keyof typeof sizes;
  /** Its only child looks and behaves as the button. */
  asChild?: boolean;
  busy?: boolean;
};

export function Button(props: ButtonProps) {
  const { tone = "plain", size = "md", asChild, busy, className, children, disabled, ...rest } = props;
  const classes = cn(base, tones[tone], sizes[size], className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={classes}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy && <Loader2 className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}

/** A button with a picture only; its label is spoken and shown on hover. */
export function IconButton({
  label,
  size = "icon",
  tone = "quiet",
  ...rest
}: ButtonProps & { label: string }) {
  return <Button aria-label={label} title={label} size={size} tone={tone} {...rest} />;
}
