import { Field, Select } from "@/ui/field";
import { Section } from "@/ui/page";
import { type Change, type Import, useChange } from "./api";
import { policies } from "./words";

/** Which field each column is, by what a row is recognised, and what may be done with it. */
export function Mapping({ of }: { of: Import }) {
  const { mutate, isPending } = useChange(of.id);
  const change = (body: Change) => mutate({ params: { path: { import_id: of.id } }, body });
  const taken = new Set(of.columns.map(({ field }) => field));
  const mapped = of.columns.filter(({ field }) => field).length;
  return (
    <div className="grid gap-4">
      <Section
        title="Columns"
        note={`${mapped.toString()} of ${of.columns.length.toString()} columns are read. Empty cells leave values as they are.`}
      >
        <ul>
          {of.columns.map((column) => (
            <li
              key={column.name}
              className="grid gap-x-4 gap-y-1 border-b px-4 py-2 last:border-0 sm:grid-cols-[1fr_16rem] sm:items-center"
            >
              <div className="min-w-0">
                <p className="truncate font-medium">{column.name}</p>
                <p className="truncate text-sm text-muted">
                  {column.samples.join(" · ") || "empty at the top"}
                </p>
              </div>
              <Select
                aria-label={`Field of ${column.name}`}
                value={column.field ?? ""}
                disabled={isPending}
                onChange={({ target }) => change({ mapping: { [column.name]: target.value || null } })}
              >
                <option value="">Leave out</option>
                {of.fields.map(({ name, label, repeats }) => (
                  <option
                    key={name}
                    value={name}
                    disabled={!repeats && taken.has(name) && name !== column.field}
                  >
                    {label}
                  </option>
                ))}
              </Select>
            </li>
          ))}
        </ul>
      </Section>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="A row is a known record by its" hint="A row without it makes a new record.">
          {(wiring) => (
            <Select
              {...wiring}
              value={of.match_key ?? ""}
              onChange={({ target }) => change({ match_key: target.value || null })}
            >
              <option value="">Nothing: every row is new</option>
              {of.keys.map(({ name, label, needs }) => (
                <option key={name} value={name} disabled={!needs.some((one) => taken.has(one))}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="What may be done">
          {(wiring) => (
            <Select
              {...wiring}
              value={of.policy}
              onChange={({ target }) => change({ policy: target.value as Import["policy"] })}
            >
              {Object.entries(policies).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </div>
  );
}
