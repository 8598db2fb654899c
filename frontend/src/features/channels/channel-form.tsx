import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod/mini";
import { asRead } from "@/lib/as-read";
import { problemOf } from "@/lib/problem";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { SecretOnce } from "@/ui/secret";
import { Switch } from "@/ui/switch";
import { done } from "@/ui/toast";
import { type Channel, setting, useChangeChannel, useCreateChannel } from "./api";

const form = z.object({
  name: z.string().check(z.regex(/^[a-z0-9-]{1,64}$/, "Small letters, digits and hyphens, up to 64")),
  address: z.union([z.literal(""), z.email("An address such as support@shop.example")]),
  from_name: z.string(),
  auto_send: z.boolean(),
});
type Values = z.infer<typeof form>;

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  channel?: Channel;
}

/** An e-mail channel: create it and see its secret once, or change it. */
export function ChannelForm({ open, onOpenChange, channel }: FormProps) {
  const [made, setMade] = useState<{ name: string; path: string; secret: string } | null>(null);
  const close = () => {
    setMade(null);
    onOpenChange(false);
  };
  const title = made
    ? `Channel ${made.name} is ready`
    : channel
      ? `Edit ${channel.name}`
      : "New e-mail channel";
  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()} title={title}>
      {made ? (
        <SecretOnce path={made.path} secret={made.secret} onDone={close} />
      ) : (
        <Body channel={channel} onClose={close} onMade={setMade} />
      )}
    </Dialog>
  );
}

interface BodyProps {
  channel?: Channel;
  onClose: () => void;
  onMade: (made: { name: string; path: string; secret: string }) => void;
}

function Body({ channel: shown, onClose, onMade }: BodyProps) {
  const [channel] = useState(shown); // as it was read: live updates go on beneath a form
  const create = useCreateChannel();
  const change = useChangeChannel();
  const { register, handleSubmit, setError, setValue, watch, formState } = useForm({
    resolver: zodResolver(form),
    defaultValues: {
      name: channel?.name ?? "",
      address: channel ? setting(channel, "address") : "",
      from_name: channel ? setting(channel, "from_name") : "",
      auto_send: channel?.settings.auto_send ?? true,
    },
  });
  const { errors } = formState;
  const save = async ({ name, ...settings }: Values) => {
    const filled = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ""));
    if (channel) {
      const kept = channel.settings as Record<string, unknown>;
      await change.mutateAsync({
        params: { path: { channel_id: channel.id } },
        body: { settings: { ...kept, ...settings } },
        ...asRead(channel),
      });
      done("Channel saved");
      onClose();
    } else {
      const { webhook_path, secret } = await create.mutateAsync({
        body: { kind: "email", name, settings: filled },
      });
      onMade({ name, path: webhook_path, secret });
    }
  };
  const submit = handleSubmit((values) =>
    save(values).catch((error: unknown) => {
      const problem = problemOf(error);
      setError(channel ? "address" : "name", { message: problem.errors[0]?.message ?? problem.detail });
    }),
  );
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      <Field label="Name" error={errors.name?.message} hint="Part of the webhook address, such as support">
        {(wiring) => (
          <Input
            {...wiring}
            {...register("name")}
            readOnly={Boolean(channel)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Field label="Address it sends from" optional error={errors.address?.message}>
        {(wiring) => (
          <Input {...wiring} {...register("address")} type="email" placeholder="support@shop.example" />
        )}
      </Field>
      <Field label="Name it sends under" optional error={errors.from_name?.message}>
        {(wiring) => <Input {...wiring} {...register("from_name")} />}
      </Field>
      <div className="flex items-center justify-between gap-4">
        <span>
          <span className="block font-medium">Automatic replies</span>
          <span className="block text-sm text-muted">Sure replies leave this channel by themselves.</span>
        </span>
        <Switch
          checked={watch("auto_send")}
          label="Automatic replies"
          onChange={(on) => setValue("auto_send", on)}
        />
      </div>
      <FormActions onCancel={onClose} busy={create.isPending || change.isPending}>
        {channel ? "Save" : "Create channel"}
      </FormActions>
    </form>
  );
}
