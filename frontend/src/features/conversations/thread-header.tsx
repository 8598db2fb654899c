import { Link } from "@tanstack/react-router";
import { AlarmClock, ArrowLeft, CircleCheck, PanelRight, RotateCcw, UserRound } from "lucide-react";
import { useState } from "react";
import { useActions } from "@/lib/actions";
import { useCan } from "@/lib/permissions";
import { useMe } from "@/lib/session";
import { Avatar } from "@/ui/avatar";
import { Button, IconButton } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuLine, MenuTrigger } from "@/ui/menu";
import { type Conversation, type ThreadSearch, useDirectory, useThreadVerbs } from "./api";
import { TakeOver } from "./take-over";

interface HeaderProps {
  thread: Conversation;
  search: ThreadSearch;
  panelOpen: boolean;
  onPanel: () => void;
  onNext: () => void;
}

/** Subject, people, and what one does with a thread as a whole. */
export function ThreadHeader({ thread, search, panelOpen, onPanel, onNext }: HeaderProps) {
  const verbs = useThreadVerbs(thread);
  const writes = useCan("conversations:write");
  const [menu, setMenu] = useState<"assign" | "snooze" | null>(null);
  const closed = thread.status !== "open";
  const close = () => {
    verbs.close();
    onNext();
  };
  useActions("This thread", [
    writes && !closed && { label: "Close thread", keys: "x", run: close },
    writes && closed && { label: "Reopen thread", keys: "x", run: verbs.reopen },
    writes && { label: "Snooze thread", keys: "s", run: () => setMenu("snooze") },
    writes && { label: "Assign thread", keys: "i", run: () => setMenu("assign") },
    { label: "Show or hide the side panel", keys: "]", run: onPanel },
  ]);
  return (
    <header className="flex min-h-13 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b bg-surface px-3 py-2 md:px-4">
      <title>{`${thread.subject || "(no subject)"} · Mancrel`}</title>
      <IconButton label="Back to the list" size="iconSm" className="lg:hidden" asChild>
        <Link to="/inbox" search={search}>
          <ArrowLeft aria-hidden />
        </Link>
      </IconButton>
      <div className="min-w-0 flex-1 basis-40">
        <h2 className="truncate text-md" title={thread.subject}>
          {thread.subject || "(no subject)"}
        </h2>
      </div>
      <div className="flex items-center gap-1">
        {writes && (
          <>
            <TakeOver thread={thread} />
            <AssignMenu
              thread={thread}
              open={menu === "assign"}
              onOpen={(open) => setMenu(open ? "assign" : null)}
              assign={verbs.assign}
            />
            <SnoozeMenu
              open={menu === "snooze"}
              onOpen={(open) => setMenu(open ? "snooze" : null)}
              snooze={verbs.snooze}
            />
            {closed ? (
              <Button size="sm" onClick={verbs.reopen}>
                <RotateCcw aria-hidden /> Reopen
              </Button>
            ) : (
              <Button size="sm" onClick={close}>
                <CircleCheck aria-hidden /> Close <KeyHint>x</KeyHint>
              </Button>
            )}
          </>
        )}
        <IconButton label="Side panel" size="iconSm" aria-pressed={panelOpen} onClick={onPanel}>
          <PanelRight aria-hidden />
        </IconButton>
      </div>
    </header>
  );
}

interface MenuProps {
  open: boolean;
  onOpen: (open: boolean) => void;
}

function AssignMenu({
  thread,
  open,
  onOpen,
  assign,
}: MenuProps & { thread: Conversation; assign: ReturnType<typeof useThreadVerbs>["assign"] }) {
  const me = useMe();
  const people = (useDirectory().data?.users ?? []).filter(({ is_active, id }) => is_active && id !== me.id);
  return (
    <Menu open={open} onOpenChange={onOpen}>
      <MenuTrigger asChild>
        <Button size="sm" tone="quiet" title="Assign">
          {thread.owner ? (
            <Avatar name={thread.owner.name} className="size-5 text-[0.625rem]" />
          ) : (
            <UserRound aria-hidden />
          )}
          <span className="max-w-28 truncate max-sm:sr-only">{thread.owner?.name ?? "Assign"}</span>
        </Button>
      </MenuTrigger>
      <MenuContent className="w-60">
        <MenuLabel>Assign to</MenuLabel>
        <MenuItem checked={thread.owner?.id === me.id} onSelect={() => assign({ id: me.id, name: me.name })}>
          <Avatar name={me.name} className="size-5 text-[0.625rem]" /> {me.name} (me)
        </MenuItem>
        {people.map(({ id, name }) => (
          <MenuItem key={id} checked={thread.owner?.id === id} onSelect={() => assign({ id, name })}>
            <Avatar name={name} className="size-5 text-[0.625rem]" /> {name}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem disabled={!thread.owner} onSelect={() => assign(null)}>
          Nobody
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

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

function SnoozeMenu({ open, onOpen, snooze }: MenuProps & { snooze: (until: Date, words: string) => void }) {
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
