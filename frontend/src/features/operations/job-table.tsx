import type { ColumnDef } from "@tanstack/react-table";
import { ListChecks } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { type Job, type JobFilter, jobTones, useJobs } from "./api";

const columns: ColumnDef<Job>[] = [
  {
    id: "status",
    header: "Status",
    meta: { className: "w-28" },
    cell: ({ row: { original } }) => (
      <Badge tone={jobTones[original.status]}>{sentence(original.status)}</Badge>
    ),
  },
  {
    id: "subscriber",
    header: "Job",
    meta: { className: "max-w-0 w-full" },
    cell: ({ row: { original } }) => (
      <span className="block min-w-0">
        <span className="block truncate font-medium">{original.subscriber}</span>
        <span className="block truncate text-xs text-subtle">
          {original.last_error ?? original.event_type ?? "on schedule"}
        </span>
      </span>
    ),
  },
  {
    id: "queue",
    header: "Queue",
    meta: { className: "hidden md:table-cell text-muted" },
    cell: ({ row: { original } }) => sentence(original.queue),
  },
  {
    id: "tries",
    header: "Tries",
    meta: { numeric: true, className: "hidden sm:table-cell" },
    cell: ({ row: { original } }) => `${original.attempts.toString()}/${original.max_attempts.toString()}`,
  },
  {
    id: "next",
    header: "Next try",
    meta: { className: "hidden lg:table-cell text-right text-muted whitespace-nowrap" },
    cell: ({ row: { original } }) =>
      original.status === "retrying" && original.next_run_at ? <When at={original.next_run_at} /> : "–",
  },
  {
    id: "created",
    header: "Created",
    meta: { className: "text-right text-muted whitespace-nowrap" },
    cell: ({ row: { original } }) => <When at={original.created_at} />,
  },
];

interface TableProps {
  filter: JobFilter;
  onOpen: (id: number) => void;
}

export function JobTable({ filter, onOpen }: TableProps) {
  const query = useJobs(filter);
  return (
    <DataTable
      label="Jobs"
      rows={rowsOf(query.data)}
      columns={columns}
      query={query}
      rowKey={({ id }) => id.toString()}
      onOpen={({ id }) => onOpen(id)}
      empty={
        <Empty icon={<ListChecks aria-hidden />} title="No such job">
          {filter.status === "dead" ? "Nothing has failed for good." : "Choose another status or queue."}
        </Empty>
      }
    />
  );
}
