import type { Refs } from "@/ui/filter-choices";
import type { Pipeline } from "./api";

/** Pipelines and stages that a filter can name; a stage says whose it is where there are several pipelines. */
export const waysOf = (pipelines: Pipeline[]): Refs => ({
  pipeline: pipelines.map(({ id, name }) => ({ value: id, label: name })),
  stage: stagesOf(pipelines),
});

export const stagesOf = (pipelines: Pipeline[]) =>
  pipelines.flatMap(({ name, stages }) =>
    stages.map((one) => ({
      value: one.id,
      label: pipelines.length > 1 ? `${name}: ${one.name}` : one.name,
      outcome: one.outcome,
    })),
  );
