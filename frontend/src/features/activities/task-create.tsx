import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useActions } from "@/lib/actions";
import { Button } from "@/ui/button";
import { Input } from "@/ui/field";
import { refused } from "@/ui/toast";
import { useCreateTask } from "./api";

/** A task in one line: what, and by when. */
export function TaskCreate({ dealId = null }: { dealId?: string | null }) {
  const [title, setTitle] = useState("");
  const [due, setDue] = useState("");
  const box = useRef<HTMLInputElement>(null);
  const create = useCreateTask();
  useActions("Tasks", [{ label: "New task", keys: "c", run: () => box.current?.focus() }]);
  const submit = () => {
    if (!title.trim()) return;
    create.mutate(
      {
        body: {
          kind: "task",
          title: title.trim(),
          deal_id: dealId,
          due_at: due ? new Date(`${due}T09:00`).toISOString() : null,
        },
      },
      {
        onSuccess: () => {
          setTitle("");
          setDue("");
        },
        onError: (error) => refused("The task was not created", error),
      },
    );
  };
  return (
    <form
      className="flex flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Input
        ref={box}
        aria-label="New task"
        placeholder="New task"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        className="min-w-48 flex-1"
      />
      <Input
        aria-label="Due on"
        type="date"
        value={due}
        onChange={(event) => setDue(event.target.value)}
        className="w-40"
      />
      <Button type="submit" disabled={!title.trim()} busy={create.isPending}>
        <Plus aria-hidden /> Add
      </Button>
    </form>
  );
}
