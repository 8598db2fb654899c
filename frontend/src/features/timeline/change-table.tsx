import type { ColumnDef } from "@tanstack/react-table";
import { ScrollText } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { count } from "@/lib/format";
import { DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { type Change, type ChangeFilter, useChanges } from "./api";
import { RecordLink } from "./entry-row";
import { Fields } from "./fields";
import { actions, recordName } from "./words";

const columns: ColumnDef<Change>[] = [
  {
    id: "seq",
    header: "Link",
    meta: { numeric: true, className: "hidden md:table-cell text-subtle align-top" },
    cell: ({ row: { original } }) => (original.seq === null ? "–" : count(original.seq)),
  },
  {
    id: "record",
    header: "Record",
    meta: { className: "whitespace-nowrap align-top" },
    cell: ({ row: { original } }) => (
      <RecordLink to={original.subject}>{recordName(original.subject.kind)}</RecordLink>
    ),
  },
  {
    id: "what",
    header: "What",
    meta: { className: "max-w-0 w-full align-top whitespace-normal" },
    cell: ({ row: { original } }) => (
      <>
        <span className="font-medium">{original.actor?.name ?? original.via ?? "Mancrel"}</span>{" "}
        {actions[original.action]}
        {original.fields === null ? (
          <p className="text-sm text-subtle">The values were erased.</p>
        ) : (
          <Fields rows={original.fields} />
        )}
      </>
    ),
  },
  {
    id: "when",
    header: "When",
    meta: { className: "text-right text-muted whitespace-nowrap align-top" },
    cell: ({ row: { original } }) => <When at={original.created_at} short />,
  },
];

/** Who changed what, newest first. */
export function ChangeTable({ filter }: { filter: ChangeFilter }) {
  const query = useChanges(filter);
  return (
    <DataTable
      label="Changes"
      rows={rowsOf(query.data)}
      columns={columns}
      query={query}
      rowKey={({ id }) => id}
      empty={
        <Empty icon={<ScrollText aria-hidden />} title="No change here">
          Choose another record, action or period.
        </Empty>
      }
    />
  );
}
