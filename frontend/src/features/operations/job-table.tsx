import { ListChecks } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { type Column, DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { type Job, type JobFilter, jobTones, useJobs } from "./api";

const columns: Column<Job>[] = [
  {
    id: "status",
    header: "Status",
    className: "w-28",
    cell: (job) => <Badge tone={jobTones[job.status]}>{sentence(job.status)}</Badge>,
  },
  {
    id: "subscriber",
    header: "Job",
    className: "max-w-0 w-full",
    cell: (job) => (
      <span className="block min-w-0">
        <span className="block truncate font-medium">{job.subscriber}</span>
        <span className="block truncate text-xs text-subtle">
          {job.last_error ?? job.event_type ?? "on schedule"}
        </span>
      </span>
    ),
  },
  {
    id: "queue",
    header: "Queue",
    className: "hidden md:table-cell text-muted",
    cell: (job) => sentence(job.queue),
  },
  {
    id: "tries",
    header: "Tries",
    numeric: true,
    className: "hidden sm:table-cell",
    cell: (job) => `${job.attempts.toString()}/${job.max_attempts.toString()}`,
  },
  {
    id: "next",
    header: "Next try",
    className: "hidden lg:table-cell text-right text-muted whitespace-nowrap",
    cell: (job) => (job.status === "retrying" && job.next_run_at ? <When at={job.next_run_at} /> : "–"),
  },
  {
    id: "created",
    header: "Created",
    className: "text-right text-muted whitespace-nowrap",
    cell: (job) => <When at={job.created_at} />,
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
