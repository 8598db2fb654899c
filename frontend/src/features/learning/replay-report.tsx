import { Badge } from "@/ui/badge";
import { Section } from "@/ui/page";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { Activate } from "./activate";
import type { Model, Replay } from "./api";
import { Findings } from "./replay-findings";
import { BUILT_IN, changeWords, lessonOf } from "./words";

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
  const { verdict } = replay;
  const active = replay.fingerprint === model.fingerprint;
  const writer = replay.changes.writer?.[1] ?? BUILT_IN;
  const gone = writer !== BUILT_IN && writer !== model.configured;
  const words = changeWords(replay.changes);
  const mixed = lessonOf(replay) !== undefined && words.length > 1;
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
      <Findings replay={replay} />
      {verdict && !active && gone && (
        <p className="mt-3 text-sm text-muted">Another language model is set up by now.</p>
      )}
      {verdict && !active && !gone && !mixed && (
        <div className="mt-4">
          <Activate replay={replay} />
        </div>
      )}
    </Section>
  );
}

function Verdict({ verdict, active }: { verdict: Replay["verdict"]; active: boolean }) {
  if (active) return <Badge tone="info">Active</Badge>;
  if (verdict === "pass") return <Badge tone="ok">Passed</Badge>;
  if (verdict === "fail") return <Badge tone="bad">Refused</Badge>;
  return <Badge>Running</Badge>;
}
