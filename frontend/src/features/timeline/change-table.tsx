import { ScrollText } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { count } from "@/lib/format";
import { type Column, DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { type Change, type ChangeFilter, useChanges } from "./api";
import { RecordLink } from "./entry-row";
import { Fields } from "./fields";
import { actions, because, recordName } from "./words";

const nameOf = ({ actor, via }: Change) => actor?.name ?? (because(via) ? "Mancrel" : (via ?? "Mancrel"));

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
    className: "whitespace-nowrap align-top",
    cell: (change) => <RecordLink to={change.subject}>{recordName(change.subject.kind)}</RecordLink>,
  },
  {
    id: "what",
    header: "What",
    className: "max-w-0 w-full align-top whitespace-normal",
    cell: (change) => (
      <>
        <span className="font-medium">{nameOf(change)}</span> {actions[change.action]} {because(change.via)}
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
