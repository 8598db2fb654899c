import { Link, useNavigate } from "@tanstack/react-router";
import { Package } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/ui/badge";
import { type Column, DataTable } from "@/ui/data-table";
import type { ListQuery } from "@/ui/more";
import { Empty } from "@/ui/states";
import { When } from "@/ui/time";
import type { Product } from "./api";
import { optionsOf, Price, ProductMark, Stock } from "./product-bits";

const columns: Column<Product>[] = [
  {
    id: "title",
    header: "Product",
    sort: "title",
    className: "w-full max-w-0",
    cell: (product) => (
      <span className="flex items-center gap-3">
        <ProductMark className="max-sm:hidden" />
        <span className="min-w-0">
          <Link
            to="/catalogue/products/$productId"
            params={{ productId: product.id }}
            className="block truncate font-medium hover:underline"
          >
            {product.title}
          </Link>
          <span className="block truncate text-xs text-subtle">
            {[product.sku ?? product.external_id, optionsOf(product)].filter(Boolean).join(" · ")}
          </span>
        </span>
      </span>
    ),
  },
  {
    id: "category",
    header: "Category",
    className: "hidden xl:table-cell whitespace-nowrap",
    cell: (product) => <span className="text-muted">{product.category ?? "–"}</span>,
  },
  {
    id: "price",
    header: "Price",
    numeric: true,
    sort: "price",
    className: "whitespace-nowrap",
    cell: (product) => <Price product={product} />,
  },
  {
    id: "stock",
    header: "Stock",
    numeric: true,
    sort: "stock",
    className: "whitespace-nowrap",
    cell: (product) => <Stock product={product} />,
  },
  {
    id: "source",
    header: "Source",
    className: "hidden lg:table-cell",
    cell: (product) => <Badge>{product.source.name}</Badge>,
  },
  {
    id: "synced",
    header: "Synced",
    className: "hidden sm:table-cell text-right text-muted whitespace-nowrap",
    cell: (product) => <When at={product.synced_at} />,
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
