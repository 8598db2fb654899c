import { Send } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { type Column, DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { type Delivery, type DeliveryStatus, tones, useDeliveries } from "./api";

const columns: Column<Delivery>[] = [
  {
    id: "status",
    header: "Status",
    className: "w-28",
    cell: (delivery) => <Badge tone={tones[delivery.status]}>{sentence(delivery.status)}</Badge>,
  },
  {
    id: "type",
    header: "Event",
    className: "max-w-0 w-full",
    cell: (delivery) => <span className="block truncate font-mono text-xs">{delivery.type}</span>,
  },
  {
    id: "attempts",
    header: "Attempts",
    numeric: true,
    className: "hidden sm:table-cell text-muted",
    cell: (delivery) => delivery.attempts,
  },
  {
    id: "next",
    header: "Next",
    className: "hidden md:table-cell text-muted whitespace-nowrap",
    cell: (delivery) => (delivery.next_attempt_at ? <When at={delivery.next_attempt_at} /> : "–"),
  },
  {
    id: "created",
    header: "Happened",
    className: "text-right text-muted whitespace-nowrap",
    cell: (delivery) => <When at={delivery.created_at} />,
  },
];

interface LogProps {
  subscriptionId: string;
  status: DeliveryStatus | undefined;
  onOpen: (id: string) => void;
}

/** What a subscription was told in the last 30 days. */
export function DeliveryLog({ subscriptionId, status, onOpen }: LogProps) {
  const query = useDeliveries(subscriptionId, status);
  return (
    <DataTable
      label="Deliveries"
      rows={rowsOf(query.data)}
      columns={columns}
      query={query}
      rowKey={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
      empty={
        <Empty icon={<Send aria-hidden />} title={status ? `Nothing is ${status}` : "Nothing was told yet"}>
          {status ? "Choose another status." : "Send a test event to see whether it arrives."}
        </Empty>
      }
    />
  );
}
