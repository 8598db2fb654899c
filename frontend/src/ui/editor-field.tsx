import { Field, Input, Select } from "./field";
import type { Editor } from "./grid-types";
import { MoneyFields } from "./money-fields";
import { TagsEditor } from "./tags-editor";

interface EditorFieldProps {
  editor: Editor;
  label: string;
  value: unknown;
  error?: string;
  onChange: (next: unknown) => void;
}

/** What edits a cell, as a field of a form; null while nothing is given. */
export function EditorField({ editor, label, value, error, onChange }: EditorFieldProps) {
  return (
    <Field label={label} error={error}>
      {(wiring) => {
        switch (editor.kind) {
          case "choice":
            return (
              <Select
                {...wiring}
                value={value === null || value === undefined ? "" : String(value)}
                onChange={({ target }) => onChange(target.value || null)}
              >
                <option value="">Choose …</option>
                {editor.options.map((one) => (
                  <option key={one.value} value={one.value}>
                    {one.label}
                  </option>
                ))}
              </Select>
            );
          case "several":
            return <Several {...wiring} editor={editor} label={label} value={value} onChange={onChange} />;
          case "tags":
            return (
              <TagsEditor value={(value as string[] | null) ?? []} known={editor.known} onSave={onChange} />
            );
          case "money":
            return <MoneyFields label={label} value={value} onChange={onChange} />;
          case "own":
            return null;
          case "text":
            return (
              <Input
                {...wiring}
                type={editor.type}
                step="any"
                value={value === null || value === undefined ? "" : String(value)}
                onChange={({ target }) => onChange(read(target.value, editor.type))}
              />
            );
        }
      }}
    </Field>
  );
}

const read = (typed: string, type: string | undefined) =>
  typed === "" ? null : type === "number" ? Number(typed) : typed;

type SeveralProps = Omit<EditorFieldProps, "editor" | "error"> & {
  id: string;
  editor: Extract<Editor, { kind: "several" }>;
};

function Several({ id, editor, label, value, onChange }: SeveralProps) {
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <fieldset id={id} className="grid gap-1.5">
      <legend className="sr-only">{label}</legend>
      {editor.options.map((one) => (
        <label key={one.value} className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={chosen.includes(one.value)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, one.value] : chosen.filter((each) => each !== one.value))
            }
          />
          {one.label}
        </label>
      ))}
    </fieldset>
  );
}
