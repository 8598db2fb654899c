import { Link } from "@tanstack/react-router";
import { BookOpenText, CircleCheck, CircleX, Minus, Package, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { percent } from "@/lib/format";
import { When } from "@/ui/time";
import type { Claim, Suggestion } from "./api";
import { claimKinds, distinct, grounds, verdict } from "./words";

const Head = ({ children }: { children: ReactNode }) => (
  <h4 className="mb-1.5 text-xs font-medium tracking-normal text-subtle">{children}</h4>
);

interface FactsProps {
  suggestion: Suggestion;
  lit: Claim | null;
  onLight: (claim: Claim | null) => void;
}

function checkedWords(good: number, all: number) {
  if (good < all) return `${good.toString()} of ${all.toString()} facts checked`;
  return all === 1 ? "Its one fact checked" : `All ${all.toString()} facts checked`;
}

/** Each claim of the draft and what the guard found. */
export function CheckedFacts({ suggestion, lit, onLight }: FactsProps) {
  const claims = distinct(suggestion.claims);
  if (claims.length === 0) return null;
  const titles = new Map(suggestion.sources.map((source) => [source.id, nameOf(source)]));
  const good = claims.filter(({ ok }) => ok).length;
  return (
    <div>
      <Head>{checkedWords(good, claims.length)}</Head>
      <ul className="grid gap-px text-sm">
        {claims.map((claim) => (
          <li
            key={`${claim.start.toString()}-${claim.kind}`}
            onPointerEnter={() => onLight(claim)}
            onPointerLeave={() => onLight(null)}
            className={cn(
              "-mx-1.5 flex items-baseline gap-2 rounded-sm px-1.5 py-0.5",
              lit === claim && "bg-hover",
            )}
          >
            {claim.ok ? (
              <CircleCheck className="size-3.5 shrink-0 translate-y-0.5 text-ok" aria-label="Checked" />
            ) : (
              <CircleX className="size-3.5 shrink-0 translate-y-0.5 text-bad" aria-label="Wrong" />
            )}
            <span className="min-w-0 flex-1">
              <span className="text-subtle">{claimKinds[claim.kind]}</span>{" "}
              <span className="font-medium">{claim.text}</span>{" "}
              <span className={claim.ok ? "text-muted" : "text-bad-text"}>
                {verdict(claim, titles.get(claim.source_id ?? ""))}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the number means and its biggest reasons in words: what speaks against it first. */
export function Confidence({ suggestion }: { suggestion: Suggestion }) {
  const { reasons, confidence } = suggestion;
  const biggest = grounds(suggestion).slice(0, 4);
  return (
    <div>
      <Head>Why {percent(confidence)}: the chance that you would send it unchanged</Head>
      <ul className="list-disc space-y-0.5 pl-4 text-sm marker:text-subtle">
        {reasons.slice(0, 3).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <ul className="mt-2 grid gap-px text-sm">
        {biggest.map(({ words, good }) => (
          <li key={words} className="flex items-baseline gap-2">
            {good ? (
              <Plus className="size-3.5 shrink-0 translate-y-0.5 text-ok" aria-label="Speaks for it:" />
            ) : (
              <Minus
                className="size-3.5 shrink-0 translate-y-0.5 text-warn"
                aria-label="Speaks against it:"
              />
            )}
            <span className="text-muted">{words}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export const Meter = ({ value }: { value: number }) => (
  <span
    aria-hidden
    className="block h-1.5 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset"
  >
    <span
      className={cn(
        "block h-full rounded-full",
        value >= 0.9 ? "bg-ok" : value >= 0.6 ? "bg-accent" : "bg-warn",
      )}
      style={{ width: percent(Math.min(1, Math.max(0, value))) }}
    />
  </span>
);

/** Where the facts come from, each one click away. */
export function Sources({ suggestion }: { suggestion: Suggestion }) {
  const sources = merged(suggestion.sources);
  if (sources.length === 0) return null;
  return (
    <div>
      <Head>Sources</Head>
      <ul className="grid gap-1.5 text-sm">
        {sources.map((source) => (
          <li key={`${source.kind}-${source.id}`} className="flex gap-2">
            {source.kind === "product" ? (
              <Package className="mt-0.5 size-4 shrink-0 text-subtle" aria-label="Product" />
            ) : (
              <BookOpenText className="mt-0.5 size-4 shrink-0 text-subtle" aria-label="Article" />
            )}
            <span className="min-w-0">
              <SourceLink source={source} />
              <span className="block text-muted">
                {source.detail}
                {source.synced_at && (
                  <>
                    , synced <When at={source.synced_at} />
                  </>
                )}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

type Source = Suggestion["sources"][number];

/** A product with the version that is meant: two of one name are told apart. */
const nameOf = ({ title, variant }: Source) =>
  variant && !title.includes(variant) ? `${title}, ${variant}` : title;

/** One line for each record, however many of its facts were used. */
export function merged(sources: Source[]): Source[] {
  const lines = new Map<string, Source>();
  for (const source of sources) {
    const key = `${source.kind}-${source.id}`;
    const known = lines.get(key);
    const details = new Set([...(known?.detail.split(", ") ?? []), source.detail].filter(Boolean));
    lines.set(key, { ...source, detail: [...details].join(", ") });
  }
  return [...lines.values()];
}

function SourceLink({ source }: { source: Source }) {
  const style = "font-medium text-accent-text hover:underline";
  const { id } = source;
  const title = nameOf(source);
  return source.kind === "product" ? (
    <Link to="/catalogue/products/$productId" params={{ productId: id }} className={style}>
      {title}
    </Link>
  ) : (
    <Link to="/knowledge/$articleId" params={{ articleId: id }} search={{}} className={style}>
      {title}
    </Link>
  );
}

/** Facts, reasons and sources: in sight, without a click. */
export function Evidence(props: {
  suggestion: Suggestion;
  lit: Claim | null;
  onLight: (claim: Claim | null) => void;
}) {
  const { suggestion, lit, onLight } = props;
  return (
    <div className="@container -mx-4 border-t px-4 pt-3.5">
      <div className="grid gap-x-8 gap-y-4 @xl:grid-cols-2">
        <CheckedFacts suggestion={suggestion} lit={lit} onLight={onLight} />
        <div className="grid content-start gap-4">
          <Confidence suggestion={suggestion} />
          <Sources suggestion={suggestion} />
        </div>
      </div>
    </div>
  );
}
