import { Minus, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { money } from "@/lib/format";
import { IconButton } from "@/ui/button";
import { Input } from "@/ui/field";
import { Section } from "@/ui/page";
import { refused } from "@/ui/toast";
import type { DealDetail, Line } from "./api";
import { useAddLine, useChangeLine, useProductSearch, useRemoveLine } from "./changing";

/** What is sold: products at the price of the day they were added. */
export function Lines({ deal, writes }: { deal: DealDetail; writes: boolean }) {
  return (
    <Section
      title="Items"
      aside={<span className="font-medium tabular-nums">{money(deal.amount, deal.currency)}</span>}
    >
      {deal.items.length === 0 && (
        <p className="px-4 py-3 text-muted">No items. With items, the amount is their sum.</p>
      )}
      <ul>
        {deal.items.map((line) => (
          <LineRow key={line.id} deal={deal} line={line} writes={writes} />
        ))}
      </ul>
      {writes && <AddProduct dealId={deal.id} />}
    </Section>
  );
}

function LineRow({ deal, line, writes }: { deal: DealDetail; line: Line; writes: boolean }) {
  const change = useChangeLine();
  const remove = useRemoveLine();
  const sent = {
    params: { path: { deal_id: deal.id, item_id: line.id } },
    ...asRead(deal, { part: { list: "items", id: line.id } }),
  };
  const onError = (error: unknown) => refused("The item was not changed", error);
  const set = (quantity: number) => change.mutate({ ...sent, body: { quantity } }, { onError });
  return (
    <li className="flex flex-wrap items-center gap-2 border-b px-4 py-2 text-sm">
      <span className="min-w-40 flex-1">
        <span className="block font-medium">{line.title}</span>
        <span className="block text-subtle tabular-nums">
          {line.quantity} × {money(line.unit_price, line.currency)}
        </span>
      </span>
      {writes && (
        <span className="flex items-center">
          <IconButton
            label={`One ${line.title} less`}
            size="iconSm"
            disabled={line.quantity <= 1 || change.isPending}
            onClick={() => set(line.quantity - 1)}
          >
            <Minus aria-hidden />
          </IconButton>
          <IconButton
            label={`One ${line.title} more`}
            size="iconSm"
            disabled={change.isPending}
            onClick={() => set(line.quantity + 1)}
          >
            <Plus aria-hidden />
          </IconButton>
          <IconButton
            label={`Remove ${line.title}`}
            size="iconSm"
            disabled={remove.isPending}
            onClick={() => remove.mutate(sent, { onError })}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </span>
      )}
      <span className="w-28 text-right font-medium tabular-nums">{money(line.total, line.currency)}</span>
    </li>
  );
}

function AddProduct({ dealId }: { dealId: string }) {
  const [q, setQ] = useState("");
  const found = useProductSearch(q).data?.items ?? [];
  const add = useAddLine();
  const put = (product_id: string) =>
    add.mutate(
      { params: { path: { deal_id: dealId } }, body: { product_id, quantity: 1 } },
      { onSuccess: () => setQ(""), onError: (error) => refused("The item was not added", error) },
    );
  return (
    <div className="p-3">
      <Input
        type="search"
        aria-label="Add a product"
        placeholder="Add a product: search the catalogue"
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      {q.length > 1 && found.length > 0 && (
        <ul className="mt-1 max-h-60 overflow-y-auto rounded-md border">
          {found.map(({ product }) => (
            <li key={product.id} className="border-b last:border-0">
              <button
                type="button"
                disabled={add.isPending}
                onClick={() => put(product.id)}
                className="ring-inset-focus flex w-full gap-2 px-2.5 py-1.5 text-left text-sm hover:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate">
                  {[product.title, ...Object.values(product.options).map(String)].join(" · ")}
                </span>
                <span className="tabular-nums">{money(product.price, product.currency)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
