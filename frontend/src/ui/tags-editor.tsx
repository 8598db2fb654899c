import { X } from "lucide-react";
import { useId, useState } from "react";
import { Badge } from "./badge";
import { Input } from "./field";

interface TagsEditorProps {
  value: string[];
  known: string[];
  onSave: (tags: string[]) => void;
  disabled?: boolean;
}

/** Tags one adds by typing, with those in use as suggestions, and takes off one by one. */
export function TagsEditor({ value, known, onSave, disabled }: TagsEditorProps) {
  const [typed, setTyped] = useState("");
  const list = useId();
  const add = (word: string) => {
    const tag = word.trim();
    setTyped("");
    if (tag && !value.some((one) => one.toLowerCase() === tag.toLowerCase())) onSave([...value, tag]);
  };
  return (
    <span className="flex flex-wrap items-center gap-1">
      {value.map((tag) => (
        <Badge key={tag}>
          <span className="truncate">{tag}</span>
          {!disabled && (
            <button
              type="button"
              aria-label={`Take off ${tag}`}
              className="-mr-1 grid size-4 place-items-center rounded-sm hover:bg-hover hover:text-ink"
              onClick={() => onSave(value.filter((one) => one !== tag))}
            >
              <X aria-hidden />
            </button>
          )}
        </Badge>
      ))}
      {disabled && value.length === 0 && "–"}
      {!disabled && (
        <>
          <Input
            aria-label="Add a tag"
            placeholder="Add a tag"
            list={list}
            value={typed}
            maxLength={200}
            onChange={({ target }) =>
              known.includes(target.value) ? add(target.value) : setTyped(target.value)
            }
            onKeyDown={(event) => {
              if (event.key === "Enter" || event.key === ",") {
                event.preventDefault();
                add(typed);
              }
              if (event.key === "Escape") setTyped("");
            }}
            onBlur={() => add(typed)}
            className="h-6 w-24 flex-1 text-sm"
          />
          <datalist id={list}>
            {known
              .filter((one) => !value.includes(one))
              .map((one) => (
                <option key={one} value={one} />
              ))}
          </datalist>
        </>
      )}
    </span>
  );
}
