import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { type Correction, useFewCorrections } from "@/features/corrections/api";
import { Avatar } from "@/ui/avatar";
import { Button } from "@/ui/button";
import { When } from "@/ui/time";
import { Block } from "./home-block";

/** Customers who were told what no longer holds. */
export function OutdatedBlock() {
  const query = useFewCorrections();
  const rows = query.data?.items ?? [];
  const total = query.data?.total ?? 0;
  return (
    <Block
      title="Outdated quotes"
      count={total}
      query={query}
      empty={rows.length === 0}
      nothing="Everything that was stated still holds."
      aside={
        total > 0 && (
          <Button asChild size="sm">
            <Link to="/outdated" search={{}}>
              Correct {total}
            </Link>
          </Button>
        )
      }
    >
      <ul>
        {rows.map((correction) => (
          <Line key={correction.id} correction={correction} />
        ))}
      </ul>
    </Block>
  );
}

function Line({ correction }: { correction: Correction }) {
  const { conversation, changes, created_at } = correction;
  const [first] = changes;
  return (
    <li className="border-b last:border-0">
      <Link
        to="/outdated"
        search={{}}
        className="ring-inset-focus flex min-h-14 items-center gap-3 px-4 py-2 hover:bg-hover"
      >
        <Avatar name={conversation.contact.name} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{conversation.contact.name}</span>
          {first && (
            <span className="flex min-w-0 items-center gap-1.5 text-sm text-muted">
              <span className="truncate">{first.title}</span>
              <span className="shrink-0 max-sm:hidden">{first.was}</span>
              <ArrowRight className="size-3.5 shrink-0 max-sm:hidden" aria-label="is now" />
              <span className="truncate text-ink max-sm:hidden">{first.now ?? "gone"}</span>
            </span>
          )}
        </span>
        <When at={created_at} short className="shrink-0 text-sm text-muted" />
      </Link>
    </li>
  );
}
