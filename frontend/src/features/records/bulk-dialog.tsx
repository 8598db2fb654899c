import { useState } from "react";
import { problemOf } from "@/lib/problem";
import { Dialog, FormActions } from "@/ui/dialog";
import { EditorField } from "@/ui/editor-field";
import { Field, Select } from "@/ui/field";
import type { Editor } from "@/ui/grid-types";
import { Notice } from "@/ui/states";
import { type Change, type Kind, useTeams } from "./api";

interface Giving {
  editor: Editor;
  patch: (next: unknown) => Record<string, unknown>;
}

/** A column whose value can be given to many records. */
export interface EditableColumn {
  id: string;
  label: string;
  edit?: Giving;
  /** Where many are given it in another way than one. */
  together?: Giving;
}

interface BulkDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  kind: Kind;
  /** "42 contacts". */
  meant: string;
  columns: EditableColumn[];
  onChange: (change: Change) => Promise<unknown>;
}

/** One change of all chosen records. */
export const BulkDialog = ({ open, onOpenChange, meant, ...rest }: BulkDialogProps) => (
  <Dialog
    open={open}
    onOpenChange={onOpenChange}
    title={`Change ${meant}`}
    description="Those that are not yours to change stay as they are and are named afterwards. It can be undone for 30 days."
  >
    <Body {...rest} onClose={() => onOpenChange(false)} />
  </Dialog>
);

/** The columns that many records can be given a value of. */
const GIVEN = /^(owner|lifecycle|stage|expected_close_on)$|^custom\./;

interface Choice {
  id: string;
  label: string;
  /** What the new value is called. */
  asks: string;
  editor: Editor;
  change: (value: unknown) => Change;
  /** Nothing chosen is a value: it takes away what was there. */
  clears: boolean;
}

/** What can be changed of many: owner, team, tags, and what else their lists have columns of. */
function useChoices(kind: Kind, columns: EditableColumn[]): Choice[] {
  const teams = useTeams().data?.teams ?? [];
  const known = columns.find(({ id }) => id === "tags")?.edit?.editor;
  const tags: Editor = known?.kind === "tags" ? known : { kind: "tags", known: [] };
  const ofColumns = columns.flatMap<Choice>(({ id, label, edit, together }) => {
    const how = together ?? edit;
    if (!how || !GIVEN.test(id)) return [];
    return {
      id,
      label,
      asks: `New ${label.toLowerCase()}`,
      editor: how.editor,
      change: (value) => how.patch(value) as Change,
      clears: !together,
    };
  });
  const team: Choice = {
    id: "team",
    label: "Team",
    asks: "New team",
    editor: {
      kind: "choice",
      options: teams.map(({ id, name }) => ({ value: id, label: name })),
      none: "None",
    },
    change: (value) => ({ team_id: value as string | null }),
    clears: true,
  };
  const ofTags: Choice[] = [
    {
      id: "add_tags",
      label: "Add tags",
      asks: "Tags",
      editor: tags,
      change: (value) => ({ add_tags: value as string[] }),
      clears: false,
    },
    {
      id: "remove_tags",
      label: "Take tags off",
      asks: "Tags",
      editor: tags,
      change: (value) => ({ remove_tags: value as string[] }),
      clears: false,
    },
  ];
  const owner = ofColumns.filter(({ id }) => id === "owner");
  const others = ofColumns.filter(({ id }) => id !== "owner");
  return [...owner, team, ...(kind === "deals" ? [] : ofTags), ...others];
}

type BodyProps = Omit<BulkDialogProps, "open" | "onOpenChange" | "meant"> & { onClose: () => void };

function Body({ kind, columns, onChange, onClose }: BodyProps) {
  const choices = useChoices(kind, columns);
  const [id, setId] = useState<string>();
  const [value, setValue] = useState<unknown>(null);
  const [cleared, setCleared] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const choice = choices.find((one) => one.id === id) ?? choices[0];
  if (!choice) return null;
  const given = Array.isArray(value) ? value.length > 0 : value !== null;
  const ready = given || cleared;
  const problem = error === undefined ? undefined : problemOf(error);
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onChange(choice.change(cleared ? null : value));
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
        if (ready) void save();
      }}
    >
      <Field label="What">
        {(wiring) => (
          <Select
            {...wiring}
            value={choice.id}
            onChange={({ target }) => {
              setId(target.value);
              setValue(null);
              setCleared(false);
              setError(undefined);
            }}
          >
            {choices.map((one) => (
              <option key={one.id} value={one.id}>
                {one.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {!cleared && (
        <EditorField
          key={choice.id}
          editor={choice.editor}
          label={choice.asks}
          value={value}
          onChange={setValue}
        />
      )}
      {choice.clears && (
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={cleared}
            onChange={({ target }) => setCleared(target.checked)}
          />
          Take away what is there instead
        </label>
      )}
      {choice.id === "team" && !cleared && (
        <p className="text-sm text-muted">An owner who is not in the team is taken off.</p>
      )}
      {problem && <Notice tone="bad">{problem.errors[0]?.message ?? problem.detail}</Notice>}
      <FormActions onCancel={onClose} busy={busy} disabled={!ready}>
        Change
      </FormActions>
    </form>
  );
}
