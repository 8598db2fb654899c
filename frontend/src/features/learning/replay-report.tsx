import { Link } from "@tanstack/react-router";
import { count, percent, plural, sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Section } from "@/ui/page";
import { Empty, Notice } from "@/ui/states";
import { When } from "@/ui/time";
import { Activate } from "./activate";
import type { Model, Replay } from "./api";
import { BUILT_IN, changeWords } from "./words";

const bases = {
  decisions: "what people decided",
  evaluation: "the shipped evaluation",
  both: "what people decided and the shipped evaluation",
} as const;

/** The last replays, each with what would change and what one can do about it. */
export function Replays({ replays, model }: { replays: Replay[]; model: Model }) {
  if (replays.length === 0)
    return <Empty title="No replay yet">Try a change above to see what it would send.</Empty>;
  return (
    <div className="grid gap-4">
      {replays.map((replay) => (
        <Report key={replay.id} replay={replay} model={model} />
      ))}
    </div>
  );
}

function Report({ replay, model }: { replay: Replay; model: Model }) {
  const { counts, verdict } = replay;
  const active = replay.fingerprint === model.fingerprint;
  const writer = replay.changes.writer?.[1] ?? BUILT_IN;
  const gone = writer !== BUILT_IN && writer !== model.configured;
  const words = changeWords(replay.changes);
  return (
    <Section
      title={words.join(", ") || "As it is now"}
      note={
        <>
          {replay.asked_by?.name ?? "Somebody"}, <When at={replay.created_at} />
        </>
      }
      aside={<Verdict verdict={verdict} active={active} />}
      padded
    >
      {replay.status === "pending" && <Progress replay={replay} />}
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
          {replay.changes.writer && (
            <p className="mt-1 text-sm text-muted">
              Drafted anew: the message and its thread as of then, the catalogue and the articles as of now.
            </p>
          )}
          {replay.reasons.map((reason) => (
            <Notice key={reason} tone="bad" className="mt-3">
              {reason}
            </Notice>
          ))}
          {replay.warning && (
            <Notice tone="warn" className="mt-3">
              {replay.warning}
            </Notice>
          )}
          <Cases replay={replay} />
        </>
      )}
      {verdict && !active && gone && (
        <p className="mt-3 text-sm text-muted">Another language model is set up by now.</p>
      )}
      {verdict && !active && !gone && <Activate replay={replay} />}
    </Section>
  );
}

/** How far a replay is; one that drafts nothing anew is done at once. */
function Progress({ replay: { done, planned } }: { replay: Replay }) {
  if (planned === 0) return <p className="text-muted">Running…</p>;
  const said = `${count(done)} of ${plural(planned, "draft")} made`;
  return (
    <div className="flex items-center gap-3">
      <progress value={done} max={planned} aria-label={said} className="h-2 flex-1 accent-(--accent)" />
      <span className="text-sm text-muted tabular-nums">{said}</span>
    </div>
  );
}

function Verdict({ verdict, active }: { verdict: Replay["verdict"]; active: boolean }) {
  if (active) return <Badge tone="info">Active</Badge>;
  if (verdict === "pass") return <Badge tone="ok">Passed</Badge>;
  if (verdict === "fail") return <Badge tone="bad">Refused</Badge>;
  return <Badge>Running</Badge>;
}

function Cases({ replay }: { replay: Replay }) {
  const { cases } = replay;
  if (cases.length === 0) return <p className="mt-3 text-sm text-muted">Nothing would change.</p>;
  return (
    <details className="mt-3">
      <summary className="cursor-pointer text-sm font-medium text-accent-text">
        {plural(cases.length, "case")} with a difference
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
                  {sentence(one.title)}
                </Link>
              ) : (
                `Evaluation: ${one.id}`
              )}
            </span>
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
