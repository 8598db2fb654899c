import { count, day } from "@/lib/format";
import { InlineSelect, InlineText } from "@/ui/inline";
import { Fact, Facts, Section } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { type CustomField, type Of, useCustomFields } from "./api";
import { MoneyValue } from "./money-value";
import { inWords } from "./words";

type Values = Record<string, unknown>;

interface CustomValuesProps {
  of: Of;
  values: Values;
  onSave: (patch: Values, said: string) => void;
  writes: boolean;
}

/** The fields that admins defined, with this record's values; nothing where there are none. */
export function CustomValues({ of, values, onSave, writes }: CustomValuesProps) {
  const query = useCustomFields(of);
  if (query.isPending) return <SkeletonRows rows={2} />;
  if (query.isError) {
    return <Failed error={query.error} what="Custom fields" onRetry={() => void query.refetch()} />;
  }
  if (query.data.items.length === 0) return null;
  return (
    <Section title="More" padded>
      <Facts className="items-baseline">
        {query.data.items.map((field) => (
          <Fact key={field.id} label={field.label}>
            <Value
              field={field}
              value={values[field.key] ?? null}
              disabled={!writes}
              onSave={(next) => onSave({ [field.key]: next }, `${field.label} changed`)}
            />
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}

interface ValueProps {
  field: CustomField;
  value: unknown;
  disabled: boolean;
  onSave: (next: unknown) => void;
}

/** One value, edited where it stands. */
export function Value({ field, value, disabled, onSave }: ValueProps) {
  const { kind, label, required } = field;
  if (kind === "money") return <MoneyValue {...{ field, value, disabled, onSave }} />;
  if (kind === "choices") return <Choices {...{ field, value, disabled, onSave }} />;
  if (kind === "choice" || kind === "flag") {
    return (
      <InlineSelect
        label={label}
        value={value === null ? null : String(value)}
        options={kind === "flag" ? yesNo : optionsOf(field, [String(value)])}
        none={required && value !== null ? undefined : "–"}
        disabled={disabled}
        onSave={(next) => onSave(kind === "flag" && next !== null ? next === "true" : next)}
      />
    );
  }
  const type = ({ number: "number", date: "date", link: "url" } as const)[kind as "number"] ?? "text";
  return (
    <InlineText
      label={label}
      value={value === null ? null : String(value)}
      show={shown(field, value)}
      type={type}
      required={required}
      disabled={disabled}
      onSave={(typed) => onSave(kind === "number" && typed !== null ? Number(typed) : typed)}
    />
  );
}

const yesNo = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

const optionsOf = (field: CustomField, kept: string[]) =>
  field.options
    .filter(({ key, archived }) => !archived || kept.includes(key))
    .map(({ key, label }) => ({ value: key, label }));

function shown({ kind }: CustomField, value: unknown) {
  if (typeof value === "number") return count(value);
  if (typeof value !== "string") return undefined;
  if (kind === "date") return day(value);
  if (kind !== "link") return undefined;
  return (
    <a href={value} target="_blank" rel="noreferrer" className="break-all text-accent-text hover:underline">
      {value.replace(/^https?:\/\//, "")}
    </a>
  );
}

function Choices({ field, value, disabled, onSave }: ValueProps) {
  const chosen = Array.isArray(value) ? value.map(String) : [];
  if (disabled) return <>{inWords(field, value)}</>;
  return (
    <fieldset className="grid gap-1">
      <legend className="sr-only">{field.label}</legend>
      {optionsOf(field, chosen).map(({ value: key, label }) => (
        <label key={key} className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={chosen.includes(key)}
            onChange={({ target }) => {
              const next = target.checked ? [...chosen, key] : chosen.filter((one) => one !== key);
              onSave(next.length > 0 ? next : null);
            }}
            className="size-4 accent-accent"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
