import { AlarmClock } from "lucide-react";
import { IconButton } from "@/ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/ui/menu";
import type { Conversation, useThreadVerbs } from "./api";
import { AssignMenu } from "./assign-menu";

export type OpenMenu = "assign" | "snooze" | null;

interface MenusProps {
  thread: Conversation;
  open: OpenMenu;
  onOpen: (menu: OpenMenu) => void;
  verbs: ReturnType<typeof useThreadVerbs>;
}

/** To whom a thread is given, and when it comes back. */
export const ThreadMenus = ({ thread, open, onOpen, verbs }: MenusProps) => (
  <>
    <AssignMenu
      thread={thread}
      open={open === "assign"}
      onOpen={(now) => onOpen(now ? "assign" : null)}
      assign={verbs.assign}
    />
    <SnoozeMenu
      open={open === "snooze"}
      onOpen={(now) => onOpen(now ? "snooze" : null)}
      snooze={verbs.snooze}
    />
  </>
);

/** The usual moments to be reminded: later today, tomorrow morning, next Monday. */
export function snoozeTimes(now = new Date()): { label: string; until: Date }[] {
  const at = (days: number, hour: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const monday = (8 - now.getDay()) % 7 || 7;
  return [
    { label: "In 3 hours", until: new Date(now.getTime() + 3 * 3600_000) },
    { label: "Tomorrow, 9:00", until: at(1, 9) },
    { label: "Monday, 9:00", until: at(monday, 9) },
    { label: "In a week, 9:00", until: at(7, 9) },
  ];
}

interface SnoozeProps {
  open: boolean;
  onOpen: (open: boolean) => void;
  snooze: (until: Date, words: string) => void;
}

function SnoozeMenu({ open, onOpen, snooze }: SnoozeProps) {
  return (
    <Menu open={open} onOpenChange={onOpen}>
      <MenuTrigger asChild>
        <IconButton label="Snooze" size="iconSm">
          <AlarmClock aria-hidden />
        </IconButton>
      </MenuTrigger>
      <MenuContent>
        <MenuLabel>Bring back</MenuLabel>
        {snoozeTimes().map(({ label, until }) => (
          <MenuItem
            key={label}
            onSelect={() => snooze(until, label.charAt(0).toLowerCase() + label.slice(1))}
          >
            {label}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
