import type { ColumnDef } from "@tanstack/react-table";
import { ScrollText } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { percent, sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import type { Queued } from "./api";
import { decisions, type LogFilter, useLog } from "./log";

const columns: ColumnDef<Queued>[] = [
  {
    id: "decision",
    header: "Decision",
    meta: { className: "whitespace-nowrap" },
    cell: ({ row: { original } }) => (
      <Badge tone={decisions[original.decision].tone}>{decisions[original.decision].label}</Badge>
    ),
  },
  {
    id: "message",
    header: "Message",
    meta: { className: "max-w-0 w-full" },
    cell: ({ row: { original } }) => (
      <span className="block min-w-0">
        <span className="block truncate font-medium">
          {original.conversation.contact.name}{" "}
          <span className="font-normal text-subtle">{original.conversation.subject}</span>
        </span>
        <span className="block truncate text-xs text-subtle">{original.reasons.join(" ")}</span>
      </span>
    ),
  },
  {
    id: "status",
    header: "What became of it",
    meta: { className: "hidden md:table-cell whitespace-nowrap" },
    cell: ({ row: { original } }) =>
      [sentence(original.status === "none" ? "nothing to send" : original.status), original.decided_by?.name]
        .filter(Boolean)
        .join(", "),
  },
  {
    id: "confidence",
    header: "Confidence",
    meta: { numeric: true, className: "hidden sm:table-cell" },
    cell: ({ row: { original } }) => percent(original.confidence),
  },
  {
    id: "model",
    header: "Written by",
    meta: { className: "hidden lg:table-cell text-muted whitespace-nowrap" },
    cell: ({ row: { original } }) => `${original.model} ${original.version}`,
  },
  {
    id: "created",
    header: "When",
    meta: { className: "text-right text-muted whitespace-nowrap" },
    cell: ({ row: { original } }) => <When at={original.created_at} short />,
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
