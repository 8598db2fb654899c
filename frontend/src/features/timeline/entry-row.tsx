import { Bot, CheckSquare, Handshake, Mail, MailOpen, PenLine, StickyNote } from "lucide-react";
import { When } from "@/ui/time";
import type { Entry, FieldChange } from "./api";
import { Fields } from "./fields";
import { RecordLink } from "./record-link";
import { doer, headline } from "./words";

function Mark({ entry: { kind, details } }: { entry: Entry }) {
  if (kind === "ai") return <Bot aria-hidden />;
  if (kind === "deal") return <Handshake aria-hidden />;
  if (kind === "activity") return <CheckSquare aria-hidden />;
  if (kind === "change") return <PenLine aria-hidden />;
  if (details.private === true) return <StickyNote aria-hidden />;
  return details.direction === "in" ? <Mail aria-hidden /> : <MailOpen aria-hidden />;
}

/** Who did it: a person, the assistant, or a job of ours. */
function who({ kind, actor, details }: Entry): string {
  if (actor) return actor;
  if (kind === "message" && details.automatic === true) return "Assistant";
  return kind === "ai" ? "" : doer(null, details.via);
}

export const EntryRow = ({ entry }: { entry: Entry }) => (
  <li className="flex gap-3 border-b px-4 py-2.5 last:border-0">
    <span className="mt-0.5 shrink-0 text-subtle [&_svg]:size-4">
      <Mark entry={entry} />
    </span>
    <div className="min-w-0 flex-1">
      <div className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate">
          <RecordLink to={entry.kind === "change" ? null : entry.refers_to}>{headline(entry)}</RecordLink>
          {who(entry) && <span className="text-sm text-subtle"> {who(entry)}</span>}
        </span>
        <When at={entry.at} className="shrink-0 text-sm text-subtle" />
      </div>
      {entry.text && <p className="line-clamp-2 text-sm text-muted">{entry.text}</p>}
      {Array.isArray(entry.details.fields) && <Fields rows={entry.details.fields as FieldChange[]} />}
    </div>
  </li>
);
