import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod/mini";
import { problemOf } from "@/lib/problem";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { SecretOnce } from "@/ui/secret";
import { sourceKinds, useCreateSource } from "./api";

const form = z.object({
  name: z.string().check(z.regex(/^[a-z0-9-]{1,64}$/, "Small letters, digits and hyphens, up to 64")),
  kind: z.enum(["generic", "shopify", "woocommerce"]),
  feed_url: z.union([z.literal(""), z.url("An address such as https://shop.example/products.json")]),
  poll_minutes: z.string().check(z.regex(/^\d{0,5}$/, "Whole minutes")),
});

interface CreateProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A new source; its secret is shown once, right after. */
export function SourceCreate({ open, onOpenChange }: CreateProps) {
  const [made, setMade] = useState<{ name: string; path: string; secret: string } | null>(null);
  const close = (next: boolean) => {
    if (!next) setMade(null);
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={made ? `Source ${made.name} is ready` : "New source"}
      description={made ? undefined : "A shop or a feed that tells Mancrel about its products."}
    >
      {made ? (
        <SecretOnce path={made.path} secret={made.secret} onDone={() => close(false)} />
      ) : (
        <SourceForm onMade={setMade} onCancel={() => close(false)} />
      )}
    </Dialog>
  );
}

interface FormProps {
  onMade: (made: { name: string; path: string; secret: string }) => void;
  onCancel: () => void;
}

function SourceForm({ onMade, onCancel }: FormProps) {
  const create = useCreateSource();
  const { register, handleSubmit, setError, formState } = useForm<z.infer<typeof form>>({
    resolver: zodResolver(form),
    defaultValues: { name: "", kind: "generic", feed_url: "", poll_minutes: "" },
  });
  const submit = handleSubmit(({ name, kind, feed_url, poll_minutes }) =>
    create.mutate(
      {
        body: {
          name,
          kind,
          ...(feed_url && { feed_url }),
          ...(poll_minutes && { poll_minutes: Number(poll_minutes) }),
        },
      },
      {
        onSuccess: (source) => onMade({ name, path: source.webhook_path, secret: source.secret }),
        onError: (error) => setError("name", { message: problemOf(error).detail }),
      },
    ),
  );
  const { errors } = formState;
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      <Field label="Name" error={errors.name?.message} hint="Part of the webhook address, such as shop-eu">
        {(wiring) => <Input {...wiring} {...register("name")} autoComplete="off" spellCheck={false} />}
      </Field>
      <Field label="Kind" error={errors.kind?.message}>
        {(wiring) => (
          <Select {...wiring} {...register("kind")}>
            {Object.entries(sourceKinds).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-[1fr_9rem]">
        <Field label="Feed address" optional error={errors.feed_url?.message}>
          {(wiring) => <Input {...wiring} {...register("feed_url")} type="url" placeholder="https://" />}
        </Field>
        <Field label="Poll every" optional error={errors.poll_minutes?.message}>
          {(wiring) => (
            <Input {...wiring} {...register("poll_minutes")} inputMode="numeric" placeholder="minutes" />
          )}
        </Field>
      </div>
      <FormActions onCancel={onCancel} busy={create.isPending}>
        Create source
      </FormActions>
    </form>
  );
}
