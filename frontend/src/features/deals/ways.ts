import { readFilter } from "@/lib/filters";
import type { Pipeline } from "./api";

/** The pipeline whose board a filter is about: the one that it names, or whose stage it names, else the first. */
export function boardOf(pipelines: Pipeline[], filter: string[] | undefined): Pipeline | undefined {
  const read = filter?.map(readFilter) ?? [];
  const named = (field: string) =>
    read.filter((one) => one.field === field && /^(eq|in)$/.test(one.op)).flatMap(({ values }) => values);
  const [ways, stages] = [named("pipeline"), named("stage")];
  return (
    pipelines.find(({ id }) => ways.includes(id)) ??
    pipelines.find((one) => one.stages.some(({ id }) => stages.includes(id))) ??
    pipelines[0]
  );
}

/** The filter with another pipeline; a stage of the old one would leave nothing of it. */
export const throughPipeline = (filter: string[], id: string) => [
  ...filter.filter((one) => !/^(pipeline|stage):/.test(one)),
  `pipeline:eq:${id}`,
];
