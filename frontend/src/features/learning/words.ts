import { percent, sentence } from "@/lib/format";
import type { Replay } from "./api";

export const BUILT_IN = "mancrel-writer";

export const writerName = (writer: string) =>
  writer === BUILT_IN ? "Built-in writer" : `Language model ${writer.replace(/:[^:]*$/, "")}`;

/** Where a value comes from. */
export const sources = { app: "set here", environment: "from the environment", default: "default" } as const;

export const outputs = { json_schema: "JSON schema", json_object: "JSON object" } as const;

const thresholds: Record<string, string> = { auto_threshold: "Sends from", review_threshold: "Asks from" };

function modes(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.entries(after)
    .filter(([intent, mode]) => before[intent] !== mode)
    .map(([intent, mode]) => `${sentence(intent)}: ${mode.replace("_", " ")}`);
}

/** What differs between two configurations, in words. */
export function changeWords(changes: Record<string, unknown[]>): string[] {
  return Object.entries(changes).flatMap(([name, [before, after]]) => {
    const threshold = thresholds[name];
    if (threshold)
      return [`${threshold} ${percent(after as number)} instead of ${percent(before as number)}`];
    if (name === "intents") return modes(before as Record<string, string>, after as Record<string, string>);
    if (name === "writer") return [`${writerName(String(after))} writes`];
    if (name === "lessons") return ["One lesson more is followed"];
    return [sentence(name)];
  });
}

/** The lesson that a replay was about, if it was about one. */
export function lessonOf({ changes }: Replay): string | undefined {
  const [before, after] = (changes.lessons ?? [[], []]) as string[][];
  return after?.find((id) => !before?.includes(id));
}
