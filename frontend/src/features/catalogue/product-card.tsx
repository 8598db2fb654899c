import { Link } from "@tanstack/react-router";
import { When } from "@/ui/time";
import type { Product } from "./api";
import { optionsOf, Price, ProductMark } from "./product-bits";

/** A product in question beside a thread: price, stock, and how fresh they are. */
export function ProductCard({ product }: { product: Product }) {
  const options = optionsOf(product);
  const out = product.stock <= 0;
  return (
    <Link
      to="/catalogue/products/$productId"
      params={{ productId: product.id }}
      className="flex gap-2.5 rounded-md border p-2.5 text-sm hover:bg-hover"
    >
      <ProductMark />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium" title={product.title}>
          {product.title}
        </span>
        {options && <span className="block truncate text-subtle">{options}</span>}
        <span className="mt-1 flex flex-wrap items-baseline gap-x-2">
          <Price product={product} className="font-medium" />
          <span className={out ? "text-bad-text" : "text-ok-text"}>
            {out ? "out of stock" : `${product.stock.toString()} in stock`}
          </span>
        </span>
        <span className="block text-xs text-subtle">
          {product.delivery_days && `${product.delivery_days} working days · `}synced{" "}
          <When at={product.synced_at} />
        </span>
      </span>
    </Link>
  );
}
