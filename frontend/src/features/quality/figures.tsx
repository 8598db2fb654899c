import { count, plural } from "@/lib/format";
import type { Quality, Share } from "./api";
import { basis, duration, shareWords } from "./words";

interface FigureProps {
  label: string;
  value: string;
  basis: string;
  /** What it means, where the label alone does not say it. */
  note?: string;
  quiet?: boolean;
}

const Figure = ({ label, value, basis: counted, note, quiet }: FigureProps) => (
  <div className="flex flex-col bg-surface px-3 py-3 sm:px-4">
    <dt className="text-sm font-medium text-muted">{label}</dt>
    <dd className="mt-0.5">
      <span
        className={
          quiet ? "block text-md leading-8 text-subtle" : "block text-xl font-semibold tabular-nums leading-8"
        }
      >
        {value}
      </span>
      <span className="block text-xs text-subtle">{counted}</span>
      {note && <span className="mt-1 block text-xs text-subtle">{note}</span>}
    </dd>
  </div>
);

function Rate({ label, share, of, note }: { label: string; share: Share; of: string; note?: string }) {
  return (
    <Figure
      label={label}
      value={shareWords(share)}
      basis={basis(share, of)}
      note={note}
      quiet={share.value === null}
    />
  );
}

/** The few figures that say how the assistant is doing. */
export function Figures({ quality }: { quality: Quality }) {
  const { answered_after: after, cost } = quality;
  const median = after.all.minutes;
  const quick = after.by_itself.minutes;
  const slow = after.by_people.minutes;
  const split = [
    quick !== null && `${duration(quick)} by itself`,
    slow !== null && `${duration(slow)} by people`,
  ].filter(Boolean);
  return (
    <dl className="grid gap-px overflow-hidden rounded-lg border bg-line grid-cols-2 xl:grid-cols-4">
      <Figure
        label="Messages"
        value={count(quality.messages)}
        basis={`${count(quality.answerable)} of them ask for an answer`}
      />
      <Rate
        label="Answered by itself"
        share={quality.automation}
        of="messages"
        note={
          quality.shadowed > 0
            ? `${plural(quality.shadowed, "more reply", "more replies")} would have been sent (shadow mode)`
            : undefined
        }
      />
      <Rate label="Judged good afterwards" share={quality.judged} of="judged replies" />
      <Rate label="Approved unchanged" share={quality.approval} of="decided drafts" />
      <Rate label="Handed to a person" share={quality.handover} of="messages" />
      <Figure
        label="Median time to answer"
        value={median !== null ? duration(median) : after.all.n > 0 ? "Too few" : "None yet"}
        basis={plural(after.all.n, "answered message")}
        note={split.join(", ") || undefined}
        quiet={median === null}
      />
      <Rate
        label="Held by the guard"
        share={quality.guard}
        of="drafts"
        note="Drafts with a statement that nothing confirmed."
      />
      <Figure
        label="Cost of language models"
        value={cost.by_model > 0 ? cost.cost.toFixed(2) : "None"}
        basis={
          cost.by_model > 0
            ? `${count(cost.tokens)} tokens for ${count(cost.by_model)} of ${plural(cost.drafts, "draft")}`
            : `${plural(cost.drafts, "draft")} by the built-in writer`
        }
        quiet={cost.by_model === 0}
      />
    </dl>
  );
}
