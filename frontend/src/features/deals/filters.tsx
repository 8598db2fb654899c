import { useEffect, useState } from "react";
import { Input, SearchField, Select } from "@/ui/field";
import { usePeople } from "./api";

export interface FilterWords {
  q?: string;
  owner?: string;
  min?: string;
  days?: "7" | "14" | "30" | "90";
}

interface FiltersProps {
  value: FilterWords;
  onChange: (next: FilterWords) => void;
}

const ages = ["7", "14", "30", "90"] as const;

/** Whose deals, worth how much, and how long in their stage. */
export function Filters({ value, onChange }: FiltersProps) {
  const people = usePeople().data?.users ?? [];
  return (
    <>
      <SearchField
        value={value.q ?? ""}
        onChange={(q) => onChange({ ...value, q: q || undefined })}
        label="Search deals"
        className="w-36 flex-1 sm:w-44 sm:flex-none"
      />
      <Select
        aria-label="Owner"
        value={value.owner ?? ""}
        onChange={(event) => onChange({ ...value, owner: event.target.value || undefined })}
        className="w-32"
      >
        <option value="">All owners</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Least value={value.min} onChange={(min) => onChange({ ...value, min })} />
      <Select
        aria-label="Time in stage"
        value={value.days ?? ""}
        onChange={(event) => onChange({ ...value, days: ages.find((days) => days === event.target.value) })}
        className="w-32"
      >
        <option value="">Any age</option>
        {ages.map((days) => (
          <option key={days} value={days}>
            over {days} days
          </option>
        ))}
      </Select>
    </>
  );
}

function Least({ value, onChange }: { value?: string; onChange: (min: string | undefined) => void }) {
  const [typed, setTyped] = useState(value ?? "");
  useEffect(() => setTyped(value ?? ""), [value]);
  const commit = () => onChange(/^[1-9]\d{0,11}$/.test(typed) ? typed : undefined);
  return (
    <Input
      aria-label="Worth at least"
      placeholder="Min. value"
      inputMode="numeric"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
      className="w-24"
    />
  );
}
