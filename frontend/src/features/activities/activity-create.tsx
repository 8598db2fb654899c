import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useActions } from "@/lib/actions";
import { cn } from "@/lib/cn";
import { Button } from "@/ui/button";
import { Input, Select } from "@/ui/field";
import { refused } from "@/ui/toast";
import { Details, type Draft, empty, wireOf } from "./activity-draft";
import { type About, type Kind, useCreateActivity } from "./api";
import { kindNames } from "./when";

const makeable: Kind[] = ["task", "call", "meeting", "email"];

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
        <Button
          type="submit"
          disabled={!draft.title.trim()}
          busy={create.isPending}
          className={cn(!draft.title.trim() && "max-sm:hidden")}
        >
          <Plus aria-hidden /> Add
        </Button>
      </div>
      {draft.title.trim() && <Details draft={draft} put={put} />}
    </form>
  );
}
