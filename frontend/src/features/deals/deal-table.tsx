import { Link, useNavigate } from "@tanstack/react-router";
import { Handshake } from "lucide-react";
import { day, money } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { type Column, DataTable } from "@/ui/data-table";
import type { ListQuery } from "@/ui/more";
import { Empty } from "@/ui/states";
import { Age } from "./age";
import type { Deal } from "./api";
import { outcomeTones } from "./words";

const columns: Column<Deal>[] = [
  {
    id: "title",
    header: "Deal",
    sort: "title",
    cell: (deal) => (
      <>
        <Link
          to="/deals/$dealId"
          params={{ dealId: deal.id }}
          className="block font-medium break-words hover:underline"
        >
          {deal.title}
        </Link>
        <span className="block text-xs text-subtle sm:hidden">{deal.stage.name}</span>
      </>
    ),
  },
  {
    id: "contact",
    header: "Contact",
    className: "hidden md:table-cell text-muted",
    cell: (deal) => deal.company?.name ?? deal.contact?.name ?? "–",
  },
  {
    id: "stage",
    header: "Stage",
    className: "hidden sm:table-cell",
    cell: (deal) => <Badge tone={outcomeTones[deal.status]}>{deal.stage.name}</Badge>,
  },
  {
    id: "age",
    header: "In stage",
    sort: "stage_entered_at",
    className: "hidden lg:table-cell",
    cell: (deal) => <Age deal={deal} />,
  },
  {
    id: "close",
    header: "Closes",
    sort: "expected_close_on",
    className: "hidden lg:table-cell text-muted",
    cell: (deal) => (deal.expected_close_on ? day(deal.expected_close_on) : "–"),
  },
  {
    id: "owner",
    header: "Owner",
    className: "hidden md:table-cell text-muted",
    cell: (deal) => deal.owner?.name ?? "Nobody",
  },
  {
    id: "amount",
    header: "Value",
    sort: "amount",
    numeric: true,
    className: "whitespace-nowrap",
    cell: (deal) => money(deal.amount, deal.currency),
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
