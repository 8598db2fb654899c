import { Dialog as Radix } from "radix-ui";
import type { RefObject } from "react";
import { Sidebar } from "./sidebar";

interface DrawerProps {
  onClose: () => void;
  onPalette: () => void;
  /** What opened it, and has the focus afterwards. */
  opener: RefObject<HTMLButtonElement | null>;
}

/** The navigation on small screens. */
export default function Drawer({ onClose, onPalette, opener }: DrawerProps) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-shade" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener.current?.focus();
          }}
          className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] animate-slide border-r bg-canvas outline-none"
        >
          <Radix.Title className="sr-only">Menu</Radix.Title>
          <Sidebar
            onGo={onClose}
            onPalette={() => {
              onClose();
              onPalette();
            }}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
