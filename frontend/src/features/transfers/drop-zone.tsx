import { CircleAlert, Loader2, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { problemOf } from "@/lib/problem";
import { Field, Select } from "@/ui/field";
import { Notice } from "@/ui/states";
import { type Import, type Kind, useBring } from "./api";
import { kinds } from "./words";

interface DropZoneProps {
  object: Kind;
  onObject: (object: Kind) => void;
  onBrought: (made: Import) => void;
}

/** Take a file by hand, by keyboard or by dropping it; what is wrong with it is said beneath. */
export function DropZone({ object, onObject, onBrought }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const bring = useBring();
  const take = (file: File | undefined) => {
    setOver(false);
    if (file) bring.mutate({ file, object }, { onSuccess: onBrought });
    if (input.current) input.current.value = "";
  };
  return (
    <div className="grid gap-4">
      <Field label="What is in the file?" className="max-w-56">
        {(wiring) => (
          <Select {...wiring} value={object} onChange={({ target }) => onObject(target.value as Kind)}>
            {Object.entries(kinds).map(([value, { many }]) => (
              <option key={value} value={value}>
                {many}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <label
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          take(event.dataTransfer.files[0]);
        }}
        className={cn(
          "grid cursor-pointer place-items-center gap-1 rounded-lg border-2 border-dashed border-line-strong bg-surface px-4 py-10 text-center has-focus-visible:outline-2 has-focus-visible:outline-accent",
          over ? "border-accent bg-accent-soft" : "hover:bg-hover",
        )}
      >
        {bring.isPending ? (
          <Loader2 className="size-6 animate-spin text-subtle" aria-hidden />
        ) : (
          <Upload className="size-6 text-subtle" aria-hidden />
        )}
        <span className="font-medium">
          {bring.isPending ? "The file is being brought…" : "Drop a file here, or choose one"}
        </span>
        <span className="text-sm text-muted">CSV or XLSX, up to 50 MB; the first row names the columns.</span>
        <input
          ref={input}
          type="file"
          aria-label="File to import"
          accept=".csv,.tsv,.txt,.xlsx"
          disabled={bring.isPending}
          className="sr-only"
          onChange={({ target }) => take(target.files?.[0])}
        />
      </label>
      {bring.isError && (
        <Notice tone="bad" icon={<CircleAlert aria-hidden />}>
          {problemOf(bring.error).status === 413
            ? "The file is larger than 50 MB; part it."
            : problemOf(bring.error).detail}
        </Notice>
      )}
    </div>
  );
}
