import { Plus, Star, X } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/ui/badge";
import { IconButton } from "@/ui/button";
import { Input, Select } from "@/ui/field";
import type { Address } from "./api";

interface AddressesProps {
  kind: "email" | "phone";
  value: Address[];
  onSave: (addresses: Address[], said: string) => void;
  disabled: boolean;
}

const words = {
  email: { name: "E-mail address", scheme: "mailto:", labels: ["work", "home", "other"] },
  phone: { name: "Telephone number", scheme: "tel:", labels: ["mobile", "work", "home", "other"] },
};

/** The addresses of a kind: add one, take one off, say which is the primary one. */
export function Addresses({ kind, value, onSave, disabled }: AddressesProps) {
  const { name, scheme } = words[kind];
  const prefer = (address: Address) =>
    onSave(
      value.map((one) => ({ ...one, primary: one.value === address.value })),
      `${address.value} is the primary one`,
    );
  const remove = ({ value: gone }: Address) => {
    const left = value.filter((one) => one.value !== gone);
    onSave(
      left.map((one, place) => ({
        ...one,
        primary: left.some((each) => each.primary) ? one.primary : place === 0,
      })),
      `${gone} removed`,
    );
  };
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      {value.map((address) => (
        <li
          key={address.value}
          className="group flex min-h-6 items-center gap-1.5 pointer-coarse:flex-wrap pointer-coarse:gap-y-0"
        >
          <a
            href={`${scheme}${address.value}`}
            className="min-w-0 break-all text-accent-text hover:underline pointer-coarse:basis-full"
          >
            {address.value}
          </a>
          {address.label && <Badge>{address.label}</Badge>}
          {value.length > 1 && address.primary && (
            <Star
              className="size-3.5 shrink-0 fill-current text-accent-text"
              role="img"
              aria-label="primary"
            />
          )}
          {!disabled && (
            <span className="ml-auto flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
              {!address.primary && (
                <IconButton
                  label={`Make ${address.value} the primary one`}
                  size="iconSm"
                  onClick={() => prefer(address)}
                >
                  <Star aria-hidden />
                </IconButton>
              )}
              <IconButton label={`Remove ${address.value}`} size="iconSm" onClick={() => remove(address)}>
                <X aria-hidden />
              </IconButton>
            </span>
          )}
        </li>
      ))}
      {value.length === 0 && disabled && <li>–</li>}
      {!disabled && (
        <li>
          <Adding
            kind={kind}
            name={name}
            onAdd={(added) => onSave([...value, { ...added, primary: value.length === 0 }], `${name} added`)}
          />
        </li>
      )}
    </ul>
  );
}

interface AddingProps {
  kind: "email" | "phone";
  name: string;
  onAdd: (address: Omit<Address, "primary">) => void;
}

function Adding({ kind, name, onAdd }: AddingProps) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [label, setLabel] = useState("");
  if (!open) {
    return (
      <button
        type="button"
        aria-label={`Add ${name}`}
        onClick={() => setOpen(true)}
        className="touch -mx-1 inline-flex items-center gap-1 rounded-sm px-1 py-0.5 text-subtle hover:bg-hover hover:text-ink"
      >
        <Plus className="size-3.5" aria-hidden /> Add
      </button>
    );
  }
  const close = () => {
    setOpen(false);
    setTyped("");
    setLabel("");
  };
  return (
    <form
      className="flex flex-wrap gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim()) onAdd({ value: typed.trim(), label: label || null });
        close();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <Input
        autoFocus
        aria-label={`New ${name.toLowerCase()}`}
        type={kind === "email" ? "email" : "tel"}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        className="h-7 min-w-32 flex-1"
      />
      <Select
        aria-label="Label"
        value={label}
        onChange={({ target }) => setLabel(target.value)}
        className="w-24 [&>select]:h-7"
      >
        <option value="">Label</option>
        {words[kind].labels.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </Select>
      <IconButton label={`Add the ${name.toLowerCase()}`} size="iconSm" tone="plain" type="submit">
        <Plus aria-hidden />
      </IconButton>
    </form>
  );
}
