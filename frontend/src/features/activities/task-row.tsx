import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { cn } from "@/lib/cn";
import { Avatar } from "@/ui/avatar";
import { When } from "@/ui/time";
import { type Activity, overdue, useTickTask } from "./api";

/** One task: tick it, open its thread, see when it is due. */
export function TaskRow({ task }: { task: Activity }) {
  const tick = useTickTask();
  const done = task.done_at !== null;
  const late = overdue(task);
  return (
    <li className="flex min-h-11 items-center gap-3 border-b px-4 py-1.5 last:border-0">
      <button
        type="button"
        aria-pressed={done}
        aria-label={`${task.title}, done`}
        onClick={() => tick(task)}
        className={cn(
          "grid size-5 shrink-0 place-items-center rounded-full border border-control-line hover:border-accent",
          done && "border-accent bg-accent text-on-accent",
        )}
      >
        {done && <Check className="size-3.5" aria-hidden />}
      </button>
      <span className="min-w-0 flex-1">
        <span className={cn("block truncate", done && "text-subtle line-through")}>{task.title}</span>
        <TaskLinks task={task} />
      </span>
      {task.due_at && !done && (
        <When
          at={task.due_at}
          className={cn("shrink-0 text-sm tabular-nums", late ? "font-medium text-bad-text" : "text-muted")}
        />
      )}
      {task.owner && <Avatar name={task.owner.name} className="size-6" />}
    </li>
  );
}

function TaskLinks({ task }: { task: Activity }) {
  if (!task.contact && !task.conversation_id) return null;
  const style = "hover:text-ink hover:underline";
  return (
    <span className="flex gap-2 truncate text-sm text-subtle">
      {task.contact && (
        <Link to="/contacts/$contactId" params={{ contactId: task.contact.id }} className={style}>
          {task.contact.name}
        </Link>
      )}
      {task.conversation_id && (
        <Link
          to="/inbox/$conversationId"
          params={{ conversationId: task.conversation_id }}
          search={{}}
          className={style}
        >
          Thread
        </Link>
      )}
    </span>
  );
}
