import { ExternalLink } from "lucide-react";
import { moment, money, sentence } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Fact, Facts, Section } from "@/ui/page";
import { Notice } from "@/ui/states";
import { When } from "@/ui/time";
import type { Product } from "./api";

/** Only addresses a browser may open: a catalogue is written by others. */
export const safeUrl = (url: string | null) => (url && /^https?:\/\//i.test(url) ? url : null);

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return value === null || value === undefined ? "–" : String(value);
};

/** Everything the AI may say about a product, and how fresh it is. */
export function ProductDetails({ product }: { product: Product }) {
  const url = safeUrl(product.url);
  const attributes = Object.entries(product.attributes);
  return (
    <div className="grid gap-4 lg:grid-cols-[1fr_20rem]">
      <div className="grid content-start gap-4">
        {product.deleted_at && (
          <Notice tone="warn">
            Its source removed this product <When at={product.deleted_at} />. The AI no longer offers it.
          </Notice>
        )}
        <Section title="Now" padded>
          <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
            <Figure label="Price">{money(product.price, product.currency)}</Figure>
            <Figure label="Stock">{product.stock > 0 ? product.stock : "Out of stock"}</Figure>
            <Figure label="Delivery">{product.delivery_days ? `${product.delivery_days} days` : "–"}</Figure>
            <Figure label="Synced">
              <When at={product.synced_at} />
            </Figure>
          </dl>
        </Section>
        <Section title="Description" padded>
          <p className="whitespace-pre-wrap">{product.description ?? "The source gives no description."}</p>
        </Section>
        {attributes.length > 0 && (
          <Section title="Properties" padded>
            <Facts>
              {attributes.map(([name, value]) => (
                <Fact key={name} label={sentence(name)}>
                  {shown(value)}
                </Fact>
              ))}
            </Facts>
          </Section>
        )}
      </div>
      <Section title="Record" padded className="self-start">
        <Facts>
          <Fact label="Source">
            <Badge>{product.source.name}</Badge>
          </Fact>
          <Fact label="SKU">{product.sku}</Fact>
          <Fact label="Id at source">{product.external_id}</Fact>
          <Fact label="Brand">{product.brand}</Fact>
          <Fact label="Category">{product.category}</Fact>
          {Object.entries(product.options).map(([name, value]) => (
            <Fact key={name} label={sentence(name)}>
              {shown(value)}
            </Fact>
          ))}
          <Fact label="Version">{product.version}</Fact>
          <Fact label="Changed">{moment(product.updated_at)}</Fact>
        </Facts>
        {url && (
          <Button asChild className="mt-4 w-full">
            <a href={url} target="_blank" rel="noreferrer noopener">
              <ExternalLink aria-hidden /> Open in the shop
            </a>
          </Button>
        )}
      </Section>
    </div>
  );
}

const Figure = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div>
    <dt className="text-sm text-subtle">{label}</dt>
    <dd className="text-md font-semibold tabular-nums">{children}</dd>
  </div>
);
