import { Link } from "@tanstack/react-router";
import {
  AlarmClock,
  Bell,
  Check,
  ListTodo,
  type LucideIcon,
  Mail,
  Phone,
  Repeat2,
  StickyNote,
  Trash2,
  Users,
} from "lucide-react";
import { useState } from "react";
import { cn } from "@/lib/cn";
import { Avatar } from "@/ui/avatar";
import { IconButton } from "@/ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuLine, MenuTrigger } from "@/ui/menu";
import { When } from "@/ui/time";
import { ActivityEdit } from "./activity-edit";
import { type Activity, type Kind, overdue, useRemoveActivity, useSnooze, useTick } from "./api";
import { kindNames, quickDays, repeatWords } from "./when";

const icons: Record<Kind, LucideIcon> = {
  task: ListTodo,
  call: Phone,
  meeting: Users,
  email: Mail,
  note: StickyNote,
};

/** One activity: tick it, put it off, open what it is about, see when it is due. */
export function ActivityRow({ activity }: { activity: Activity }) {
  const tick = useTick();
  const done = activity.done_at !== null;
  const Icon = icons[activity.kind];
  return (
    <li className="flex min-h-11 items-center gap-3 border-b px-4 py-1.5 last:border-0">
      <button
        type="button"
        aria-pressed={done}
        aria-label={`${activity.title}, done`}
        disabled={!activity.editable}
        onClick={() => tick(activity)}
        className={cn(
          "relative grid size-5 shrink-0 place-items-center rounded-full border border-control-line after:absolute after:-inset-3 hover:border-accent disabled:opacity-50",
          done && "border-accent bg-accent text-on-accent",
        )}
      >
        {done && <Check className="size-3.5" aria-hidden />}
      </button>
      <Icon className="size-4 shrink-0 text-subtle" aria-label={kindNames[activity.kind]} />
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3">
        <span className="min-w-0 flex-1 basis-56">
          <Title activity={activity} />
          <Links activity={activity} />
        </span>
        <Marks activity={activity} />
        <Due activity={activity} />
      </span>
      {activity.owner && <Avatar name={activity.owner.name} className="size-6 max-sm:hidden" />}
      {activity.editable && !done && <Later activity={activity} />}
    </li>
  );
}

function Due({ activity }: { activity: Activity }) {
  if (!activity.due_at || activity.done_at) return null;
  const late = overdue(activity);
  return (
    <When
      at={activity.due_at}
      className={cn("shrink-0 text-sm tabular-nums", late ? "font-medium text-bad-text" : "text-muted")}
    />
  );
}

const Marks = ({ activity }: { activity: Activity }) => (
  <span className="flex shrink-0 gap-1.5 text-subtle max-sm:hidden">
    {activity.repeat && (
      <span title={repeatWords(activity.repeat)}>
        <Repeat2 className="size-4" aria-label={`Repeats ${repeatWords(activity.repeat)}`} />
      </span>
    )}
    {activity.reminders.some((one) => !one.sent_at) && (
      <Bell className="size-4" aria-label="With a reminder" />
    )}
  </span>
);

/** The title; of what one may change it opens the dialog. */
function Title({ activity }: { activity: Activity }) {
  const [open, setOpen] = useState(false);
  const style = cn(
    "block max-w-full truncate max-sm:line-clamp-2 max-sm:whitespace-normal",
    activity.done_at && "text-subtle line-through",
  );
  if (!activity.editable) return <span className={style}>{activity.title}</span>;
  return (
    <>
      <button
        type="button"
        aria-label={`Edit ${activity.title}`}
        onClick={() => setOpen(true)}
        className={cn(style, "rounded-sm text-left hover:underline")}
      >
        {activity.title}
      </button>
      <ActivityEdit activity={activity} open={open} onOpenChange={setOpen} />
    </>
  );
}

function Later({ activity }: { activity: Activity }) {
  const snooze = useSnooze();
  const remove = useRemoveActivity();
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={`Put off or remove ${activity.title}`} size="iconSm">
          <AlarmClock aria-hidden />
        </IconButton>
      </MenuTrigger>
      <MenuContent>
        <MenuLabel>Put off until</MenuLabel>
        {quickDays().map(({ label, at }) => (
          <MenuItem key={label} onSelect={() => snooze(activity, at.toISOString())}>
            {label}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem danger onSelect={() => remove(activity)}>
          <Trash2 aria-hidden /> {activity.repeat ? "Remove, and end the series" : "Remove"}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

function Links({ activity }: { activity: Activity }) {
  if (!activity.contact && !activity.conversation_id) return null;
  const style = "truncate hover:text-ink hover:underline";
  return (
    <span className="flex min-w-0 gap-2 text-sm text-subtle">
      {activity.contact && (
        <Link to="/contacts/$contactId" params={{ contactId: activity.contact.id }} className={style}>
          {activity.contact.name}
        </Link>
      )}
      {activity.conversation_id && (
        <Link
          to="/inbox/$conversationId"
          params={{ conversationId: activity.conversation_id }}
          search={{}}
          className={cn(style, "shrink-0")}
        >
          Thread
        </Link>
      )}
    </span>
  );
}
