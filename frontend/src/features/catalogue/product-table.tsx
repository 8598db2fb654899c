import { Link, useNavigate } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { Package } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/ui/badge";
import { DataTable, type ListQuery } from "@/ui/data-table";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import type { Product } from "./api";
import { optionsOf, Price, ProductMark, Stock } from "./product-bits";

const columns: ColumnDef<Product>[] = [
  {
    id: "title",
    header: "Product",
    meta: { sort: "title", className: "w-full max-w-0" },
    cell: ({ row: { original } }) => (
      <span className="flex items-center gap-3">
        <ProductMark className="max-sm:hidden" />
        <span className="min-w-0">
          <Link
            to="/catalogue/products/$productId"
            params={{ productId: original.id }}
            className="block truncate font-medium hover:underline"
          >
            {original.title}
          </Link>
          <span className="block truncate text-xs text-subtle">
            {[original.sku ?? original.external_id, optionsOf(original)].filter(Boolean).join(" · ")}
          </span>
        </span>
      </span>
    ),
  },
  {
    id: "category",
    header: "Category",
    meta: { className: "hidden xl:table-cell whitespace-nowrap" },
    cell: ({ row: { original } }) => <span className="text-muted">{original.category ?? "–"}</span>,
  },
  {
    id: "price",
    header: "Price",
    meta: { numeric: true, sort: "price", className: "whitespace-nowrap" },
    cell: ({ row: { original } }) => <Price product={original} />,
  },
  {
    id: "stock",
    header: "Stock",
    meta: { numeric: true, sort: "stock", className: "whitespace-nowrap" },
    cell: ({ row: { original } }) => <Stock product={original} />,
  },
  {
    id: "source",
    header: "Source",
    meta: { className: "hidden lg:table-cell" },
    cell: ({ row: { original } }) => <Badge>{original.source.name}</Badge>,
  },
  {
    id: "synced",
    header: "Synced",
    meta: { className: "hidden sm:table-cell text-right text-muted whitespace-nowrap" },
    cell: ({ row: { original } }) => <When at={original.synced_at} />,
  },
];

interface TableProps {
  rows: Product[];
  query: ListQuery;
  sort?: string;
  onSort?: (sort: string | undefined) => void;
  filtered: boolean;
  emptyAction?: ReactNode;
}

export function ProductTable({ rows, query, sort, onSort, filtered, emptyAction }: TableProps) {
  const navigate = useNavigate();
  return (
    <DataTable
      label="Products"
      rows={rows}
      columns={columns}
      query={query}
      rowKey={({ id }) => id}
      sort={sort}
      onSort={onSort}
      onOpen={({ id }) => void navigate({ to: "/catalogue/products/$productId", params: { productId: id } })}
      empty={
        filtered ? (
          <Empty icon={<Package aria-hidden />} title="No product matches">
            Try other words; searching by meaning finds what is called differently.
          </Empty>
        ) : (
          <Empty icon={<Package aria-hidden />} title="The catalogue is empty" action={emptyAction}>
            Products arrive from a source: a shop or a feed that posts its changes here.
          </Empty>
        )
      }
    />
  );
}
