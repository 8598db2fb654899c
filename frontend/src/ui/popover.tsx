import { useState } from "react";
import { type Later, later, useLater } from "@/lib/later";
import { Opener } from "./opener";
import type { PopoverProps } from "./popover-parts";

/** The panels themselves come when one is first opened. */
export const popoverParts = later(() => import("./popover-parts"));

interface LatePopoverProps extends PopoverProps {
  /** What the panel holds, where that is fetched for it: it opens when both are there. */
  needs?: Later<unknown>;
}

/** More about something, beside it; until it is first opened it is its trigger only. */
export function Popover({ open: given, onOpenChange, needs, ...props }: LatePopoverProps) {
  const [own, setOwn] = useState(false);
  const [wanted, setWanted] = useState(false);
  const open = given ?? own;
  if (open && !wanted) setWanted(true);
  const parts = useLater(popoverParts, wanted);
  const filled = useLater<unknown>(needs ?? popoverParts, wanted);
  const change = onOpenChange ?? setOwn;
  if (parts && filled) return <parts.Popover {...props} open={open} onOpenChange={change} />;
  return (
    <Opener kind="dialog" later={popoverParts} onOpen={() => change(true)} asChild>
      {props.trigger}
    </Opener>
  );
}
