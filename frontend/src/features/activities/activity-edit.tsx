import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { problemOf } from "@/lib/problem";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input, Select, Textarea } from "@/ui/field";
import { Notice } from "@/ui/states";
import { done, refused } from "@/ui/toast";
import { Details, type Draft, draftOf, wireOf } from "./activity-draft";
import { type Activity, type ActivityChange, useChangeActivity, usePeople } from "./api";
import { kindNames } from "./when";

interface ActivityEditProps {
  activity: Activity;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Everything about an activity but its kind; what is not touched is not sent. */
export const ActivityEdit = ({ activity, open, onOpenChange }: ActivityEditProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} title={`Edit ${kindNames[activity.kind].toLowerCase()}`}>
    <Body activity={activity} onClose={() => onOpenChange(false)} />
  </Dialog>
);

interface Words {
  body: string;
  owner: string;
}

const wordsOf = ({ body, owner }: Activity): Words => ({ body: body ?? "", owner: owner?.id ?? "" });

/** What differs from the activity; a repetition that is sent again would begin a new series. */
function changesOf(activity: Activity, draft: Draft, words: Words): ActivityChange {
  const shaped = (one: Draft, { body, owner }: Words): ActivityChange => {
    const { title, due_at, end_at, repeat, reminders } = wireOf(one, {});
    return { title, body: body.trim() || null, owner_id: owner || null, due_at, end_at, repeat, reminders };
  };
  const before: Record<string, unknown> = { ...shaped(draftOf(activity), wordsOf(activity)) };
  const after = Object.entries(shaped(draft, words));
  return Object.fromEntries(
    after.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  );
}

/** What an activity was, of the fields that are named: the way back. */
function backOf(activity: Activity, changes: ActivityChange): ActivityChange {
  const { title, body, owner, due_at, end_at, repeat } = activity;
  const reminders = activity.reminders.map(({ minutes_before, by_mail }) => ({ minutes_before, by_mail }));
  const was: Record<string, unknown> = {
    title,
    body,
    owner_id: owner?.id ?? null,
    due_at,
    end_at,
    repeat,
    reminders,
  };
  return Object.fromEntries(Object.keys(changes).map((name) => [name, was[name]]));
}

function Body({ activity: shown, onClose }: { activity: Activity; onClose: () => void }) {
  const [activity] = useState(shown); // as it was read: live updates go on beneath a form
  const [draft, setDraft] = useState(() => draftOf(activity));
  const [words, setWords] = useState(() => wordsOf(activity));
  const [error, setError] = useState<string>();
  const change = useChangeActivity();
  const people = usePeople().data?.users ?? [];
  const params = { path: { activity_id: activity.id } };
  const submit = async () => {
    const body = changesOf(activity, draft, words);
    if (Object.keys(body).length === 0) return onClose();
    const back = (after: Activity) =>
      change.mutate(
        { params, body: backOf(activity, body), ...asRead(after) },
        { onError: (caught) => refused("It was not taken back", caught) },
      );
    try {
      const after = await change.mutateAsync({ params, body, ...asRead(activity) });
      done(`${draft.title.trim()} changed`, () => back(after));
      onClose();
    } catch (caught) {
      setError(problemOf(caught).errors[0]?.message ?? problemOf(caught).detail);
    }
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label="Title">
        {(wiring) => (
          <Input
            {...wiring}
            value={draft.title}
            maxLength={200}
            onChange={({ target }) => setDraft({ ...draft, title: target.value })}
            autoComplete="off"
          />
        )}
      </Field>
      <Field label="Text" optional>
        {(wiring) => (
          <Textarea
            {...wiring}
            value={words.body}
            onChange={({ target }) => setWords({ ...words, body: target.value })}
          />
        )}
      </Field>
      <Details draft={draft} put={(part) => setDraft((was) => ({ ...was, ...part }))} />
      <Field label="Owner">
        {(wiring) => (
          <Select
            {...wiring}
            value={words.owner}
            onChange={({ target }) => setWords({ ...words, owner: target.value })}
          >
            <option value="">Nobody</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {error && <Notice tone="bad">{error}</Notice>}
      <FormActions onCancel={onClose} busy={change.isPending} disabled={!draft.title.trim()}>
        Save
      </FormActions>
    </form>
  );
}
