import { moment, sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Fact, Facts } from "@/ui/page";
import { Scroller } from "@/ui/scroller";
import { Failed, SkeletonRows } from "@/ui/states";
import { done, refused } from "@/ui/toast";
import { type Attempt, tones, useDelivery, useRedeliver } from "./api";

/** One delivery: what is sent, and every attempt to do so. */
export const DeliveryDetail = ({ id, onClose }: { id: string; onClose: () => void }) => (
  <Dialog side open onOpenChange={(open) => !open && onClose()} title="Delivery">
    <Body id={id} />
  </Dialog>
);

const box =
  "max-h-96 overflow-auto rounded-md border bg-sunken p-3 font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]";

function Body({ id }: { id: string }) {
  const query = useDelivery(id);
  const redeliver = useRedeliver();
  if (query.isPending) return <SkeletonRows rows={6} />;
  if (!query.data) {
    return <Failed error={query.error} what="The delivery" onRetry={() => void query.refetch()} />;
  }
  const { status, type, attempts, created_at, next_attempt_at, log, body } = query.data;
  const send = () =>
    redeliver.mutate(
      { params: { path: { delivery_id: id } } },
      {
        onSuccess: () => done("It is sent once more"),
        onError: (error) => refused("It was not sent", error),
      },
    );
  return (
    <div className="grid gap-5">
      <Facts>
        <Fact label="Event">
          <code className="font-mono text-xs">{type}</code>
        </Fact>
        <Fact label="Status">
          <Badge tone={tones[status]}>{sentence(status)}</Badge>
        </Fact>
        <Fact label="Happened">{moment(created_at)}</Fact>
        <Fact label="Attempts">{attempts} of 10 by schedule</Fact>
        {next_attempt_at && <Fact label="Next">{moment(next_attempt_at)}</Fact>}
        <Fact label="webhook-id">
          <code className="font-mono text-xs break-all">{id}</code>
        </Fact>
      </Facts>
      <Button className="justify-self-start" busy={redeliver.isPending} onClick={send}>
        Send it once more
      </Button>
      <section>
        <h3 className="mb-2 text-base">Attempts</h3>
        {log.length === 0 ? (
          <p className="text-sm text-muted">None yet.</p>
        ) : (
          <ol className="overflow-hidden rounded-md border">
            {log.map((one) => (
              <AttemptRow key={one.id} attempt={one} />
            ))}
          </ol>
        )}
      </section>
      <section>
        <h3 className="mb-2 text-base">Body</h3>
        <Scroller aria-label="Body" className={box}>
          {JSON.stringify(JSON.parse(body), null, 2)}
        </Scroller>
      </section>
    </div>
  );
}

const AttemptRow = ({
  attempt: { began_at, status_code, ms, error, answer, manual },
}: {
  attempt: Attempt;
}) => (
  <li className="grid gap-1.5 border-b px-3 py-2 text-sm last:border-0">
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Badge tone={error ? "bad" : "ok"}>{status_code ?? "No answer"}</Badge>
      <span>{moment(began_at)}</span>
      {ms !== null && <span className="text-muted tabular-nums">{ms} ms</span>}
      {manual && <Badge>by hand</Badge>}
    </p>
    {error && <p className="text-bad-text">{error}</p>}
    {answer && (
      <Scroller aria-label="What was answered" className={box}>
        {answer}
      </Scroller>
    )}
  </li>
);
