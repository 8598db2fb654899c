import { ScrollText } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { count } from "@/lib/format";
import { type Column, DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { type Change, type ChangeFilter, useChanges } from "./api";
import { Fields } from "./fields";
import { RecordLink } from "./record-link";
import { actions, because, doer, recordName } from "./words";

const columns: Column<Change>[] = [
  {
    id: "seq",
    header: "Link",
    numeric: true,
    className: "hidden md:table-cell text-subtle align-top",
    cell: (change) => (change.seq === null ? "–" : count(change.seq)),
  },
  {
    id: "record",
    header: "Record",
    className: "align-top whitespace-normal",
    cell: ({ subject }) => (
      <div className="w-28 [overflow-wrap:anywhere] sm:w-48 xl:w-64">
        <RecordLink to={subject}>{subject.name ?? recordName(subject.kind)}</RecordLink>
        {subject.name && <p className="text-sm text-subtle">{recordName(subject.kind)}</p>}
      </div>
    ),
  },
  {
    id: "what",
    header: "What",
    className: "max-w-0 w-full align-top whitespace-normal",
    cell: (change) => (
      <>
        <span className="font-medium" title={change.via ?? undefined}>
          {doer(change.actor, change.via)}
        </span>{" "}
        {actions[change.action]} {because(change.via)}
        {change.fields === null ? (
          <p className="text-sm text-subtle">The values were erased.</p>
        ) : (
          <Fields rows={change.fields} />
        )}
      </>
    ),
  },
  {
    id: "when",
    header: "When",
    className: "text-right text-muted whitespace-nowrap align-top",
    cell: (change) => <When at={change.created_at} short />,
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
