import { useState } from "react";
import { problemOf } from "@/lib/problem";
import { useSession } from "@/lib/session";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Notice } from "@/ui/states";
import { useTeams, type View } from "./api";

export interface Named {
  name: string;
  shared: View["shared"];
  team_id: string | null;
}

interface ViewDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  action: string;
  start: Named;
  /** Save; what it throws is shown. */
  onSave: (named: Named) => Promise<unknown>;
}

/** What a view is called, and who sees it. */
export const ViewDialog = ({ open, onOpenChange, title, ...rest }: ViewDialogProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} title={title}>
    <Body {...rest} onClose={() => onOpenChange(false)} />
  </Dialog>
);

const audiences: { value: View["shared"]; label: string; note: string }[] = [
  { value: "nobody", label: "Only me", note: "Nobody else sees it, not even admins." },
  { value: "team", label: "A team", note: "Its members can use it; you and admins can change it." },
  { value: "everyone", label: "Everyone", note: "All colleagues can use it; you and admins can change it." },
];

type BodyProps = Omit<ViewDialogProps, "open" | "onOpenChange" | "title"> & { onClose: () => void };

function Body({ action, start, onSave, onClose }: BodyProps) {
  const [named, setNamed] = useState(start);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const teams = useOwnTeams();
  const offered = audiences.filter(({ value }) => value !== "team" || teams.length > 0);
  const teamId = named.shared === "team" ? (named.team_id ?? teams[0]?.id ?? null) : null;
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onSave({ ...named, name: named.name.trim(), team_id: teamId });
      onClose();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label="Name">
        {(wiring) => (
          <Input
            {...wiring}
            autoFocus
            value={named.name}
            maxLength={200}
            onChange={({ target }) => setNamed({ ...named, name: target.value })}
          />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 text-sm font-medium">Who sees it</legend>
        {offered.map(({ value, label, note }) => (
          <label key={value} className="flex cursor-pointer items-start gap-2.5">
            <input
              type="radio"
              name="shared"
              className="mt-1 size-4 accent-accent"
              checked={named.shared === value}
              onChange={() => setNamed({ ...named, shared: value })}
            />
            <span>
              <span className="block">{label}</span>
              <span className="block text-sm text-subtle">{note}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {named.shared === "team" && teams.length > 1 && (
        <Field label="Team">
          {(wiring) => (
            <Select
              {...wiring}
              value={teamId ?? ""}
              onChange={({ target }) => setNamed({ ...named, team_id: target.value })}
            >
              {teams.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {error !== undefined && <Notice tone="bad">{problemOf(error).detail}</Notice>}
      <FormActions onCancel={onClose} busy={busy} disabled={!named.name.trim()}>
        {action}
      </FormActions>
    </form>
  );
}

/** The teams one can share with: one's own, for admins all. */
function useOwnTeams() {
  const { user } = useSession();
  const all = useTeams().data?.teams ?? [];
  return user?.role === "admin" ? all : (user?.teams ?? []);
}
