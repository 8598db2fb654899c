import { bytes, moment, sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Dialog } from "@/ui/dialog";
import { Fact, Facts } from "@/ui/page";
import { Scroller } from "@/ui/scroller";
import { Failed, Notice, SkeletonRows } from "@/ui/states";
import { deliveryTones, useDelivery } from "./api";

/** One delivery as it came: headers, body, and why it was refused. */
export function DeliveryDetail({ id, onClose }: { id: string; onClose: () => void }) {
  return (
    <Dialog side open onOpenChange={(open) => !open && onClose()} title="Delivery">
      <Body id={id} />
    </Dialog>
  );
}

/** JSON laid out for reading; anything else as it came. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

const box =
  "max-h-96 overflow-auto rounded-md border bg-sunken p-3 font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]";

function Body({ id }: { id: string }) {
  const query = useDelivery(id);
  if (query.isPending) return <SkeletonRows rows={6} />;
  if (!query.data)
    return <Failed error={query.error} what="The delivery" onRetry={() => void query.refetch()} />;
  const delivery = query.data;
  return (
    <div className="grid gap-5">
      {delivery.reason && (
        <Notice tone={delivery.status === "quarantined" ? "warn" : "bad"}>
          {delivery.field && <code className="font-mono font-medium">{delivery.field}: </code>}
          {delivery.reason}
        </Notice>
      )}
      <Facts>
        <Fact label="Status">
          <Badge tone={deliveryTones[delivery.status]}>{sentence(delivery.status)}</Badge>
        </Fact>
        <Fact label="Answered">{delivery.status_code}</Fact>
        <Fact label="Endpoint">{delivery.endpoint}</Fact>
        <Fact label="Id">{delivery.external_id}</Fact>
        <Fact label="Size">{bytes(delivery.size)}</Fact>
        <Fact label="Received">{moment(delivery.received_at)}</Fact>
      </Facts>
      <section>
        <h3 className="mb-2 text-base">Headers</h3>
        <Scroller aria-label="Raw text" className={box}>
          {Object.entries(delivery.headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join("\n")}
        </Scroller>
      </section>
      <section>
        <h3 className="mb-2 text-base">
          Body{delivery.body_encoding === "base64" && " (base64: it is no text)"}
        </h3>
        <Scroller aria-label="Raw text" className={box}>
          {delivery.body_encoding === "utf-8" ? pretty(delivery.body) : delivery.body}
        </Scroller>
      </section>
    </div>
  );
}
