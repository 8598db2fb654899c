import { useQueryClient } from "@tanstack/react-query";
import { api, invalidate, type Schema } from "@/lib/api";
import { asRead } from "@/lib/as-read";
import { plural } from "@/lib/format";
import { done, refused } from "@/ui/toast";
import type { Pipeline } from "./api";

export type Outcome = Schema["StageOut"]["outcome"];

/** A stage as it is being edited; `id` is null for a new one, `key` tells rows apart. */
export interface Draft {
  key: string;
  id: string | null;
  name: string;
  probability: number;
  outcome: Outcome;
  stale_after_days: number | null;
}

let made = 0;

export const newStage = (): Draft => {
  made += 1;
  return {
    key: `new-${made.toString()}`,
    id: null,
    name: "",
    probability: 50,
    outcome: "open",
    stale_after_days: null,
  };
};

const usual: [string, number, Outcome][] = [
  ["Lead", 10, "open"],
  ["Proposal", 50, "open"],
  ["Won", 100, "won"],
  ["Lost", 0, "lost"],
];

/** The stages of a pipeline for editing; a new pipeline begins with four. */
export const draftsOf = (pipeline: Pipeline | undefined): Draft[] =>
  pipeline
    ? pipeline.stages.map(({ position: _, ...stage }) => ({ ...stage, key: stage.id }))
    : usual.map(([name, probability, outcome]) => ({ ...newStage(), name, probability, outcome }));

/** What is still under way of a stage that was left out. */
export const wordsOf = ({ name, into, left }: Pipeline["leaving"][number]) =>
  left === 0
    ? `${name} is being removed`
    : `${plural(left, "deal")} of ${name} ${left === 1 ? "goes" : "go"} on to ${into.name}`;

/** What is sent of a draft. */
export const stageOf = ({ key: _, ...stage }: Draft) => ({ ...stage, name: stage.name.trim() });

/** Put a row to another place, within the list. */
export function placed<Row>(rows: Row[], from: number, to: number): Row[] {
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return rows;
  const rest = rows.filter((_, at) => at !== from);
  return [...rest.slice(0, to), row, ...rest.slice(to)];
}

const ONE = "/api/v1/pipelines/{pipeline_id}";

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, "/api/v1/pipelines", "/api/v1/deals");
}

export const useBinnedPipelines = () =>
  api.useQuery("get", "/api/v1/pipelines", { params: { query: { deleted: true } } });
export const useCreatePipeline = () =>
  api.useMutation("post", "/api/v1/pipelines", { onSuccess: useChanged() });
export const useChangePipeline = () => api.useMutation("patch", ONE, { onSuccess: useChanged() });

/** Take a pipeline out of the bin, and say so. */
export function useRestorePipeline() {
  const restore = api.useMutation("post", `${ONE}/restore`, { onSuccess: useChanged() });
  return ({ id, name }: Pipeline) =>
    restore.mutate(
      { params: { path: { pipeline_id: id } } },
      {
        onSuccess: () => done(`${name} is back`),
        onError: (error) => refused("The pipeline was not restored", error),
      },
    );
}

/** Move a pipeline to the bin, with a way back. */
export function useRemovePipeline() {
  const remove = api.useMutation("delete", ONE, { onSuccess: useChanged() });
  const restore = useRestorePipeline();
  return (pipeline: Pipeline) =>
    remove.mutate(
      { params: { path: { pipeline_id: pipeline.id } }, ...asRead(pipeline) },
      {
        onSuccess: () => done(`${pipeline.name} removed`, () => restore(pipeline)),
        onError: (error) => refused("The pipeline was not removed", error),
      },
    );
}
