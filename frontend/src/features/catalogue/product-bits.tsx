import { Package } from "lucide-react";
import { cn } from "@/lib/cn";
import { count, money } from "@/lib/format";
import { Badge } from "@/ui/badge";
import type { Product } from "./api";

/** Stock as a number with its meaning; never colour alone. */
export function Stock({ product, className }: { product: Pick<Product, "stock">; className?: string }) {
  const { stock } = product;
  if (stock <= 0) {
    return (
      <Badge tone="bad" className={className}>
        Out of stock
      </Badge>
    );
  }
  return (
    <span className={cn("tabular-nums", stock < 5 && "font-medium text-warn-text", className)}>
      {count(stock)}
      <span className="sr-only"> in stock</span>
    </span>
  );
}

export const Price = ({ product, className }: { product: Product; className?: string }) => (
  <span className={cn("tabular-nums", className)}>{money(product.price, product.currency)}</span>
);

/** A picture's place. Pictures of shops are on other hosts, which the page's CSP keeps out. */
export const ProductMark = ({ className }: { className?: string }) => (
  <span
    aria-hidden
    className={cn(
      "grid size-8 shrink-0 place-items-center rounded-md border bg-sunken text-subtle",
      className,
    )}
  >
    <Package className="size-4" />
  </span>
);

export const optionsOf = (product: Product) => Object.values(product.options).map(String).join(", ");
