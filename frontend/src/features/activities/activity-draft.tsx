import { Field, Input } from "@/ui/field";
import type { About, Activity, Kind, NewActivity } from "./api";
import { ReminderPicker, RepeatPicker, WhenPicker } from "./pickers";
import { fieldTime, type Repeat } from "./when";

export interface Draft {
  kind: Kind;
  title: string;
  due: string;
  end: string;
  repeat: Repeat | null;
  minutes: number | null;
  byMail: boolean;
}

export const empty: Draft = {
  kind: "task",
  title: "",
  due: "",
  end: "",
  repeat: null,
  minutes: null,
  byMail: false,
};

const instant = (local: string) => (local ? new Date(local).toISOString() : null);

/** What is sent of a draft; repeating and reminding need a date. */
export function wireOf(draft: Draft, about: About): NewActivity {
  const due_at = instant(draft.due);
  return {
    ...about,
    kind: draft.kind,
    title: draft.title.trim(),
    due_at,
    start_at: draft.kind === "meeting" ? due_at : null,
    end_at: draft.kind === "meeting" && due_at ? instant(draft.end) : null,
    repeat: due_at ? draft.repeat : null,
    reminders:
      due_at && draft.minutes !== null ? [{ minutes_before: draft.minutes, by_mail: draft.byMail }] : [],
  };
}

/** An activity as it is being edited; of several reminders the first. */
export function draftOf({ kind, title, due_at, end_at, repeat, reminders }: Activity): Draft {
  const [first] = reminders;
  return {
    kind,
    title,
    due: due_at ? fieldTime(new Date(due_at)) : "",
    end: end_at ? fieldTime(new Date(end_at)) : "",
    repeat,
    minutes: first?.minutes_before ?? null,
    byMail: first?.by_mail ?? false,
  };
}

/** When, how often, and with what reminder. */
export function Details({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
  const meeting = draft.kind === "meeting";
  return (
    <div className="grid gap-3 rounded-md border bg-sunken p-3">
      <WhenPicker label={meeting ? "Begins" : "Due"} value={draft.due} onChange={(due) => put({ due })} />
      {draft.due && meeting && (
        <Field label="Ends" optional>
          {(wiring) => (
            <Input
              {...wiring}
              type="datetime-local"
              min={draft.due}
              value={draft.end}
              onChange={({ target }) => put({ end: target.value })}
              className="w-52"
            />
          )}
        </Field>
      )}
      {draft.due && (
        <>
          <RepeatPicker value={draft.repeat} onChange={(repeat) => put({ repeat })} />
          <ReminderPicker
            minutes={draft.minutes}
            byMail={draft.byMail}
            onChange={(minutes, byMail) => put({ minutes, byMail })}
          />
        </>
      )}
    </div>
  );
}
