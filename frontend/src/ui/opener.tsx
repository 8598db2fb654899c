import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import type { Later } from "@/lib/later";

export type OpenerProps = ComponentProps<"button"> & { asChild?: boolean };

interface Opening extends OpenerProps {
  kind: "menu" | "dialog";
  /** What it opens; fetched when a pointer or the focus comes near. */
  later: Later<unknown>;
  onOpen: () => void;
}

/** The button of something whose code has not come yet. */
export function Opener({ kind, later, onOpen, asChild, ...rest }: Opening) {
  const Tag = asChild ? Slot.Root : "button";
  const fetch = () => void later.load();
  return (
    <Tag
      type="button"
      aria-haspopup={kind}
      aria-expanded={false}
      data-state="closed"
      onPointerEnter={fetch}
      onFocus={fetch}
      onClick={onOpen}
      {...rest}
    />
  );
}
