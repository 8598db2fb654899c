import { Link } from "@tanstack/react-router";
import { Pencil, X } from "lucide-react";
import { useState } from "react";
import type { Schema } from "@/lib/api";
import { IconButton } from "@/ui/button";
import { Input } from "@/ui/field";
import { useCompanySearch } from "./api";

type Picked = Schema["Ref"];

interface CompanyPickProps {
  value: Picked | null;
  onSave: (company: Picked | null) => void;
  disabled: boolean;
}

/** Where a person works: found by name, changed or taken off. */
export function CompanyPick({ value, onSave, disabled }: CompanyPickProps) {
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <CompanySearch
        onPick={(company) => {
          setEditing(false);
          onSave(company);
        }}
        onClose={() => setEditing(false)}
      />
    );
  }
  return (
    <span className="group flex min-h-6 items-center gap-1">
      {value ? (
        <Link
          to="/companies/$companyId"
          params={{ companyId: value.id }}
          className="min-w-0 truncate text-accent-text hover:underline"
        >
          {value.name}
        </Link>
      ) : (
        disabled && "–"
      )}
      {!disabled && (
        <>
          <button
            type="button"
            aria-label="Edit Company"
            onClick={() => setEditing(true)}
            className="-mx-1 inline-flex min-h-6 min-w-6 items-center rounded-sm px-1 text-subtle hover:bg-hover"
          >
            {!value && "Add"}
            {value && (
              <Pencil
                className="size-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
                aria-hidden
              />
            )}
          </button>
          {value && (
            <IconButton
              label={`Take off ${value.name}`}
              size="iconSm"
              className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
              onClick={() => onSave(null)}
            >
              <X aria-hidden />
            </IconButton>
          )}
        </>
      )}
    </span>
  );
}

/** Companies found by name or domain, to pick one. */
export function CompanySearch({
  onPick,
  onClose,
}: {
  onPick: (company: Picked) => void;
  onClose: () => void;
}) {
  const [q, setQ] = useState("");
  const query = useCompanySearch(q);
  const found = query.data?.items ?? [];
  return (
    <div>
      <Input
        autoFocus
        aria-label="Company"
        placeholder="Search by name or domain"
        value={q}
        onChange={({ target }) => setQ(target.value)}
        className="h-7"
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onClose();
        }}
      />
      {q.length > 1 && (
        <ul className="mt-1 rounded-md border">
          {found.map(({ id, name }) => (
            <li key={id} className="border-b last:border-0">
              <button
                type="button"
                onClick={() => onPick({ id, name })}
                className="ring-inset-focus w-full truncate px-2.5 py-1.5 text-left hover:bg-hover"
              >
                {name}
              </button>
            </li>
          ))}
          {query.isSuccess && found.length === 0 && (
            <li className="px-2.5 py-1.5 text-sm text-muted">No company found</li>
          )}
        </ul>
      )}
    </div>
  );
}
