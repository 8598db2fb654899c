import { Pencil } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Input, Select } from "./field";

interface InlineTextProps {
  label: string;
  value: string | null;
  /** Null: what was there is taken away. */
  onSave: (value: string | null) => void;
  disabled?: boolean;
  type?: "text" | "tel" | "email" | "url" | "date" | "number";
  /** How the value is shown when nobody edits it. */
  show?: ReactNode;
  required?: boolean;
  placeholder?: string;
}

/** A fact one edits where it stands: Enter or leaving it saves, Escape brings back what was there. */
export function InlineText(props: InlineTextProps) {
  const { label, value, onSave, disabled, type = "text", show, required, placeholder } = props;
  const [editing, setEditing] = useState(false);
  const given = useRef(false);
  // As it was when one began: live updates go on beneath what is typed.
  const begun = useRef({ value, onSave });
  const opener = useRef<HTMLButtonElement>(null);
  const shown = show ?? value;
  if (disabled) return <span className="block py-0.5">{shown ?? "–"}</span>;
  const close = () => {
    setEditing(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (!editing) {
    return (
      <span className="group flex min-h-6 items-center gap-1">
        {show != null && <span className="min-w-0 break-words">{show}</span>}
        <button
          ref={opener}
          type="button"
          aria-label={`Edit ${label}`}
          onClick={() => {
            given.current = false;
            begun.current = { value, onSave };
            setEditing(true);
          }}
          className="-mx-1 flex min-w-6 items-center gap-1 rounded-sm px-1 py-0.5 text-left hover:bg-hover"
        >
          {show == null && (
            <span className={value ? "min-w-0 break-words" : "text-subtle"}>{value ?? "Add"}</span>
          )}
          <Pencil
            className="size-3 shrink-0 text-subtle opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
            aria-hidden
          />
        </button>
      </span>
    );
  }
  const save = (typed: string) => {
    if (given.current) return;
    given.current = true;
    const next = typed.trim() || null;
    const was = begun.current;
    if (next !== was.value && !(required && next === null)) was.onSave(next);
    close();
  };
  return (
    <Input
      aria-label={label}
      autoFocus
      type={type}
      step="any"
      placeholder={placeholder}
      defaultValue={value ?? ""}
      className="h-7"
      onBlur={(event) => save(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          event.preventDefault(); // it may stand in a form
          save(event.currentTarget.value);
        }
        if (event.key === "Escape") {
          event.stopPropagation();
          given.current = true;
          close();
        }
      }}
    />
  );
}

interface InlineSelectProps {
  label: string;
  value: string | null;
  options: { value: string; label: string }[];
  onSave: (value: string | null) => void;
  disabled?: boolean;
  /** What "nothing" is called; without it something must be chosen. */
  none?: string;
}

/** A choice one makes where it stands. */
export function InlineSelect({ label, value, options, onSave, disabled, none }: InlineSelectProps) {
  if (disabled) return <>{options.find((one) => one.value === value)?.label ?? none ?? "–"}</>;
  return (
    <Select
      aria-label={label}
      value={value ?? ""}
      onChange={({ target }) => onSave(target.value || null)}
      className="-ml-2.5 [&>select]:h-7 [&>select]:border-transparent [&>select]:bg-transparent [&>select]:text-sm hover:[&>select]:border-control-line focus-within:[&>select]:border-control-line"
    >
      {none !== undefined && <option value="">{none}</option>}
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </Select>
  );
}
