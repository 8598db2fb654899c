import { getRouteApi } from "@tanstack/react-router";
import { jobStatuses, useJobCounts } from "@/features/operations/api";
import { JobTable } from "@/features/operations/job-table";
import { sentence } from "@/lib/format";
import { soon } from "@/lib/soon";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { Page } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { OperationsTabs } from "./operations-tabs";

const JobDetail = soon(async () => (await import("@/features/operations/job-detail")).JobDetail);

const route = getRouteApi("/inside/operations/jobs");

export function Jobs() {
  const search = route.useSearch();
  const { status, queue, fingerprint, job } = search;
  const navigate = route.useNavigate();
  const queues = useJobCounts().data?.queues ?? [];
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...next }, replace: true });
  return (
    <Page title="Operations" tabs={<OperationsTabs />} bare>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-surface px-4 py-2 md:px-6">
        <Segmented<string>
          label="Status"
          className="flex-wrap"
          value={status ?? "all"}
          onChange={(next) => change({ status: jobStatuses.find((known) => known === next) })}
          options={["all", ...jobStatuses].map((value) => ({ value, label: sentence(value) }))}
        />
        <Select
          aria-label="Queue"
          className="w-40"
          value={queue ?? ""}
          onChange={(event) => change({ queue: event.target.value || undefined })}
        >
          <option value="">All queues</option>
          {queues.map(({ queue: name }) => (
            <option key={name} value={name}>
              {sentence(name)}
            </option>
          ))}
        </Select>
        {fingerprint && (
          <Button size="sm" onClick={() => change({ fingerprint: undefined })}>
            One cause <span aria-hidden>×</span>
            <span className="sr-only">remove filter</span>
          </Button>
        )}
      </div>
      <JobTable filter={{ status, queue, fingerprint }} onOpen={(id) => change({ job: id.toString() })} />
      {job && <JobDetail id={Number(job)} onClose={() => change({ job: undefined })} />}
    </Page>
  );
}
