import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { When } from "@/ui/time";
import { type Change, fieldName } from "./api";

/** What was stated and how it is now, one line for each. */
export const Changes = ({ changes }: { changes: Change[] }) => (
  <ul className="grid gap-2">
    {changes.map((change) => (
      <li key={`${change.id}-${change.field}-${change.was}`} className="text-sm">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-subtle">{fieldName(change.field)}</span>
          <Source change={change} />
          <span className="ml-auto text-xs text-subtle">
            stated <When at={change.quoted_at} />
          </span>
        </p>
        <p className="mt-0.5 flex flex-wrap items-baseline gap-x-2 gap-y-0.5 [overflow-wrap:anywhere]">
          <del className="text-muted decoration-bad">{change.was}</del>
          <ArrowRight className="size-3.5 shrink-0 translate-y-0.5 text-subtle" aria-label="is now" />
          <span className="font-medium">{change.now ?? "no longer offered"}</span>
        </p>
      </li>
    ))}
  </ul>
);

function Source({ change }: { change: Change }) {
  const style = "min-w-0 truncate font-medium text-accent-text hover:underline";
  if (!change.id) return <span className="font-medium">{change.title}</span>;
  return change.kind === "product" ? (
    <Link to="/catalogue/products/$productId" params={{ productId: change.id }} className={style}>
      {change.title}
    </Link>
  ) : (
    <Link to="/knowledge/$articleId" params={{ articleId: change.id }} search={{}} className={style}>
      {change.title}
    </Link>
  );
}
