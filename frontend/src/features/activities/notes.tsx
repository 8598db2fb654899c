import { SquarePen, StickyNote, Trash2 } from "lucide-react";
import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { cn } from "@/lib/cn";
import { markMentions, type Named, plainMentions } from "@/lib/mentions";
import { useCan } from "@/lib/permissions";
import { Button, IconButton } from "@/ui/button";
import { textareaStyle } from "@/ui/field";
import { MentionBox, MentionText } from "@/ui/mention";
import { Section } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import {
  type Activity,
  type NotesOf,
  useChangeActivity,
  useColleagues,
  useCreateActivity,
  useDeleteActivity,
  useNotes,
  useRestoreActivity,
} from "./api";

/** The first line of a note is its title. */
const parts = (text: string, people: Named[]) => ({
  title: (text.trim().split("\n")[0] ?? "").slice(0, 200),
  body: markMentions(text.trim(), people),
});

/** Notes about a person or a company: write, change, remove with a way back. */
export function Notes({ about }: { about: NotesOf }) {
  const query = useNotes(about);
  const writes = useCan("activities:write");
  const notes = query.data?.items ?? [];
  return (
    <Section title="Notes">
      {writes && <NewNote about={about} />}
      {query.isPending ? (
        <SkeletonRows rows={2} />
      ) : query.isError ? (
        <Failed error={query.error} what="Notes" onRetry={() => void query.refetch()} />
      ) : notes.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-3 text-muted">
          <StickyNote className="size-4 text-subtle" aria-hidden /> No notes yet.
        </p>
      ) : (
        <ul>
          {notes.map((note) => (
            <Note key={note.id} note={note} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function NewNote({ about }: { about: NotesOf }) {
  const [text, setText] = useState("");
  const people = useColleagues();
  const create = useCreateActivity();
  const submit = () =>
    create.mutate(
      { body: { kind: "note", ...parts(text, people), ...about } },
      {
        onSuccess: () => setText(""),
        onError: (error) => refused("Not saved; your words are still here", error),
      },
    );
  return (
    <Writing
      label="New note"
      text={text}
      onChange={setText}
      onSubmit={submit}
      busy={create.isPending}
      className="border-b p-3"
      people={people}
      action="Add note"
    />
  );
}

interface WritingProps {
  label: string;
  text: string;
  onChange: (text: string) => void;
  onSubmit: () => void;
  onClose?: () => void;
  busy: boolean;
  action: string;
  people: Named[];
  className?: string;
}

const Writing = ({
  label,
  text,
  onChange,
  onSubmit,
  onClose,
  busy,
  action,
  people,
  className,
}: WritingProps) => (
  <form
    className={className}
    onSubmit={(event) => {
      event.preventDefault();
      if (text.trim()) onSubmit();
    }}
  >
    <MentionBox
      aria-label={label}
      placeholder="A note for colleagues; @ names one"
      value={text}
      people={people}
      rows={text ? 4 : 1}
      className={cn(textareaStyle, !text && "min-h-8")}
      onText={onChange}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && text.trim()) onSubmit();
        if (event.key === "Escape") onClose?.();
      }}
    />
    {(text || onClose) && (
      <div className="mt-2 flex justify-end gap-2">
        {onClose && (
          <Button size="sm" onClick={onClose}>
            Cancel
          </Button>
        )}
        <Button type="submit" size="sm" tone="primary" busy={busy} disabled={!text.trim()}>
          {action}
        </Button>
      </div>
    )}
  </form>
);

function Note({ note }: { note: Activity }) {
  const kept = note.body ?? note.title;
  const people = useColleagues();
  const whole = plainMentions(kept, people);
  const [text, setText] = useState<string | null>(null);
  const [read, setRead] = useState(note);
  const change = useChangeActivity();
  const remove = useDeleteActivity();
  const restore = useRestoreActivity();
  const params = { path: { activity_id: note.id } };
  const put = (was: Activity, words: string, undo?: string) =>
    change.mutate(
      { params, body: parts(words, people), ...asRead(was) },
      {
        onSuccess: (after) => {
          setText(null);
          done(undo ? "Note changed" : "Taken back", undo ? () => put(after, undo) : undefined);
        },
        onError: (error) => refused("The note was not changed", error),
      },
    );
  const takeOut = () =>
    remove.mutate(
      { params, ...asRead(note) },
      {
        onSuccess: () =>
          done("Note removed", () =>
            restore.mutate({ params }, { onError: (error) => refused("The note was not restored", error) }),
          ),
        onError: (error) => refused("The note was not removed", error),
      },
    );
  return (
    <li className="border-b px-4 py-2.5 last:border-0">
      {text === null ? (
        <p className="break-words whitespace-pre-wrap">
          <MentionText text={kept} />
        </p>
      ) : (
        <Writing
          label="Note"
          text={text}
          onChange={setText}
          onSubmit={() =>
            text.trim() === plainMentions(read.body ?? read.title, people)
              ? setText(null)
              : put(read, text, plainMentions(read.body ?? read.title, people))
          }
          onClose={() => setText(null)}
          busy={change.isPending}
          people={people}
          action="Save note"
        />
      )}
      <p className="mt-1 flex min-h-7 items-center gap-1 text-sm text-subtle">
        <span className="flex-1">
          {note.owner?.name ?? "Somebody"} · <When at={note.created_at} />
        </span>
        {note.editable && text === null && (
          <>
            <IconButton
              label="Edit note"
              size="iconSm"
              onClick={() => {
                setRead(note);
                setText(whole);
              }}
            >
              <SquarePen aria-hidden />
            </IconButton>
            <IconButton label="Remove note" size="iconSm" onClick={takeOut}>
              <Trash2 aria-hidden />
            </IconButton>
          </>
        )}
      </p>
    </li>
  );
}
