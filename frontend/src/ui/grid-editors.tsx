import { Popover as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { Button } from "./button";
import type { Choice } from "./filter-choices";
import type { Editor, EditorProps } from "./grid-types";
import { MoneyFields } from "./money-fields";
import { TagsEditor } from "./tags-editor";

const box =
  "h-8 w-full rounded-sm border border-accent bg-surface px-2 text-sm text-ink outline-2 outline-accent aria-invalid:border-bad aria-invalid:outline-bad";

/** The editor that a column asks for, in the place of its cell. */
export function CellEditor({ editor, ...props }: EditorProps & { editor: Editor }) {
  switch (editor.kind) {
    case "text":
      return <TextEditor {...props} type={editor.type} required={editor.required} />;
    case "choice":
      return <ChoiceEditor {...props} options={editor.options} none={editor.none} />;
    case "several":
      return <SeveralEditor {...props} options={editor.options} />;
    case "tags":
      return <TagsPanel {...props} known={editor.known} />;
    case "money":
      return <MoneyEditor {...props} />;
    case "own":
      return editor.render(props);
  }
}

/** Why a value was refused, beneath the cell that holds it. */
const Fault = ({ children }: { children: ReactNode }) => (
  <span
    role="alert"
    className="absolute top-full left-0 z-20 mt-0.5 w-max max-w-72 rounded-md border border-bad bg-raised px-2 py-1 text-xs whitespace-normal text-bad-text shadow-pop"
  >
    {children}
  </span>
);

type TextProps = EditorProps & { type?: string; required?: boolean };

function TextEditor({ label, value, fault, onSave, onCancel, type = "text", required }: TextProps) {
  const given = useRef(false);
  const before = value === null || value === undefined ? "" : String(value);
  const save = (typed: string) => {
    if (given.current) return;
    given.current = true;
    const next = typed.trim();
    if ((next === before && !fault) || (required && !next)) onCancel();
    else onSave(next === "" ? null : type === "number" ? Number(next) : next);
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === "Enter") save(event.currentTarget.value);
    if (event.key === "Escape") {
      given.current = true;
      onCancel();
    }
  };
  return (
    <span className="relative block">
      <input
        // biome-ignore lint/a11y/noAutofocus: one asked for this very cell
        autoFocus
        aria-label={label}
        aria-invalid={fault ? true : undefined}
        type={type}
        step="any"
        defaultValue={before}
        className={box}
        onFocus={(event) => type === "text" && event.currentTarget.select()}
        onBlur={(event) => save(event.currentTarget.value)}
        onKeyDown={keys}
      />
      {fault && <Fault>{fault}</Fault>}
    </span>
  );
}

type ChoiceProps = EditorProps & { options: Choice[]; none?: string };

function ChoiceEditor({ label, value, fault, onSave, onCancel, options, none }: ChoiceProps) {
  const shown = value === null || value === undefined ? "" : String(value);
  return (
    <span className="relative block">
      <select
        ref={(node) => {
          if (node && document.activeElement !== node) node.focus();
        }}
        aria-label={label}
        aria-invalid={fault ? true : undefined}
        defaultValue={shown}
        className={box}
        onChange={({ target }) => onSave(target.value || null)}
        onBlur={onCancel}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape" || event.key === "Enter") onCancel();
        }}
      >
        {(none !== undefined || shown === "") && <option value="">{none ?? "–"}</option>}
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
      {fault && <Fault>{fault}</Fault>}
    </span>
  );
}

interface PanelProps {
  label: string;
  fault?: string;
  onClose: () => void;
  children: ReactNode;
  className?: string;
}

/** A panel over the cell, for what does not fit into it; leaving it keeps what was chosen. */
export const CellPanel = ({ label, fault, onClose, children, className }: PanelProps) => (
  <Radix.Root open onOpenChange={(open) => !open && onClose()}>
    <Radix.Anchor className="block h-8 w-full rounded-sm outline-2 outline-accent" />
    <Radix.Portal>
      <Radix.Content
        aria-label={label}
        align="start"
        sideOffset={-32}
        collisionPadding={8}
        onKeyDown={(event) => event.stopPropagation()}
        className={cn("z-50 w-64 rounded-lg border bg-raised p-3 text-sm shadow-pop outline-none", className)}
      >
        {children}
        {fault && (
          <p role="alert" className="mt-2 text-xs text-bad-text">
            {fault}
          </p>
        )}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);

function TagsPanel({ label, value, fault, onSave, onCancel, known }: EditorProps & { known: string[] }) {
  const before = Array.isArray(value) ? value.map(String) : [];
  const [tags, setTags] = useState(before);
  const close = () => (same(tags, before) && !fault ? onCancel() : onSave(tags));
  return (
    <CellPanel label={label} fault={fault} onClose={close}>
      <TagsEditor value={tags} known={known} onSave={setTags} />
      <Actions onSave={close} onCancel={onCancel} />
    </CellPanel>
  );
}

function SeveralEditor({
  label,
  value,
  fault,
  onSave,
  onCancel,
  options,
}: EditorProps & { options: Choice[] }) {
  const before = Array.isArray(value) ? value.map(String) : [];
  const [chosen, setChosen] = useState(before);
  const next = chosen.length > 0 ? chosen : null;
  const close = () => (same(chosen, before) && !fault ? onCancel() : onSave(next));
  return (
    <CellPanel label={label} fault={fault} onClose={close}>
      <fieldset className="grid gap-1.5">
        <legend className="sr-only">{label}</legend>
        {options.map((one) => (
          <label key={one.value} className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={chosen.includes(one.value)}
              onChange={({ target }) =>
                setChosen((known) =>
                  target.checked ? [...known, one.value] : known.filter((each) => each !== one.value),
                )
              }
            />
            {one.label}
          </label>
        ))}
      </fieldset>
      <Actions onSave={close} onCancel={onCancel} />
    </CellPanel>
  );
}

function MoneyEditor({ label, value, fault, onSave, onCancel }: EditorProps) {
  const [sum, setSum] = useState(value);
  return (
    <CellPanel label={label} fault={fault} onClose={onCancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave(sum);
        }}
      >
        <MoneyFields label={label} value={sum} onChange={setSum} />
        <Actions onSave={() => onSave(sum)} onCancel={onCancel} />
        <button type="submit" hidden />
      </form>
    </CellPanel>
  );
}

const Actions = ({ onSave, onCancel }: { onSave: () => void; onCancel: () => void }) => (
  <div className="mt-3 flex justify-end gap-2">
    <Button size="sm" onClick={onCancel}>
      Cancel
    </Button>
    <Button size="sm" tone="primary" onClick={onSave}>
      Save
    </Button>
  </div>
);

const same = (one: string[], other: string[]) =>
  one.length === other.length && one.every((value, place) => value === other[place]);
