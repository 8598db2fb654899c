import type { ColumnDef } from "@tanstack/react-table";
import { PackageOpen } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { bytes, sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { type Delivery, type DeliveryStatus, deliveryTones, useDeliveries } from "./api";

const columns: ColumnDef<Delivery>[] = [
  {
    id: "status",
    header: "Status",
    meta: { className: "w-32" },
    cell: ({ row: { original } }) => (
      <Badge tone={deliveryTones[original.status]}>
        {sentence(original.status)} <span className="font-normal tabular-nums">{original.status_code}</span>
      </Badge>
    ),
  },
  {
    id: "endpoint",
    header: "Endpoint",
    meta: { className: "max-w-0 w-full" },
    cell: ({ row: { original } }) => (
      <span className="block min-w-0">
        <span className="block truncate font-medium">
          {original.endpoint} <span className="font-normal text-subtle">{original.kind}</span>
        </span>
        <span className="block truncate text-xs text-subtle">
          {original.reason
            ? [original.field, original.reason].filter(Boolean).join(": ")
            : original.external_id}
        </span>
      </span>
    ),
  },
  {
    id: "size",
    header: "Size",
    meta: { numeric: true, className: "hidden md:table-cell text-muted whitespace-nowrap" },
    cell: ({ row: { original } }) => bytes(original.size),
  },
  {
    id: "received",
    header: "Received",
    meta: { className: "text-right text-muted whitespace-nowrap" },
    cell: ({ row: { original } }) => <When at={original.received_at} />,
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
