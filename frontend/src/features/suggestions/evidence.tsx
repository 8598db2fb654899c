import { Link } from "@tanstack/react-router";
import { BookOpenText, CircleCheck, CircleX, Package } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { percent } from "@/lib/format";
import type { Claim, Suggestion } from "./api";
import { claimKinds, confidenceWords, partName, verdict } from "./words";

const Head = ({ children }: { children: ReactNode }) => (
  <h4 className="mb-1.5 text-xs font-medium tracking-normal text-subtle">{children}</h4>
);

interface FactsProps {
  suggestion: Suggestion;
  lit: Claim | null;
  onLight: (claim: Claim | null) => void;
}

/** Each claim of the draft and what the guard found. */
export function CheckedFacts({ suggestion, lit, onLight }: FactsProps) {
  const { claims, sources } = suggestion;
  if (claims.length === 0) return null;
  const titles = new Map(sources.map(({ id, title }) => [id, title]));
  const good = claims.filter(({ ok }) => ok).length;
  return (
    <div>
      <Head>
        {good === claims.length
          ? `All ${claims.length.toString()} facts checked`
          : `${good.toString()} of ${claims.length.toString()} facts checked`}
      </Head>
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

/** The number, what it means, and its three biggest reasons in words. */
export function Confidence({ suggestion }: { suggestion: Suggestion }) {
  const parts = [...suggestion.parts].sort((a, b) => b.weight - a.weight).slice(0, 4);
  return (
    <div>
      <Head>Why {percent(suggestion.confidence)}</Head>
      <ul className="list-disc space-y-0.5 pl-4 text-sm marker:text-subtle">
        {suggestion.reasons.slice(0, 3).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {parts.length > 0 && (
        <dl className="mt-2.5 grid gap-1 text-sm" aria-label={confidenceWords(suggestion)}>
          {parts.map(({ name, value }) => (
            <div key={name} className="grid grid-cols-[1fr_4rem_2.25rem] items-center gap-2">
              <dt className="truncate text-muted">{partName(name)}</dt>
              <dd className="col-span-2 grid grid-cols-subgrid items-center">
                <Meter value={value} />
                <span className="text-right text-xs text-muted tabular-nums">{percent(value)}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
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
  if (suggestion.sources.length === 0) return null;
  return (
    <div>
      <Head>Sources</Head>
      <ul className="grid gap-1.5 text-sm">
        {suggestion.sources.map((source) => (
          <li key={`${source.kind}-${source.id}`} className="flex gap-2">
            {source.kind === "product" ? (
              <Package className="mt-0.5 size-4 shrink-0 text-subtle" aria-label="Product" />
            ) : (
              <BookOpenText className="mt-0.5 size-4 shrink-0 text-subtle" aria-label="Article" />
            )}
            <span className="min-w-0">
              <SourceLink source={source} />
              <span className="block text-muted">{source.detail}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function SourceLink({ source }: { source: Suggestion["sources"][number] }) {
  const style = "font-medium text-accent-text hover:underline";
  const { id, title } = source;
  return source.kind === "product" ? (
    <Link to="/catalogue/products/$productId" params={{ productId: id }} className={style}>
      {title}
    </Link>
  ) : (
    <Link to="/knowledge/$articleId" params={{ articleId: id }} className={style}>
      {title}
    </Link>
  );
}
