import { type ComponentProps, createContext, type KeyboardEvent, type ReactNode, use, useState } from "react";
import { later, useLater } from "@/lib/later";
import type * as MenuParts from "./menu-parts";
import { Opener, type OpenerProps } from "./opener";

/** The menus themselves come when one is first opened. */
export const menuParts = later(() => import("./menu-parts"));

interface Shared {
  parts?: typeof MenuParts;
  show: () => void;
}

const Shared = createContext<Shared>({ show: () => undefined });

/** The parts, inside of an open menu, where they have come. */
function useParts(): typeof MenuParts {
  const { parts } = use(Shared);
  if (!parts) throw new Error("This stands in the content of a menu only");
  return parts;
}

interface MenuProps {
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** A menu: until it is first opened it is its trigger only. */
export function Menu({ children, open: given, onOpenChange }: MenuProps) {
  const [own, setOwn] = useState(false);
  const [wanted, setWanted] = useState(false);
  const open = given ?? own;
  if (open && !wanted) setWanted(true);
  const parts = useLater(menuParts, wanted);
  const change = onOpenChange ?? setOwn;
  const inside = <Shared value={{ parts, show: () => change(true) }}>{children}</Shared>;
  return parts ? (
    <parts.Root open={open} onOpenChange={change}>
      {inside}
    </parts.Root>
  ) : (
    inside
  );
}

export function MenuTrigger(props: OpenerProps) {
  const { parts, show } = use(Shared);
  if (parts) return <parts.Trigger {...props} />;
  const down = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    show();
  };
  return <Opener kind="menu" later={menuParts} onOpen={show} onKeyDown={down} {...props} />;
}

export function MenuContent(props: ComponentProps<typeof MenuParts.Content>) {
  const { parts } = use(Shared);
  return parts ? <parts.Content {...props} /> : null;
}

export function MenuItem(props: MenuParts.ItemProps) {
  const { Item } = useParts();
  return <Item {...props} />;
}

export function MenuLabel(props: ComponentProps<typeof MenuParts.Label>) {
  const { Label } = useParts();
  return <Label {...props} />;
}

export function MenuLine() {
  const { Line } = useParts();
  return <Line />;
}
