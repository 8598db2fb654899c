import { Input } from "./field";

interface Sum {
  amount: string;
  currency: string;
}

interface MoneyFieldsProps {
  label: string;
  value: unknown;
  /** Null when there is no amount. */
  onChange: (sum: Sum | null) => void;
}

/** An amount and its currency. */
export function MoneyFields({ label, value, onChange }: MoneyFieldsProps) {
  const { amount, currency } = (value as Sum | null) ?? { amount: "", currency: "EUR" };
  const put = (next: Sum) => onChange(next.amount ? next : null);
  return (
    <span className="flex gap-1.5">
      <Input
        aria-label={label}
        inputMode="decimal"
        value={amount}
        onChange={({ target }) => put({ amount: target.value.trim(), currency })}
      />
      <Input
        aria-label={`Currency of ${label}`}
        value={currency}
        maxLength={3}
        onChange={({ target }) => put({ amount, currency: target.value.toUpperCase() })}
        className="w-16"
      />
    </span>
  );
}
