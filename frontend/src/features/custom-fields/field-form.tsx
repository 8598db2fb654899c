import { Plus, X } from "lucide-react";
import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { problemOf } from "@/lib/problem";
import { Button, IconButton } from "@/ui/button";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Switch } from "@/ui/switch";
import { done } from "@/ui/toast";
import { type CustomField, kinds, type Of, sortable, useChangeField, useCreateField } from "./api";

interface FieldFormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  of: Of;
  field?: CustomField;
}

/** Define a field, or change one; its kind stays. */
export const FieldForm = ({ open, onOpenChange, of, field }: FieldFormProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} title={field ? `Edit ${field.label}` : "New custom field"}>
    <Body of={of} field={field} onClose={() => onOpenChange(false)} />
  </Dialog>
);

interface Option {
  key: string | null;
  label: string;
}

function Body({ of, field: shown, onClose }: { of: Of; field?: CustomField; onClose: () => void }) {
  const [field] = useState(shown); // as it was read: live updates go on beneath a form
  const create = useCreateField();
  const change = useChangeField();
  const [label, setLabel] = useState(field?.label ?? "");
  const [kind, setKind] = useState<CustomField["kind"]>(field?.kind ?? "text");
  const [options, setOptions] = useState<Option[]>(
    field?.options.filter(({ archived }) => !archived).map(({ key, label }) => ({ key, label })) ?? [],
  );
  const [required, setRequired] = useState(field?.required ?? false);
  const [indexed, setIndexed] = useState(field?.indexed ?? false);
  const [error, setError] = useState<string>();
  const chooses = kind === "choice" || kind === "choices";
  const sorts = sortable.includes(kind);
  const submit = async () => {
    const named = chooses ? options.filter((one) => one.label.trim()) : [];
    const body = { label, required, indexed: indexed && sorts, options: named };
    try {
      if (field)
        await change.mutateAsync({ params: { path: { field_id: field.id } }, body, ...asRead(field) });
      else await create.mutateAsync({ body: { ...body, object: of, kind } });
      done(field ? "Field saved" : "Field created");
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
      <Field label="Name" error={error}>
        {(wiring) => (
          <Input
            {...wiring}
            value={label}
            maxLength={60}
            onChange={({ target }) => setLabel(target.value)}
            autoComplete="off"
          />
        )}
      </Field>
      <Field label="Kind" hint={field ? "The kind of a field never changes" : undefined}>
        {(wiring) => (
          <Select
            {...wiring}
            value={kind}
            disabled={Boolean(field)}
            onChange={({ target }) => setKind(target.value as CustomField["kind"])}
          >
            {Object.entries(kinds).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {chooses && <Options value={options} onChange={setOptions} />}
      <Toggle
        label="Required"
        note="Who creates one by hand must fill it in."
        checked={required}
        onChange={setRequired}
      />
      {sorts && (
        <Toggle
          label="Sorts lists"
          note="Lists can be sorted by it, and filtered fast."
          checked={indexed}
          onChange={setIndexed}
        />
      )}
      <FormActions onCancel={onClose} busy={create.isPending || change.isPending} disabled={!label.trim()}>
        {field ? "Save" : "Create field"}
      </FormActions>
    </form>
  );
}

interface ToggleProps {
  label: string;
  note: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

const Toggle = ({ label, note, checked, onChange }: ToggleProps) => (
  <div className="flex items-center justify-between gap-4">
    <span>
      <span className="block text-sm font-medium">{label}</span>
      <span className="block text-sm text-subtle">{note}</span>
    </span>
    <Switch checked={checked} label={label} onChange={onChange} />
  </div>
);

function Options({ value, onChange }: { value: Option[]; onChange: (options: Option[]) => void }) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">Options</legend>
      {value.map((option, place) => (
        <span key={option.key ?? `new-${place.toString()}`} className="flex gap-1">
          <Input
            aria-label={`Option ${(place + 1).toString()}`}
            value={option.label}
            maxLength={60}
            onChange={({ target }) =>
              onChange(value.map((one, at) => (at === place ? { ...one, label: target.value } : one)))
            }
          />
          <IconButton
            label={`Remove option ${option.label || (place + 1).toString()}`}
            onClick={() => onChange(value.filter((_, at) => at !== place))}
          >
            <X aria-hidden />
          </IconButton>
        </span>
      ))}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() => onChange([...value, { key: null, label: "" }])}
      >
        <Plus aria-hidden /> Add an option
      </Button>
      <p className="text-sm text-subtle">
        A renamed option is renamed everywhere; a removed one stays where it was chosen.
      </p>
    </fieldset>
  );
}
