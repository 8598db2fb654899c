import { ScrollText } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { percent, sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { type Column, DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import type { Queued } from "./api";
import { decisions, type LogFilter, useLog } from "./log";

const FIRST_WORDS = 200;

/** What was kept back is still there to be used: only without a draft there was nothing to send. */
function becameOf({ status, body }: Queued): string {
  if (status !== "none") return sentence(status);
  return body === null ? "Nothing to send" : "Draft kept back";
}

const columns: Column<Queued>[] = [
  {
    id: "decision",
    header: "Decision",
    className: "whitespace-nowrap",
    cell: (queued) => (
      <Badge tone={decisions[queued.decision].tone}>{decisions[queued.decision].label}</Badge>
    ),
  },
  {
    id: "message",
    header: "Message",
    className: "max-w-0 w-full",
    cell: (queued) => (
      <span className="block min-w-0">
        <span className="block truncate font-medium">
          {queued.conversation.contact.name}{" "}
          <span className="font-normal text-subtle">{queued.conversation.subject}</span>
        </span>
        <span className="block truncate text-sm text-muted">{queued.message.text.slice(0, FIRST_WORDS)}</span>
        <span className="block truncate text-xs text-subtle">{queued.reasons.join(" ")}</span>
      </span>
    ),
  },
  {
    id: "status",
    header: "What became of it",
    className: "hidden md:table-cell whitespace-nowrap",
    cell: (queued) => [becameOf(queued), queued.decided_by?.name].filter(Boolean).join(", "),
  },
  {
    id: "confidence",
    header: "Confidence",
    numeric: true,
    className: "hidden sm:table-cell",
    cell: (queued) => percent(queued.confidence),
  },
  {
    id: "model",
    header: "Written by",
    className: "hidden lg:table-cell text-muted whitespace-nowrap",
    cell: ({ model, version }) => (model === version ? model : `${model} ${version}`),
  },
  {
    id: "created",
    header: "When",
    className: "text-right text-muted whitespace-nowrap",
    cell: (queued) => <When at={queued.created_at} short />,
  },
];

interface TableProps {
  filter: LogFilter;
  onOpen: (conversationId: string) => void;
}

/** Every decision of the assistant, newest first. */
export function LogTable({ filter, onOpen }: TableProps) {
  const query = useLog(filter);
  return (
    <DataTable
      label="Decisions of the assistant"
      rows={rowsOf(query.data)}
      columns={columns}
      query={query}
      rowKey={({ id }) => id}
      onOpen={({ conversation }) => onOpen(conversation.id)}
      empty={
        <Empty icon={<ScrollText aria-hidden />} title="Nothing was decided here">
          Choose another decision, intent or period.
        </Empty>
      }
    />
  );
}
