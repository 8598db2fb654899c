import { useState } from "react";
import { later, useLater } from "@/lib/later";
import { Opener } from "./opener";
import type { PopoverProps } from "./popover-parts";

/** The panels themselves come when one is first opened. */
export const popoverParts = later(() => import("./popover-parts"));

/** More about something, beside it; until it is first opened it is its trigger only. */
export function Popover({ open: given, onOpenChange, ...props }: PopoverProps) {
  const [own, setOwn] = useState(false);
  const [wanted, setWanted] = useState(false);
  const open = given ?? own;
  if (open && !wanted) setWanted(true);
  const parts = useLater(popoverParts, wanted);
  const change = onOpenChange ?? setOwn;
  if (parts) return <parts.Popover {...props} open={open} onOpenChange={change} />;
  return (
    <Opener kind="dialog" later={popoverParts} onOpen={() => change(true)} asChild>
      {props.trigger}
    </Opener>
  );
}
