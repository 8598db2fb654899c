import { ChevronDown, Search, X } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

const control =
  "touch w-full rounded-md border border-control-line bg-surface px-2.5 text-base text-ink placeholder:text-subtle disabled:bg-sunken disabled:text-muted aria-invalid:border-bad focus-visible:outline-offset-0";

export const Input = ({ className, ...rest }: ComponentProps<"input">) => (
  <input className={cn(control, "h-8", className)} {...rest} />
);

export const textareaStyle = cn(control, "min-h-20 resize-y py-1.5");

export const Textarea = ({ className, ...rest }: ComponentProps<"textarea">) => (
  <textarea className={cn(textareaStyle, className)} {...rest} />
);

export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("relative block", className)}>
      <select className={cn(control, "h-8 appearance-none truncate pr-8")} {...rest}>
        {children}
      </select>
      <ChevronDown
        className="pointer-events-none absolute inset-y-0 right-2 my-auto size-4 text-subtle"
        aria-hidden
      />
    </span>
  );
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string;
  optional?: boolean;
  className?: string;
  children: (wiring: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
}

/** A label, a control, and under it either the error or the hint. */
export function Field({ label, hint, error, optional, className, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-subtle"> (optional)</span>}
      </label>
      {children({
        id,
        "aria-describedby": note ? noteId : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {note && (
        <p id={noteId} className={cn("text-sm", error ? "text-bad-text" : "text-subtle")}>
          {note}
        </p>
      )}
    </div>
  );
}

interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
  className?: string;
}

/** A search box that `/` reaches. */
export function SearchField({ value, onChange, label, placeholder, className }: SearchFieldProps) {
  return (
    <div className={cn("relative", className)}>
      <Search
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-subtle"
        aria-hidden
      />
      <input
        type="search"
        data-search
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        className={cn(control, "h-8 pr-7 pl-8 [&::-webkit-search-cancel-button]:hidden")}
      />
      {value && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => onChange("")}
          className="touch absolute inset-y-0 right-1.5 my-auto grid size-5 place-items-center rounded-sm text-subtle hover:text-ink pointer-coarse:right-0"
        >
          <X className="size-4" aria-hidden />
        </button>
      )}
    </div>
  );
}
