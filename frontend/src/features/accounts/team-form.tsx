import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod/mini";
import { api } from "@/lib/api";
import { asRead } from "@/lib/as-read";
import { problemOf } from "@/lib/problem";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { done } from "@/ui/toast";
import { type Team, useChangeTeam, useCreateTeam } from "./api";

const form = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "A team needs a name")),
  member_ids: z.array(z.string()),
});
type Values = z.infer<typeof form>;

interface FormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  team?: Team;
}

/** A team's name and members. */
export const TeamForm = ({ open, onOpenChange, team }: FormProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} title={team ? `Edit ${team.name}` : "New team"}>
    <Body team={team} onClose={() => onOpenChange(false)} />
  </Dialog>
);

function Body({ team: shown, onClose }: { team?: Team; onClose: () => void }) {
  const [team] = useState(shown); // as it was read: live updates go on beneath a form
  const create = useCreateTeam();
  const change = useChangeTeam();
  const people = api.useQuery("get", "/api/v1/directory").data?.users ?? [];
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    resolver: zodResolver(form),
    defaultValues: { name: team?.name ?? "", member_ids: team?.members.map(({ id }) => id) ?? [] },
  });
  const submit = handleSubmit(async (body) => {
    try {
      if (team) await change.mutateAsync({ params: { path: { team_id: team.id } }, body, ...asRead(team) });
      else await create.mutateAsync({ body });
      done(`${body.name} saved`);
      onClose();
    } catch (error) {
      setError("name", { message: problemOf(error).detail });
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      <Field label="Name" error={formState.errors.name?.message}>
        {(wiring) => <Input {...wiring} {...register("name")} autoComplete="off" />}
      </Field>
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium">Members</legend>
        <div className="grid max-h-64 gap-1.5 overflow-y-auto">
          {people
            .filter(({ is_active }) => is_active)
            .map(({ id, name }) => (
              <label key={id} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  value={id}
                  {...register("member_ids")}
                  className="size-4 accent-(--accent)"
                />
                {name}
              </label>
            ))}
        </div>
      </fieldset>
      <FormActions onCancel={onClose} busy={create.isPending || change.isPending}>
        {team ? "Save" : "Create team"}
      </FormActions>
    </form>
  );
}
