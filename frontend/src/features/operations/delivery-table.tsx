import { PackageOpen } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { bytes, sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { type Column, DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { type Delivery, type DeliveryStatus, deliveryTones, useDeliveries } from "./api";

const columns: Column<Delivery>[] = [
  {
    id: "status",
    header: "Status",
    className: "w-32",
    cell: (delivery) => (
      <Badge tone={deliveryTones[delivery.status]}>
        {sentence(delivery.status)} <span className="font-normal tabular-nums">{delivery.status_code}</span>
      </Badge>
    ),
  },
  {
    id: "endpoint",
    header: "Endpoint",
    className: "max-w-0 w-full",
    cell: (delivery) => (
      <span className="block min-w-0">
        <span className="block truncate font-medium">
          {delivery.endpoint} <span className="font-normal text-subtle">{delivery.kind}</span>
        </span>
        <span className="block truncate text-xs text-subtle">
          {delivery.reason
            ? [delivery.field, delivery.reason].filter(Boolean).join(": ")
            : delivery.external_id}
        </span>
      </span>
    ),
  },
  {
    id: "size",
    header: "Size",
    numeric: true,
    className: "hidden md:table-cell text-muted whitespace-nowrap",
    cell: (delivery) => bytes(delivery.size),
  },
  {
    id: "received",
    header: "Received",
    className: "text-right text-muted whitespace-nowrap",
    cell: (delivery) => <When at={delivery.received_at} />,
  },
];

interface TableProps {
  status: DeliveryStatus | undefined;
  endpoint: string | undefined;
  onOpen: (id: string) => void;
}

/** Everything that was posted at Mancrel, taken or refused. */
export function DeliveryTable({ status, endpoint, onOpen }: TableProps) {
  const query = useDeliveries(status, endpoint);
  return (
    <DataTable
      label="Deliveries"
      rows={rowsOf(query.data)}
      columns={columns}
      query={query}
      rowKey={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
      empty={
        <Empty
          icon={<PackageOpen aria-hidden />}
          title={status ? `Nothing is ${status}` : "Nothing was delivered yet"}
        >
          {status
            ? "Choose another status."
            : "What a source or a channel posts here is kept and listed, refused or not."}
        </Empty>
      }
    />
  );
}
