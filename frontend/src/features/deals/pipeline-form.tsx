import { Plus } from "lucide-react";
import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { problemOf } from "@/lib/problem";
import { Button } from "@/ui/button";
import { Dialog, FormActions } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Notice } from "@/ui/states";
import { done } from "@/ui/toast";
import type { Pipeline } from "./api";
import {
  type Draft,
  draftsOf,
  newStage,
  stageOf,
  useChangePipeline,
  useCreatePipeline,
  wordsOf,
} from "./pipelines";
import { StageRows } from "./stage-rows";

interface PipelineFormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  pipeline?: Pipeline;
}

/** Make a pipeline, or change its name and stages. */
export const PipelineForm = ({ open, onOpenChange, pipeline }: PipelineFormProps) => (
  <Dialog
    open={open}
    onOpenChange={onOpenChange}
    title={pipeline ? `Edit ${pipeline.name}` : "New pipeline"}
    wide
  >
    <Body pipeline={pipeline} onClose={() => onOpenChange(false)} />
  </Dialog>
);

function Body({ pipeline: shown, onClose }: { pipeline?: Pipeline; onClose: () => void }) {
  const [pipeline] = useState(shown); // as it was read: live updates go on beneath a form
  const create = useCreatePipeline();
  const change = useChangePipeline();
  const [name, setName] = useState(pipeline?.name ?? "");
  const [stages, setStages] = useState(() => draftsOf(pipeline));
  const [moves, setMoves] = useState<Record<string, string>>({});
  const [error, setError] = useState<string>();
  const gone = draftsOf(pipeline).filter(({ id }) => id && !stages.some((stage) => stage.id === id));
  const into = (stage: Draft) => stages.filter(({ id, outcome }) => id && outcome === stage.outcome);
  const unnamed = !name.trim() || stages.some((stage) => !stage.name.trim());
  const submit = async () => {
    const body = { name: name.trim(), stages: stages.map(stageOf) };
    const chosen = gone.map(({ key }) => [key, moves[key] ?? ""]).filter(([, to]) => to);
    try {
      if (pipeline) {
        const params = { path: { pipeline_id: pipeline.id } };
        const saved = await change.mutateAsync({
          params,
          body: { ...body, moves: Object.fromEntries(chosen) },
          ...asRead(pipeline),
        });
        done(["Pipeline saved", ...saved.leaving.map(wordsOf)].join(". "));
      } else {
        await create.mutateAsync({ body });
        done("Pipeline created");
      }
      onClose();
    } catch (caught) {
      setError(problemOf(caught).errors[0]?.message ?? problemOf(caught).detail);
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
      <Field label="Name">
        {(wiring) => (
          <Input
            {...wiring}
            value={name}
            maxLength={200}
            onChange={({ target }) => setName(target.value)}
            autoComplete="off"
          />
        )}
      </Field>
      <StageRows stages={stages} onChange={setStages} />
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() => setStages(withStage(stages))}
        disabled={stages.length >= 30}
      >
        <Plus aria-hidden /> Add a stage
      </Button>
      {gone.map((stage) => (
        <Field key={stage.key} label={`Deals in ${stage.name} go to`} hint={`${stage.name} is left out`}>
          {(wiring) => (
            <Select
              {...wiring}
              value={moves[stage.key] ?? ""}
              onChange={({ target }) => setMoves({ ...moves, [stage.key]: target.value })}
            >
              <option value="">There are none</option>
              {into(stage).map((one) => (
                <option key={one.key} value={one.key}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
      {error && <Notice tone="bad">{error}</Notice>}
      <FormActions onCancel={onClose} busy={create.isPending || change.isPending} disabled={unnamed}>
        {pipeline ? "Save" : "Create pipeline"}
      </FormActions>
    </form>
  );
}

/** A new stage comes behind the last open one. */
function withStage(stages: Draft[]): Draft[] {
  const place = stages.findLastIndex(({ outcome }) => outcome === "open") + 1;
  return [...stages.slice(0, place), newStage(), ...stages.slice(place)];
}
