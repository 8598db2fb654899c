import { X } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { useContactSearch } from "./changing";

export interface Picked {
  id: string;
  name: string;
}

interface ContactPickerProps {
  value: Picked | null;
  onChange: (contact: Picked | null) => void;
}

/** Whom a deal is with, found by name or address. */
export function ContactPicker({ value, onChange }: ContactPickerProps) {
  const [q, setQ] = useState("");
  const found = useContactSearch(value ? "" : q).data?.items ?? [];
  if (value) {
    return (
      <div className="grid gap-1.5">
        <span className="text-sm font-medium">Contact</span>
        <p className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate">{value.name}</span>
          <IconButton label={`Take ${value.name} off`} size="iconSm" onClick={() => onChange(null)}>
            <X aria-hidden />
          </IconButton>
        </p>
      </div>
    );
  }
  return (
    <div>
      <Field label="Contact" optional>
        {(wiring) => (
          <Input
            {...wiring}
            placeholder="Search by name or address"
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
        )}
      </Field>
      {q.length > 1 && (
        <ul className="mt-1 rounded-md border">
          {found.map(({ id, name, email }) => (
            <li key={id} className="border-b last:border-0">
              <button
                type="button"
                onClick={() => onChange({ id, name })}
                className="ring-inset-focus flex w-full gap-2 px-2.5 py-1.5 text-left hover:bg-hover"
              >
                <span className="truncate font-medium">{name}</span>
                <span className="truncate text-subtle">{email}</span>
              </button>
            </li>
          ))}
          {found.length === 0 && <li className="px-2.5 py-1.5 text-sm text-muted">Nobody found</li>}
        </ul>
      )}
    </div>
  );
}
