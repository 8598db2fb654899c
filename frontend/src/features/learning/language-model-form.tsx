import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { type FieldPath, useForm } from "react-hook-form";
import * as z from "zod/mini";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { Dialog, DialogActions } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Notice } from "@/ui/states";
import { type LanguageModel, type SetUp, useSetUp } from "./api";
import { outputs, sources } from "./words";

const amount = z.string().check(z.trim(), z.regex(/^(\d{1,10}(\.\d{1,4})?)?$/, "An amount such as 2.50"));
const form = z.object({
  base_url: z
    .string()
    .check(z.trim(), z.regex(/^(https?:\/\/[^\s@?#]+)?$/, "An address such as https://llm.example.com/v1")),
  model: z.string().check(z.trim(), z.maxLength(200)),
  output: z.string(),
  key: z.string().check(z.trim(), z.regex(/^[!-~]{0,500}$/, "A key has no spaces and only plain characters")),
  timeout_s: z
    .string()
    .check(z.refine((typed) => !typed || (Number(typed) >= 0.1 && Number(typed) <= 60), "From 0.1 to 60")),
  daily_tokens: z.string().check(z.trim(), z.regex(/^\d{0,12}$/, "A whole number")),
  daily_cost: amount,
  price_in: amount,
  price_out: amount,
});
type Typed = z.infer<typeof form>;
type Name = Exclude<keyof Typed, "key">;

const NUMBERS = new Set<Name>(["timeout_s", "daily_tokens"]);
const fields: { name: Name; label: string; mode: "url" | "text" | "decimal" | "numeric" }[] = [
  { name: "base_url", label: "Base address", mode: "url" },
  { name: "model", label: "Model", mode: "text" },
  { name: "timeout_s", label: "Time-out (seconds)", mode: "decimal" },
  { name: "daily_tokens", label: "Tokens a day", mode: "numeric" },
  { name: "daily_cost", label: "Cost a day (0: no limit)", mode: "decimal" },
  { name: "price_in", label: "Price of a million tokens in", mode: "decimal" },
  { name: "price_out", label: "Price of a million tokens out", mode: "decimal" },
];

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  found: LanguageModel;
}

/** Say where the language model is and what it may use; an empty field leaves it to the environment. */
export const LanguageModelForm = ({ open, onOpenChange, found }: FormProps) => (
  <Dialog
    open={open}
    onOpenChange={onOpenChange}
    title="Language model"
    description="Another server, model or output mode writes only after a replay; the rest holds at once. An empty field leaves it to the environment."
    wide
  >
    <Body found={found} onClose={() => onOpenChange(false)} />
  </Dialog>
);

/** What was set here; what comes from elsewhere is shown behind an empty field. */
const own = (found: LanguageModel, name: Name) =>
  found.sources[name] === "app" ? String(found[name] ?? "") : "";

/** The fields that differ from what was set here; an emptied one goes back to the environment's value. */
function changesOf(typed: Typed, found: LanguageModel, without: boolean): SetUp {
  const names: Name[] = [...fields.map(({ name }) => name), "output"];
  const changed = names.filter((name) => typed[name] !== own(found, name));
  const read = (name: Name) =>
    typed[name] === "" ? null : NUMBERS.has(name) ? Number(typed[name]) : typed[name];
  const key = without ? { key: null } : typed.key ? { key: typed.key } : {};
  return { ...Object.fromEntries(changed.map((name) => [name, read(name)])), ...key };
}

function Body({ found, onClose }: { found: LanguageModel; onClose: () => void }) {
  const save = useSetUp();
  const [trouble, setTrouble] = useState<string>();
  const [without, setWithout] = useState(false);
  const names: Name[] = [...fields.map(({ name }) => name), "output"];
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(form),
    defaultValues: {
      ...(Object.fromEntries(names.map((name) => [name, own(found, name)])) as Record<Name, string>),
      key: "",
    },
  });
  const { errors, isSubmitting } = formState;
  const submit = handleSubmit(async (typed) => {
    try {
      await save.mutateAsync(changesOf(typed, found, without));
      onClose();
    } catch (error) {
      const { errors: refusals, detail } = problemOf(error);
      const known = refusals.filter(({ field }) => field in typed);
      for (const { field, message } of known) setError(field as FieldPath<Typed>, { message });
      if (known.length === 0) setTrouble(detail);
    }
  });
  const elsewhere = `${outputs[found.output]} (${sources[found.sources.output ?? "default"]})`;
  const typed = ({ name, label, mode }: (typeof fields)[number]) => (
    <Field
      key={name}
      label={label}
      error={errors[name]?.message}
      className={name === "base_url" ? "sm:col-span-2" : undefined}
    >
      {(wiring) => (
        <Input
          {...wiring}
          {...register(name)}
          inputMode={mode}
          autoComplete="off"
          placeholder={placeholder(found, name)}
        />
      )}
    </Field>
  );
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      {trouble && <Notice tone="bad">{trouble}</Notice>}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {fields.slice(0, 2).map(typed)}
        <div className="grid gap-2">
          <Field
            label="Key"
            error={errors.key?.message}
            hint="Goes only to this server; another server needs its own."
          >
            {(wiring) => (
              <Input
                {...wiring}
                {...register("key")}
                type="password"
                autoComplete="new-password"
                disabled={without}
                placeholder={keyPlaceholder(found)}
              />
            )}
          </Field>
          {found.key.source === "app" && (
            <label className="flex items-center gap-2 text-sm">
              <input
                type="checkbox"
                checked={without}
                onChange={({ target }) => setWithout(target.checked)}
              />
              Remove the key
            </label>
          )}
        </div>
        <Field label="Output mode">
          {(wiring) => (
            <Select {...wiring} {...register("output")}>
              <option value="">{found.sources.output === "app" ? "Not set here" : elsewhere}</option>
              {Object.entries(outputs).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {fields.slice(2).map(typed)}
      </div>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" busy={isSubmitting}>
          Save
        </Button>
      </DialogActions>
    </form>
  );
}

function placeholder(found: LanguageModel, name: Name): string | undefined {
  const source = found.sources[name];
  const value = found[name];
  if (source === "app" || source === undefined || value === null) return undefined;
  return value === source ? source : `${value.toString()} (${sources[source]})`;
}

const keyPlaceholder = ({ key }: LanguageModel) =>
  key.is_set ? `Set${key.end ? `, ends with ${key.end}` : ""}; empty keeps it` : "None";
