import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { sentence } from "@/lib/format";
import { problemOf } from "@/lib/problem";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Failed, SkeletonRows } from "@/ui/states";
import { done } from "@/ui/toast";
import { type EventType, type Subscription, useChange, useCreate, useEventTypes } from "./api";
import { SecretShown } from "./secret-shown";

const ALL: EventType = "*";

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  subscription?: Subscription;
}

/** Where events are told, and which; a new one shows its secret this once. */
export function SubscriptionForm({ open, onOpenChange, subscription }: FormProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    setSecret(null);
    onOpenChange(false);
  };
  const title = secret ? "The webhook is ready" : subscription ? `Edit ${subscription.name}` : "New webhook";
  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()} title={title}>
      {secret ? (
        <SecretShown secret={secret} onDone={close} />
      ) : (
        <Body subscription={subscription} onClose={close} onMade={setSecret} />
      )}
    </Dialog>
  );
}

interface BodyProps {
  subscription?: Subscription;
  onClose: () => void;
  onMade: (secret: string) => void;
}

function Body({ subscription: shown, onClose, onMade }: BodyProps) {
  const [subscription] = useState(shown); // as it was read: live updates go on beneath a form
  const create = useCreate();
  const change = useChange();
  const [name, setName] = useState(subscription?.name ?? "");
  const [url, setUrl] = useState(subscription?.url ?? "");
  const [types, setTypes] = useState<EventType[]>(subscription?.types ?? [ALL]);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const save = async () => {
    const body = { name: name.trim(), url: url.trim(), types };
    if (subscription) {
      const params = { path: { subscription_id: subscription.id } };
      await change.mutateAsync({ params, body, ...asRead(subscription) });
      done(`${body.name} saved`);
      onClose();
    } else {
      onMade((await create.mutateAsync({ body })).secret);
    }
  };
  const submit = () =>
    save().catch((refusal: unknown) => {
      const problem = problemOf(refusal);
      const named = problem.errors.map(({ field, message }) => [field.split(".")[0], message]);
      setErrors(named.length ? Object.fromEntries(named) : { name: problem.detail });
    });
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label="Name" error={errors.name}>
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
      <Field label="Address" error={errors.url} hint="Takes a POST and answers 2xx within 10 seconds">
        {(wiring) => (
          <Input
            {...wiring}
            type="url"
            value={url}
            placeholder="https://erp.example.com/hooks"
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setUrl(target.value)}
          />
        )}
      </Field>
      <Types value={types} onChange={setTypes} error={errors.types} />
      <FormActions
        onCancel={onClose}
        busy={create.isPending || change.isPending}
        disabled={!name.trim() || !url.trim() || !types.length}
      >
        {subscription ? "Save" : "Create webhook"}
      </FormActions>
    </form>
  );
}

interface TypesProps {
  value: EventType[];
  onChange: (types: EventType[]) => void;
  error?: string;
}

/** Everything, all of a kind, or single events. */
function Types({ value, onChange, error }: TypesProps) {
  const query = useEventTypes();
  if (query.isPending) return <SkeletonRows rows={4} />;
  if (query.isError) {
    return <Failed error={query.error} what="The events" onRetry={() => void query.refetch()} />;
  }
  const all = value.includes(ALL);
  const turn = (type: EventType) =>
    onChange(value.includes(type) ? value.filter((one) => one !== type) : [...value, type]);
  const kinds = [...new Set(query.data.items.map(({ object }) => object))];
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-medium">Events</legend>
      <Tick
        label="Everything, also what is added later"
        checked={all}
        onChange={() => onChange(all ? [] : [ALL])}
      />
      {!all && (
        <div className="max-h-72 overflow-y-auto rounded-md border">
          {kinds.map((kind) => {
            const whole = `${kind}.*` as EventType;
            return (
              <div key={kind} className="grid gap-1.5 border-b px-3 py-2 last:border-0">
                <Tick
                  strong
                  label={sentence(kind)}
                  checked={value.includes(whole)}
                  onChange={() => turn(whole)}
                />
                {!value.includes(whole) &&
                  query.data.items
                    .filter(({ object }) => object === kind)
                    .map(({ type, description }) => (
                      <Tick
                        key={type}
                        inner
                        label={type}
                        note={description}
                        checked={value.includes(type)}
                        onChange={() => turn(type)}
                      />
                    ))}
              </div>
            );
          })}
        </div>
      )}
      {error && <p className="text-sm text-bad-text">{error}</p>}
    </fieldset>
  );
}

interface TickProps {
  label: string;
  note?: string;
  checked: boolean;
  onChange: () => void;
  strong?: boolean;
  inner?: boolean;
}

const Tick = ({ label, note, checked, onChange, strong, inner }: TickProps) => (
  <label className={`flex items-start gap-2 text-sm ${inner ? "pl-6" : ""}`}>
    <input
      type="checkbox"
      checked={checked}
      onChange={onChange}
      className="mt-0.5 size-4 accent-(--accent)"
    />
    <span className="min-w-0">
      <span className={strong ? "font-medium" : inner ? "font-mono text-xs" : ""}>{label}</span>
      {note && <span className="block text-xs text-subtle">{note.replaceAll("`", "")}</span>}
    </span>
  </label>
);
