import { percent, plural } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Fact, Facts, Section } from "@/ui/page";
import { Notice } from "@/ui/states";
import { When } from "@/ui/time";
import type { Model } from "./api";
import { BUILT_IN, changeWords, writerName } from "./words";

interface Figures {
  cases: number;
  answered_by_itself: number;
  auto_sent: number;
  auto_sent_with_a_wrong_fact: number;
  wrong_at_most: number;
}

/** Parts of the shipped evaluation: mended on; held out from the start; and written later by somebody else. */
const evaluated = {
  seen: "Seen",
  held_out: "Held out, first part",
  held_out_third: "Held out, third part",
} as const;

/** What writes and decides now, and how it did in the shipped evaluation. */
export function ModelFacts({ model }: { model: Model }) {
  const writes = useCan("settings:write"); // an admin is told beside the set-up
  const waiting = !writes && model.configured !== model.writer && model.configured !== BUILT_IN;
  const parts = Object.entries(evaluated).flatMap(([name, label]) => {
    const found = model.evaluation[name] as Figures | undefined;
    return found ? [{ ...found, label }] : [];
  });
  return (
    <Section title="Active" note="What writes, and when a reply leaves by itself." padded>
      {waiting && (
        <Notice tone="warn" className="mb-4">
          {writerName(model.configured)} is set up but not active: until a replay of it has passed,{" "}
          {model.writer === BUILT_IN ? "the built-in writer" : writerName(model.writer)} goes on.
        </Notice>
      )}
      <Facts>
        <Fact label="Writer">{writerName(model.writer)}</Fact>
        <Fact label="Sends from">{percent(model.auto_threshold)}</Fact>
        <Fact label="Asks from">{percent(model.review_threshold)}</Fact>
        <Fact label="Lessons">{plural(model.lessons, "accepted lesson")}</Fact>
        <Fact label="Decisions">
          {plural(model.decided, "decision")} to replay
          {model.decided < model.enough &&
            `; below ${model.enough.toString()} the shipped evaluation is tried too`}
        </Fact>
        <Fact label="Evaluation">
          {parts.map((one) => (
            <span key={one.label} className="block">
              {one.label}: {plural(one.cases, "message")}, {percent(one.answered_by_itself)} of the answerable
              ones answered, {one.auto_sent_with_a_wrong_fact} of {one.auto_sent} with a wrong fact (at most{" "}
              {(one.wrong_at_most * 100).toFixed(1)}%)
            </span>
          ))}
        </Fact>
        <Fact label="Fingerprint">
          <code className="text-xs">{model.fingerprint}</code>
        </Fact>
      </Facts>
    </Section>
  );
}

/** Who let what act, and on what ground. */
export function Activations({ model }: { model: Model }) {
  if (model.activations.length === 0) return null;
  return (
    <Section title="Activated" note="What lets more leave by itself, newest first.">
      <ul>
        {model.activations.map((one) => (
          <li key={one.id} className="border-b px-4 py-2.5 last:border-0">
            <p className="font-medium">{changeWords(one.changes).join(", ") || "Nothing changed"}</p>
            <p className="text-sm text-muted">
              {one.by?.name ?? "Somebody"}, <When at={one.created_at} />.{" "}
              {one.override_reason
                ? `Without a passing replay: ${one.override_reason}`
                : "After a passing replay."}
              {one.accepted && ` It was said to be meant that less leaves: ${one.accepted}`}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
