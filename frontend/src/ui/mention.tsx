import { type ComponentProps, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { hasNamesake, labelOf, mentionPieces, type Named, typedMention } from "@/lib/mentions";
import { Avatar } from "./avatar";

/** A text in which colleagues who are named stand out. */
export const MentionText = ({ text }: { text: string }) => (
  <>
    {mentionPieces(text).map(({ text: part, mention, at }) =>
      mention ? (
        <span key={at} className="rounded-sm bg-accent-soft px-1 font-medium text-accent-text">
          {part}
        </span>
      ) : (
        part
      ),
    )}
  </>
);

type Props = Omit<ComponentProps<"textarea">, "value" | "onChange"> & {
  value: string;
  onText: (text: string) => void;
  people: Named[];
};

/** A text box in which @ offers colleagues: arrows choose, Enter or Tab takes one, Escape does not. */
export function MentionBox({ value, onText, people, onKeyDown, className, ref, ...rest }: Props) {
  const own = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [place, setPlace] = useState(0);
  const found = typed === null ? [] : matching(people, typed);
  const chosen = found[Math.min(place, found.length - 1)];
  const look = (box: HTMLTextAreaElement) => {
    setTyped(typedMention(box.value, box.selectionStart));
    setPlace(0);
  };
  const take = (person: Named) => {
    const cursor = own.current?.selectionStart ?? value.length;
    const begin = cursor - (typed ?? "").length;
    onText(`${value.slice(0, begin)}${labelOf(person, people)} ${value.slice(cursor)}`);
    setTyped(null);
    own.current?.focus();
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!chosen || event.ctrlKey || event.metaKey) return onKeyDown?.(event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setPlace((was) => (was + step + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") take(chosen);
    else if (event.key === "Escape") setTyped(null);
    else return onKeyDown?.(event);
    event.preventDefault();
  };
  return (
    <>
      <textarea
        {...rest}
        ref={(box) => {
          own.current = box;
          if (typeof ref === "function") ref(box);
          else if (ref) ref.current = box;
        }}
        value={value}
        aria-controls={chosen ? listId : undefined}
        aria-activedescendant={chosen ? `${listId}-${chosen.id}` : undefined}
        onChange={({ target }) => {
          onText(target.value);
          look(target);
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={keys}
        className={className}
      />
      {chosen && <People id={listId} people={found} chosen={chosen} onTake={take} />}
    </>
  );
}

const matching = (people: Named[], typed: string) =>
  people.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase())).slice(0, 6);

interface PeopleProps {
  id: string;
  people: Named[];
  chosen: Named;
  onTake: (person: Named) => void;
}

/** Who can be named; brought into sight, for below the box there may be little room. */
function People({ id, people, chosen, onTake }: PeopleProps) {
  const list = useRef<HTMLDivElement>(null);
  // In braces: browsers begin to answer a promise here, which is nothing for an effect to clean up with.
  useEffect(() => {
    list.current?.scrollIntoView?.({ block: "nearest" });
  }, []);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Colleagues"
      className="m-1 scroll-my-4 rounded-md border bg-raised p-1 shadow-pop"
    >
      {people.map((person) => (
        <div
          key={person.id}
          id={`${id}-${person.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={person === chosen}
          // Before the box loses the cursor.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(person);
          }}
          className={cn(
            "flex h-8 cursor-default items-center gap-2 rounded-md px-2",
            person === chosen && "bg-selected",
          )}
        >
          <Avatar name={person.name} className="size-5 text-[0.625rem]" />
          <span className="shrink-0">{person.name}</span>
          {hasNamesake(person, people) && (
            <span className="truncate text-sm text-subtle">{person.email}</span>
          )}
        </div>
      ))}
    </div>
  );
}
