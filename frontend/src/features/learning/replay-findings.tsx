import { Link } from "@tanstack/react-router";
import { percent, plural, sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Notice } from "@/ui/states";
import type { Replay } from "./api";
import { ReplayProgress } from "./replay-progress";

const bases = {
  decisions: "what people decided",
  evaluation: "the shipped evaluation",
  both: "what people decided and the shipped evaluation",
} as const;

/** How far a replay is, and then what it found. */
export function Findings({ replay }: { replay: Replay }) {
  const { counts } = replay;
  return (
    <>
      {replay.status === "pending" && <ReplayProgress replay={replay} />}
      {replay.status === "dead" && (
        <Notice tone="bad">
          It failed. Under Operations, Dead letters, it says why and can be tried again.
        </Notice>
      )}
      {replay.basis && (
        <>
          <p>
            Tried on {bases[replay.basis]}: {plural(counts.replayed, "decision")},{" "}
            {plural(counts.evaluated, "case")}. {counts.sent_after} would leave by themselves instead of{" "}
            {counts.sent_before}.
          </p>
          {(replay.changes.writer || replay.changes.lessons) && (
            <p className="mt-1 text-sm text-muted">
              Drafted anew: the message and its thread as of then, the catalogue and the articles as of now.
            </p>
          )}
          {replay.reasons.map((reason) => (
            <Notice key={reason} tone="bad" className="mt-3">
              {reason}
            </Notice>
          ))}
          {replay.unconfirmed.length > 0 && (
            <p className="mt-2 text-sm text-muted">
              Found nowhere in the catalogue or the articles: <Quoted words={replay.unconfirmed} />
            </p>
          )}
          {replay.warning && (
            <Notice tone="warn" className="mt-3">
              {replay.warning}
            </Notice>
          )}
          <Cases replay={replay} />
        </>
      )}
    </>
  );
}

const Quoted = ({ words }: { words: string[] }) => words.map((word) => `“${word}”`).join(", ");

function Cases({ replay }: { replay: Replay }) {
  const { cases, counts } = replay;
  if (cases.length === 0) return <p className="mt-3 text-sm text-muted">Nothing would change.</p>;
  return (
    <details className="mt-3">
      <summary className="cursor-pointer text-sm font-medium text-accent-text">
        {plural(counts.changed, "case")} with a difference
        {cases.length < counts.changed && `, ${plural(cases.length, "case")} shown`}
      </summary>
      <ul className="mt-2 max-h-80 overflow-y-auto rounded-md border">
        {cases.map((one) => (
          <li
            key={one.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5 text-sm last:border-0"
          >
            <span className="min-w-0 flex-1 basis-40 truncate">
              {one.conversation_id ? (
                <Link
                  to="/inbox/$conversationId"
                  params={{ conversationId: one.conversation_id }}
                  className="text-accent-text hover:underline"
                >
                  {one.question ? `“${one.question}”` : sentence(one.title)}
                </Link>
              ) : (
                `Evaluation: ${one.id}`
              )}
            </span>
            {one.unconfirmed.length > 0 && (
              <span className="text-bad-text">
                <Quoted words={one.unconfirmed} />
              </span>
            )}
            <span className="text-muted">{sentence(one.status)}</span>
            <span className="tabular-nums text-muted">{percent(one.confidence_after)}</span>
            <Badge tone={one.refused ? "bad" : one.after ? "ok" : "plain"}>
              {one.after ? "would leave" : "would wait"}
            </Badge>
          </li>
        ))}
      </ul>
    </details>
  );
}
