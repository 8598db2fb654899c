import type { ColumnDef } from "@tanstack/react-table";
import { Send } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { DataTable } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import { type Delivery, type DeliveryStatus, tones, useDeliveries } from "./api";

const columns: ColumnDef<Delivery>[] = [
  {
    id: "status",
    header: "Status",
    meta: { className: "w-28" },
    cell: ({ row: { original } }) => <Badge tone={tones[original.status]}>{sentence(original.status)}</Badge>,
  },
  {
    id: "type",
    header: "Event",
    meta: { className: "max-w-0 w-full" },
    cell: ({ row: { original } }) => (
      <span className="block truncate font-mono text-xs">{original.type}</span>
    ),
  },
  {
    id: "attempts",
    header: "Attempts",
    meta: { numeric: true, className: "hidden sm:table-cell text-muted" },
    cell: ({ row: { original } }) => original.attempts,
  },
  {
    id: "next",
    header: "Next",
    meta: { className: "hidden md:table-cell text-muted whitespace-nowrap" },
    cell: ({ row: { original } }) =>
      original.next_attempt_at ? <When at={original.next_attempt_at} /> : "–",
  },
  {
    id: "created",
    header: "Happened",
    meta: { className: "text-right text-muted whitespace-nowrap" },
    cell: ({ row: { original } }) => <When at={original.created_at} />,
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
