import { Ban, RotateCw } from "lucide-react";
import { moment, sentence } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Fact, Facts } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { done, refused } from "@/ui/toast";
import { jobTones, useCancelJob, useJob, useRetryJob } from "./api";

/** One job: what it is for, each try and its error, and another try. */
export function JobDetail({ id, onClose }: { id: number; onClose: () => void }) {
  return (
    <Dialog side open onOpenChange={(open) => !open && onClose()} title="Job">
      <Body id={id} />
    </Dialog>
  );
}

function Body({ id }: { id: number }) {
  const query = useJob(id);
  if (query.isPending) return <SkeletonRows rows={6} />;
  if (!query.data) return <Failed error={query.error} what="The job" onRetry={() => void query.refetch()} />;
  const job = query.data;
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate text-md">{job.subscriber}</h3>
        <Badge tone={jobTones[job.status]}>{sentence(job.status)}</Badge>
        <Verbs id={id} status={job.status} />
      </div>
      <Facts>
        <Fact label="Queue">{sentence(job.queue)}</Fact>
        <Fact label="Event">{job.event_type ?? "on schedule"}</Fact>
        <Fact label="Subject">{job.subject_type && `${job.subject_type} ${job.subject_id ?? ""}`}</Fact>
        <Fact label="Tries">
          {job.attempts} of {job.max_attempts}
        </Fact>
        <Fact label="Created">{moment(job.created_at)}</Fact>
        <Fact label="Next try">{job.next_run_at && moment(job.next_run_at)}</Fact>
        <Fact label="Finished">{job.finished_at && moment(job.finished_at)}</Fact>
      </Facts>
      <section>
        <h3 className="mb-2 text-base">Tries</h3>
        {job.tries.length === 0 && <p className="text-muted">It has not been tried yet.</p>}
        <ol className="grid gap-2">
          {job.tries.map((attempt) => (
            <li key={attempt.attempt} className="rounded-md border p-3 text-sm">
              <p className="flex justify-between gap-2">
                <span className="font-medium">Try {attempt.attempt}</span>
                {attempt.finished_at && <span className="text-subtle">{moment(attempt.finished_at)}</span>}
              </p>
              {attempt.error ? (
                <pre className="mt-1.5 font-mono text-xs whitespace-pre-wrap text-bad-text [overflow-wrap:anywhere]">
                  {attempt.error}
                </pre>
              ) : (
                <p className="mt-1 text-muted">{attempt.finished_at ? "Succeeded" : "Running"}</p>
              )}
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function Verbs({ id, status }: { id: number; status: string }) {
  const retry = useRetryJob();
  const cancel = useCancelJob();
  const writes = useCan("operations:write");
  const params = { path: { job_id: id } };
  if (!writes) return null;
  return (
    <>
      {(status === "dead" || status === "cancelled" || status === "retrying") && (
        <Button
          size="sm"
          tone="primary"
          busy={retry.isPending}
          onClick={() =>
            retry.mutate(
              { params },
              {
                onSuccess: () => done("The job runs again"),
                onError: (error) => refused("The job was not retried", error),
              },
            )
          }
        >
          <RotateCw aria-hidden /> Try again
        </Button>
      )}
      {(status === "pending" || status === "retrying") && (
        <Button
          size="sm"
          tone="danger"
          busy={cancel.isPending}
          onClick={() =>
            cancel.mutate(
              { params },
              {
                onSuccess: () => done("The job is cancelled"),
                onError: (error) => refused("The job was not cancelled", error),
              },
            )
          }
        >
          <Ban aria-hidden /> Cancel
        </Button>
      )}
    </>
  );
}
