import { useState } from "react";
import { opWord } from "@/lib/filter-words";
import { type Filter, type FilterField, takesValue } from "@/lib/filters";
import { Button } from "./button";
import { Field, Input, Select } from "./field";
import { type Choice, choicesOf, type Refs } from "./filter-choices";

export interface FilterFormProps {
  fields: FilterField[];
  refs?: Refs;
  onAdd: (filter: Filter) => void;
}

/** A field, how it is compared, and with what. */
export function FilterForm({ fields, refs, onAdd }: FilterFormProps) {
  const [name, setName] = useState(fields[0]?.name ?? "");
  const field = fields.find((one) => one.name === name) ?? fields[0];
  const [op, setOp] = useState(field?.ops[0] ?? "eq");
  const [values, setValues] = useState<string[]>([]);
  if (!field) return null;
  const needed = takesValue(op) ? (op === "between" ? 2 : 1) : 0;
  const ready = needed === 0 || values.filter((one) => one.trim()).length >= needed;
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onAdd({ field: field.name, op, values: needed ? values : [] });
      }}
    >
      <Field label="Field">
        {(wiring) => (
          <Select
            {...wiring}
            value={field.name}
            onChange={({ target }) => {
              setName(target.value);
              setOp(fields.find((one) => one.name === target.value)?.ops[0] ?? "eq");
              setValues([]);
            }}
          >
            {fields.map((one) => (
              <option key={one.name} value={one.name}>
                {one.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Condition">
        {(wiring) => (
          <Select
            {...wiring}
            value={op}
            onChange={({ target }) => {
              setOp(target.value);
              setValues([]);
            }}
          >
            {field.ops.map((one) => (
              <option key={one} value={one}>
                {opWord(one, field.kind)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {needed > 0 && (
        <Value
          key={`${field.name}:${op}`}
          field={field}
          op={op}
          refs={refs}
          values={values}
          onChange={setValues}
        />
      )}
      <Button type="submit" tone="primary" disabled={!ready}>
        Add filter
      </Button>
    </form>
  );
}

interface ValueProps extends Pick<FilterFormProps, "refs"> {
  field: FilterField;
  op: string;
  values: string[];
  onChange: (values: string[]) => void;
}

function Value({ field, op, refs, values, onChange }: ValueProps) {
  const choices = choicesOf(field, refs);
  if (choices.length > 0) {
    return (
      <Field label="Value">
        {(wiring) =>
          op === "in" ? (
            <Many {...wiring} choices={choices} values={values} onChange={onChange} />
          ) : (
            <Select {...wiring} value={values[0] ?? ""} onChange={({ target }) => onChange([target.value])}>
              <option value="">Choose …</option>
              {choices.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )
        }
      </Field>
    );
  }
  const dated = field.kind === "day" || field.kind === "moment";
  const type = dated ? "date" : field.kind === "number" ? "number" : "text";
  const set = (place: number) => (typed: string) => onChange(Object.assign([...values], { [place]: typed }));
  return (
    <>
      <Field
        label={op === "between" ? "From" : "Value"}
        hint={op === "in" ? "Several between commas" : undefined}
      >
        {(wiring) => (
          <Input
            {...wiring}
            type={type}
            step="any"
            value={op === "in" ? values.join(",") : (values[0] ?? "")}
            onChange={({ target }) =>
              op === "in" ? onChange(target.value.split(",")) : set(0)(target.value)
            }
          />
        )}
      </Field>
      {op === "between" && (
        <Field label="To">
          {(wiring) => (
            <Input
              {...wiring}
              type={type}
              step="any"
              value={values[1] ?? ""}
              onChange={({ target }) => set(1)(target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}

interface ManyProps {
  id: string;
  choices: Choice[];
  values: string[];
  onChange: (values: string[]) => void;
}

const Many = ({ id, choices, values, onChange }: ManyProps) => (
  <select
    id={id}
    multiple
    value={values}
    size={Math.min(6, choices.length)}
    onChange={({ target }) => onChange([...target.selectedOptions].map(({ value }) => value))}
    className="w-full rounded-md border border-control-line bg-surface p-1 text-base"
  >
    {choices.map(({ value, label }) => (
      <option key={value} value={value} className="rounded-sm px-1.5 py-0.5">
        {label}
      </option>
    ))}
  </select>
);
