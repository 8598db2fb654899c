import { Link, useNavigate } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { Handshake } from "lucide-react";
import { day, money } from "@/lib/format";
import { Badge, type Tone } from "@/ui/badge";
import { DataTable, type ListQuery } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import type { Deal } from "./api";
import { Age } from "./card";

export const outcomeTones: Record<Deal["status"], Tone> = { open: "plain", won: "ok", lost: "bad" };

const columns: ColumnDef<Deal>[] = [
  {
    id: "title",
    header: "Deal",
    meta: { sort: "title" },
    cell: ({ row: { original } }) => (
      <>
        <Link
          to="/deals/$dealId"
          params={{ dealId: original.id }}
          className="block font-medium break-words hover:underline"
        >
          {original.title}
        </Link>
        <span className="block text-xs text-subtle sm:hidden">{original.stage.name}</span>
      </>
    ),
  },
  {
    id: "contact",
    header: "Contact",
    meta: { className: "hidden md:table-cell text-muted" },
    cell: ({ row: { original } }) => original.company?.name ?? original.contact?.name ?? "–",
  },
  {
    id: "stage",
    header: "Stage",
    meta: { className: "hidden sm:table-cell" },
    cell: ({ row: { original } }) => (
      <Badge tone={outcomeTones[original.status]}>{original.stage.name}</Badge>
    ),
  },
  {
    id: "age",
    header: "In stage",
    meta: { sort: "stage_entered_at", className: "hidden lg:table-cell" },
    cell: ({ row: { original } }) => <Age deal={original} />,
  },
  {
    id: "close",
    header: "Closes",
    meta: { sort: "expected_close_on", className: "hidden lg:table-cell text-muted" },
    cell: ({ row: { original } }) => (original.expected_close_on ? day(original.expected_close_on) : "–"),
  },
  {
    id: "owner",
    header: "Owner",
    meta: { className: "hidden md:table-cell text-muted" },
    cell: ({ row: { original } }) => original.owner?.name ?? "Nobody",
  },
  {
    id: "amount",
    header: "Value",
    meta: { sort: "amount", numeric: true, className: "whitespace-nowrap" },
    cell: ({ row: { original } }) => money(original.amount, original.currency),
  },
];

interface DealTableProps {
  rows: Deal[];
  query: ListQuery;
  filtered: boolean;
  sort?: string;
  onSort: (sort: string | undefined) => void;
}

/** The deals of a pipeline as rows. */
export function DealTable({ rows, query, filtered, sort, onSort }: DealTableProps) {
  const navigate = useNavigate();
  return (
    <DataTable
      label="Deals"
      rows={rows}
      columns={columns}
      query={query}
      rowKey={({ id }) => id}
      sort={sort}
      onSort={onSort}
      onOpen={({ id }) => void navigate({ to: "/deals/$dealId", params: { dealId: id } })}
      empty={
        <Empty icon={<Handshake aria-hidden />} title={filtered ? "No deal matches" : "No deals yet"}>
          {filtered ? "Take a filter away." : "Make one from a message, or create one here."}
        </Empty>
      }
    />
  );
}
