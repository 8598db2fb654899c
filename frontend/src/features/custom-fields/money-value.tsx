import { type KeyboardEvent, useState } from "react";
import { money } from "@/lib/format";
import { Button } from "@/ui/button";
import { Input } from "@/ui/field";
import type { CustomField } from "./api";

interface MoneyValueProps {
  field: CustomField;
  value: unknown;
  disabled: boolean;
  onSave: (next: unknown) => void;
}

interface Amount {
  amount: string;
  currency: string;
}

/** An amount and its currency, edited where it stands. */
export function MoneyValue({ field, value, disabled, onSave }: MoneyValueProps) {
  const known = value as Amount | null;
  const [editing, setEditing] = useState(false);
  const [amount, setAmount] = useState("");
  const [currency, setCurrency] = useState("EUR");
  const shown = known ? money(known.amount, known.currency) : null;
  if (disabled) return <>{shown ?? "–"}</>;
  if (!editing) {
    return (
      <button
        type="button"
        aria-label={`Edit ${field.label}`}
        className="-mx-1 min-h-6 min-w-6 rounded-sm px-1 text-left tabular-nums hover:bg-hover"
        onClick={() => {
          setAmount(known?.amount ?? "");
          setCurrency(known?.currency ?? "EUR");
          setEditing(true);
        }}
      >
        {shown ?? <span className="text-subtle">Add</span>}
      </button>
    );
  }
  const save = () => {
    setEditing(false);
    const typed = amount.trim();
    if (typed || !field.required) {
      onSave(typed ? { amount: typed, currency: currency.trim().toUpperCase() } : null);
    }
  };
  // No form of its own: it may stand in one.
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      save();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      setEditing(false);
    }
  };
  return (
    <span className="flex gap-1">
      <Input
        autoFocus
        aria-label={field.label}
        inputMode="decimal"
        value={amount}
        onKeyDown={keys}
        onChange={({ target }) => setAmount(target.value)}
        className="h-7 min-w-16 flex-1"
      />
      <Input
        aria-label={`Currency of ${field.label}`}
        value={currency}
        maxLength={3}
        onKeyDown={keys}
        onChange={({ target }) => setCurrency(target.value)}
        className="h-7 w-14"
      />
      <Button size="sm" onClick={save}>
        Save
      </Button>
    </span>
  );
}
