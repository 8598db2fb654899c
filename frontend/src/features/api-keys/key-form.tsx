import { useState } from "react";
import { sentence } from "@/lib/format";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { CopyField } from "@/ui/copy";
import { Dialog, DialogActions, FormActions } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Failed, Notice, SkeletonRows } from "@/ui/states";
import { grouped, type Scope, useCreateKey, useScopes } from "./api";

const ends = { never: "When it is revoked", 30: "In 30 days", 90: "In 90 days", 365: "In a year" };
type End = keyof typeof ends;
const DAY_MS = 86_400_000;

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A new key: what it may do, and its secret this once. */
export function KeyForm({ open, onOpenChange }: FormProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    setSecret(null);
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={secret ? "The key is ready" : "New API key"}
      description={secret ? undefined : "A program with this key acts in your name, within what you tick."}
    >
      {secret ? <Made secret={secret} onDone={close} /> : <Body onClose={close} onMade={setSecret} />}
    </Dialog>
  );
}

const Made = ({ secret, onDone }: { secret: string; onDone: () => void }) => (
  <div className="grid gap-4">
    <CopyField label="API key" value={secret} />
    <Notice tone="warn">
      It is shown only now. Send it as <code className="font-mono">Authorization: Bearer mk_…</code>
    </Notice>
    <DialogActions>
      <Button tone="primary" onClick={onDone}>
        I have copied it
      </Button>
    </DialogActions>
  </div>
);

function Body({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const known = useScopes();
  const create = useCreateKey();
  const [name, setName] = useState("");
  const [end, setEnd] = useState<End>("never");
  const [scopes, setScopes] = useState<Scope[]>([]);
  const [error, setError] = useState<string>();
  if (known.isPending) return <SkeletonRows rows={6} />;
  if (known.isError) {
    return <Failed error={known.error} what="What a key may do" onRetry={() => void known.refetch()} />;
  }
  const submit = async () => {
    const expires_at = end === "never" ? null : new Date(Date.now() + Number(end) * DAY_MS).toISOString();
    try {
      onMade((await create.mutateAsync({ body: { name: name.trim(), scopes, expires_at } })).secret);
    } catch (refusal) {
      setError(problemOf(refusal).detail);
    }
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {error && <Notice tone="bad">{error}</Notice>}
      <Field label="Name" hint="What it is for, such as the name of the program">
        {(wiring) => (
          <Input
            {...wiring}
            value={name}
            maxLength={200}
            autoComplete="off"
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <Field label="It ends">
        {(wiring) => (
          <Select {...wiring} value={end} onChange={({ target }) => setEnd(target.value as End)}>
            {Object.entries(ends).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Scopes known={known.data.scopes} value={scopes} onChange={setScopes} />
      <FormActions onCancel={onClose} busy={create.isPending} disabled={!name.trim() || !scopes.length}>
        Create key
      </FormActions>
    </form>
  );
}

interface ScopesProps {
  known: Scope[];
  value: Scope[];
  onChange: (scopes: Scope[]) => void;
}

/** What it may do, a line for each thing. */
function Scopes({ known, value, onChange }: ScopesProps) {
  const turn = (scope: Scope) =>
    onChange(value.includes(scope) ? value.filter((one) => one !== scope) : [...value, scope]);
  const reads = known.filter((one) => one.endsWith(":read"));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-medium">It may</legend>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onChange(reads)}>
          Read all
        </Button>
        <Button size="sm" disabled={!value.length} onClick={() => onChange([])}>
          Nothing
        </Button>
      </div>
      <ul className="max-h-72 overflow-y-auto rounded-md border">
        {grouped(known).map(([thing, scopes]) => (
          <li key={thing} className="flex items-center gap-4 border-b px-3 py-1.5 text-sm last:border-0">
            <span className="min-w-0 flex-1 truncate">{sentence(thing)}</span>
            {["read", "write"].map((verb) => {
              const scope = scopes.find((one) => one === `${thing}:${verb}`);
              return (
                <span key={verb} className="w-16">
                  {scope && (
                    <label className="flex items-center gap-1.5">
                      <input
                        type="checkbox"
                        aria-label={`${sentence(thing)}: ${verb}`}
                        checked={value.includes(scope)}
                        onChange={() => turn(scope)}
                        className="size-4 accent-(--accent)"
                      />
                      {verb}
                    </label>
                  )}
                </span>
              );
            })}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
