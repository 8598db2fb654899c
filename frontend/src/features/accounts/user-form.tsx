import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod/mini";
import { asRead } from "@/lib/as-read";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { CopyField } from "@/ui/copy";
import { Dialog, DialogActions, FormActions } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Notice } from "@/ui/states";
import { done } from "@/ui/toast";
import { roleNames, type User, useChangeUser, useInviteUser, useTeams } from "./api";

const form = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "A user needs a name")),
  email: z.email("An address such as name@shop.example"),
  role: z.enum(["admin", "manager", "rep"]),
  team_ids: z.array(z.string()),
});
type Values = z.infer<typeof form>;

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  user?: User;
}

/** Invite somebody and hand over the link, or change their role and teams. */
export function UserForm({ open, onOpenChange, user }: FormProps) {
  const [invited, setInvited] = useState<{ name: string; url: string } | null>(null);
  const close = () => {
    setInvited(null);
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={invited ? `${invited.name} is invited` : user ? `Edit ${user.name}` : "Invite a user"}
    >
      {invited ? (
        <div className="grid gap-4">
          <CopyField label="Invitation link" value={invited.url} />
          <Notice>Hand this link over. Whoever opens it chooses a password and is signed in.</Notice>
          <DialogActions>
            <Button tone="primary" onClick={close}>
              Done
            </Button>
          </DialogActions>
        </div>
      ) : (
        <Body user={user} onClose={close} onInvited={setInvited} />
      )}
    </Dialog>
  );
}

interface BodyProps {
  user?: User;
  onClose: () => void;
  onInvited: (invited: { name: string; url: string }) => void;
}

function Body({ user: shown, onClose, onInvited }: BodyProps) {
  const [user] = useState(shown); // as it was read: live updates go on beneath a form
  const invite = useInviteUser();
  const change = useChangeUser();
  const teams = useTeams().data?.items ?? [];
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    resolver: zodResolver(form),
    defaultValues: {
      name: user?.name ?? "",
      email: user?.email ?? "",
      role: user?.role ?? "rep",
      team_ids: user?.teams.map(({ id }) => id) ?? [],
    },
  });
  const { errors } = formState;
  const save = async ({ email, ...rest }: Values) => {
    if (user) {
      await change.mutateAsync({ params: { path: { user_id: user.id } }, body: rest, ...asRead(user) });
      done(`${rest.name} saved`);
      onClose();
    } else {
      const made = await invite.mutateAsync({ body: { email, ...rest } });
      onInvited({ name: made.name, url: made.invitation_url });
    }
  };
  const submit = handleSubmit((values) =>
    save(values).catch((error: unknown) =>
      setError(user ? "name" : "email", { message: problemOf(error).detail }),
    ),
  );
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      <Field label="Name" error={errors.name?.message}>
        {(wiring) => <Input {...wiring} {...register("name")} autoComplete="off" />}
      </Field>
      <Field label="E-mail" error={errors.email?.message}>
        {(wiring) => (
          <Input
            {...wiring}
            {...register("email")}
            type="email"
            readOnly={Boolean(user)}
            autoComplete="off"
          />
        )}
      </Field>
      <Field
        label="Role"
        hint="Admins see everything, managers their teams, reps their own and their team's unassigned."
      >
        {(wiring) => (
          <Select {...wiring} {...register("role")}>
            {Object.entries(roleNames).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {teams.length > 0 && (
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium">Teams</legend>
          <div className="grid gap-1.5">
            {teams.map(({ id, name }) => (
              <label key={id} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  value={id}
                  {...register("team_ids")}
                  className="size-4 accent-(--accent)"
                />
                {name}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <FormActions onCancel={onClose} busy={invite.isPending || change.isPending}>
        {user ? "Save" : "Invite"}
      </FormActions>
    </form>
  );
}
