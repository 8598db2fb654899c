import { Bell as BellIcon } from "lucide-react";
import { IconButton } from "@/ui/button";
import { useUnread } from "./api";

/** How much is unread, and the way to it. */
export function Bell({ onOpen }: { onOpen: () => void }) {
  const unread = useUnread();
  return (
    <IconButton
      label={unread ? `Notifications, ${unread.toString()} unread` : "Notifications"}
      onClick={onOpen}
      className="relative"
    >
      <BellIcon aria-hidden />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute bottom-1/2 left-1/2 min-w-4 rounded-full bg-accent px-1 text-center text-[0.6875rem] leading-4 text-on-accent"
        >
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </IconButton>
  );
}
