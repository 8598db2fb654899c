import { percent, sentence } from "@/lib/format";

export const writerName = (writer: string) =>
  writer === "mancrel-writer" ? "Built-in writer" : `Language model ${writer.replace(/:[^:]*$/, "")}`;

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
    return [sentence(name)];
  });
}
