import { Link } from "@tanstack/react-router";
import { Handshake } from "lucide-react";
import { money } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Failed, Skeleton } from "@/ui/states";
import { done, refused } from "@/ui/toast";
import { useThreadDeals } from "./api";
import { useMakeDeal } from "./changing";
import { outcomeTones } from "./words";

/** The deals of a thread, and one click that makes one. */
export function ThreadDeals({ conversationId }: { conversationId: string }) {
  const query = useThreadDeals(conversationId);
  const writes = useCan("deals:write");
  const make = useMakeDeal();
  const deals = query.data?.items ?? [];
  if (query.isPending) return <Skeleton className="h-8 w-full" />;
  if (query.isError) return <Failed error={query.error} what="Deals" className="px-0 py-4" />;
  return (
    <>
      <ul className="grid gap-2">
        {deals.map(({ id, title, stage, status, amount, currency }) => (
          <li key={id}>
            <Link
              to="/deals/$dealId"
              params={{ dealId: id }}
              className="block rounded-md border p-2.5 text-sm hover:bg-hover"
            >
              <span className="block font-medium break-words">{title}</span>
              <span className="mt-1 flex items-center gap-2">
                <Badge tone={outcomeTones[status]}>{stage.name}</Badge>
                <span className="tabular-nums">{money(amount, currency)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {writes && (
        <Button
          size="sm"
          className={deals.length > 0 ? "mt-2" : undefined}
          busy={make.isPending}
          onClick={() =>
            make.mutate(
              { params: { path: { conversation_id: conversationId } } },
              {
                onSuccess: ({ title }) => done(`Deal "${title}" made`),
                onError: (error) => refused("The deal was not made", error),
              },
            )
          }
        >
          <Handshake aria-hidden /> {deals.length > 0 ? "Make another deal" : "Make a deal"}
        </Button>
      )}
    </>
  );
}
