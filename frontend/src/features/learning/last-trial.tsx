import { count } from "@/lib/format";
import { Notice } from "@/ui/states";
import { When } from "@/ui/time";
import type { LanguageModel } from "./api";

/** What came back when the model was last tried, in how long, for how many tokens. */
export function LastTrial({ trial }: { trial: NonNullable<LanguageModel["trial"]> }) {
  if (trial.status === "pending")
    return (
      <p role="status" className="text-sm text-muted">
        It is asked one harmless question…
      </p>
    );
  const { said, answer, seconds, tokens_in, tokens_out } = trial;
  const figures = [
    seconds !== null && `${seconds.toString()} s`,
    tokens_in !== null && `${count(tokens_in)} tokens in, ${count(tokens_out ?? 0)} out`,
  ];
  return (
    <Notice tone={trial.status === "worked" ? "ok" : "bad"}>
      <p>{said}</p>
      {answer && <blockquote className="mt-1 border-l-2 pl-2 italic">{answer}</blockquote>}
      <p className="mt-1 tabular-nums">
        Tried <When at={trial.asked_at} />
        {figures.filter(Boolean).map((figure) => `, ${figure as string}`)}
      </p>
    </Notice>
  );
}
