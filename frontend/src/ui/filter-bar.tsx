import { ListFilter, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { opWord, valueWord } from "@/lib/filter-words";
import { type Filter, type FilterField, readFilter, writeFilter } from "@/lib/filters";
import { later, useLater } from "@/lib/later";
import { Button, IconButton } from "./button";
import { choicesOf, type Refs } from "./filter-choices";
import type { FilterFormProps } from "./filter-form";
import { Popover } from "./popover";

const form = later(() => import("./filter-form"));

interface FilterBarProps {
  fields: FilterField[];
  value: string[];
  onChange: (next: string[]) => void;
  refs?: Refs;
  /** What else shapes the list, at the end. */
  aside?: ReactNode;
}

/** The conditions of a list as chips, and a form that adds one. */
export function FilterBar({ fields, value, onChange, refs, aside }: FilterBarProps) {
  const offered = fields.filter((field) => !field.of || refs?.[field.of]);
  return (
    <section aria-label="Filters" className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
      {value.map((written) => (
        <Chip
          key={written}
          words={describe(readFilter(written), fields, refs)}
          onRemove={() => onChange(value.filter((one) => one !== written))}
        />
      ))}
      <Adding
        fields={offered}
        refs={refs}
        onAdd={(filter) =>
          onChange([...value.filter((one) => one !== writeFilter(filter)), writeFilter(filter)])
        }
      />
      {value.length > 1 && (
        <Button size="sm" tone="quiet" onClick={() => onChange([])}>
          Clear all
        </Button>
      )}
      {aside && <span className="ml-auto">{aside}</span>}
    </section>
  );
}

function describe({ field, op, values }: Filter, fields: FilterField[], refs: Refs | undefined) {
  const known = fields.find(({ name }) => name === field);
  if (!known) return `${field} ${op} ${values.join(", ")}`;
  const choices = choicesOf(known, refs);
  const named = values.map((one) => choices.find(({ value }) => value === one)?.label ?? valueWord(one));
  return `${known.label} ${opWord(op, known.kind)} ${named.join(op === "between" ? " and " : ", ")}`.trim();
}

const Chip = ({ words, onRemove }: { words: string; onRemove: () => void }) => (
  <span className="inline-flex h-7 max-w-full items-center gap-1 rounded-md border bg-accent-soft pl-2 text-sm text-accent-text">
    <span className="truncate">{words}</span>
    <IconButton label={`Remove filter: ${words}`} size="iconSm" onClick={onRemove}>
      <X aria-hidden />
    </IconButton>
  </span>
);

function Adding({ fields, refs, onAdd }: FilterFormProps) {
  const [open, setOpen] = useState(false);
  const parts = useLater(form, open);
  return (
    <Popover
      label="Add a filter"
      needs={form}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" disabled={fields.length === 0}>
          <ListFilter aria-hidden /> Filter
        </Button>
      }
    >
      {parts && (
        <parts.FilterForm
          fields={fields}
          refs={refs}
          onAdd={(filter) => {
            onAdd(filter);
            setOpen(false);
          }}
        />
      )}
    </Popover>
  );
}
