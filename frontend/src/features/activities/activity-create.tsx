import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useActions } from "@/lib/actions";
import { Button } from "@/ui/button";
import { Field, Input, Select } from "@/ui/field";
import { refused } from "@/ui/toast";
import { type About, type Kind, type NewActivity, useCreateActivity } from "./api";
import { ReminderPicker, RepeatPicker, WhenPicker } from "./pickers";
import { kindNames, type Repeat } from "./when";

const makeable: Kind[] = ["task", "call", "meeting", "email"];

interface Draft {
  kind: Kind;
  title: string;
  due: string;
  end: string;
  repeat: Repeat | null;
  minutes: number | null;
  byMail: boolean;
}

const empty: Draft = {
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

/** Anything to do in one line; when, how often and a reminder appear once something is written. */
export function ActivityCreate({ about = {} }: { about?: About }) {
  const [draft, setDraft] = useState(empty);
  const box = useRef<HTMLInputElement>(null);
  const create = useCreateActivity();
  const put = (part: Partial<Draft>) => setDraft((was) => ({ ...was, ...part }));
  useActions("Activities", [{ label: "New activity", keys: "c", run: () => box.current?.focus() }]);
  const submit = () => {
    if (!draft.title.trim()) return;
    create.mutate(
      { body: wireOf(draft, about) },
      {
        onSuccess: () => setDraft({ ...empty, kind: draft.kind }),
        onError: (error) => refused("Not created; your words are still here", error),
      },
    );
  };
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label="Kind"
          value={draft.kind}
          onChange={({ target }) => put({ kind: makeable.find((one) => one === target.value) ?? "task" })}
          className="w-28"
        >
          {makeable.map((one) => (
            <option key={one} value={one}>
              {kindNames[one]}
            </option>
          ))}
        </Select>
        <Input
          ref={box}
          aria-label="New activity"
          placeholder="What is to be done"
          value={draft.title}
          maxLength={200}
          onChange={({ target }) => put({ title: target.value })}
          className="min-w-40 flex-1"
        />
        <Button type="submit" disabled={!draft.title.trim()} busy={create.isPending}>
          <Plus aria-hidden /> Add
        </Button>
      </div>
      {draft.title.trim() && <Details draft={draft} put={put} />}
    </form>
  );
}

function Details({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
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
