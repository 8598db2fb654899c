import { Fact, Facts } from "@/ui/page";
import { type Of, useCustomFields } from "./api";
import { Value } from "./values";

interface RequiredFieldsProps {
  of: Of;
  values: Record<string, unknown>;
  onChange: (values: Record<string, unknown>) => void;
}

/** What a new record must have besides the usual; nothing where nothing is required. */
export function RequiredFields({ of, values, onChange }: RequiredFieldsProps) {
  const fields = useCustomFields(of).data?.items.filter(({ required }) => required) ?? [];
  if (fields.length === 0) return null;
  return (
    <Facts className="items-baseline">
      {fields.map((field) => (
        <Fact key={field.id} label={field.label}>
          <Value
            field={field}
            value={values[field.key] ?? null}
            disabled={false}
            onSave={(next) => onChange({ ...values, [field.key]: next })}
          />
        </Fact>
      ))}
    </Facts>
  );
}
