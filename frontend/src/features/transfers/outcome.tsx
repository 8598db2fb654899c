import { Download } from "lucide-react";
import { useState } from "react";
import { rowsOf } from "@/lib/api";
import { cn } from "@/lib/cn";
import { count } from "@/lib/format";
import { Badge, Dot } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Section } from "@/ui/page";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { type Import, type ImportRow, type Outcome, saveRows, useImportRows } from "./api";
import { outcomes } from "./words";

const order: Outcome[] = ["create", "update", "skip", "fail"];

/** How many rows become what, and the rows of the kind that is chosen, with the reasons. */
export function Outcomes({ of, kept = false }: { of: Import; kept?: boolean }) {
  const first = (["fail", "create", "update", "skip"] as const).find((one) => of.counts?.[one]);
  const [chosen, setChosen] = useState<Outcome>(first ?? "create");
  const words = of.begun_at ? "after" : "before";
  return (
    <div className="grid gap-4">
      <div className="grid grid-cols-2 gap-2 md:grid-cols-4">
        {order.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={chosen === one}
            onClick={() => setChosen(one)}
            className={cn(
              "rounded-lg border bg-surface px-4 py-3 text-left hover:bg-hover",
              chosen === one && !kept && "border-accent bg-selected",
            )}
          >
            <span className="block text-xl font-medium tabular-nums">{count(of.counts?.[one] ?? 0)}</span>
            <span className="flex items-center gap-1.5 text-sm text-muted">
              <Dot tone={outcomes[one].tone} /> {outcomes[one][words]}
            </span>
          </button>
        ))}
      </div>
      <Rows
        of={of}
        status={kept ? undefined : chosen}
        kept={kept}
        title={kept ? "Kept as they are" : outcomes[chosen][words]}
      />
    </div>
  );
}

interface RowsProps {
  of: Import;
  status?: Outcome;
  kept: boolean;
  title: string;
}

function Rows({ of, status, kept, title }: RowsProps) {
  const query = useImportRows(of.id, status, kept);
  const rows = rowsOf(query.data);
  return (
    <Section
      title={title}
      aside={
        rows.length > 0 && (
          <Button size="sm" onClick={() => void saveRows(of.id, status, kept)}>
            <Download aria-hidden /> Rows with reasons
          </Button>
        )
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={4} />
      ) : query.isError && rows.length === 0 ? (
        <Failed error={query.error} what="The rows" onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title="No such rows" />
      ) : (
        <>
          <ul>
            {rows.map((row) => (
              <Row key={row.number} row={row} />
            ))}
          </ul>
          {query.hasNextPage && (
            <div className="border-t p-2 text-center">
              <Button
                size="sm"
                tone="quiet"
                busy={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                More rows
              </Button>
            </div>
          )}
        </>
      )}
    </Section>
  );
}

function Row({ row }: { row: ImportRow }) {
  const why = row.undone && row.undone !== "undone" ? row.undone : row.reason;
  return (
    <li className="grid gap-x-4 border-b px-4 py-2 text-sm last:border-0 sm:grid-cols-[4.5rem_1fr]">
      <span className="text-muted tabular-nums">
        Row {row.number} {row.undone === "undone" && <Badge>Undone</Badge>}
      </span>
      <div className="min-w-0">
        <p className="truncate">{row.cells.filter(Boolean).join(" · ")}</p>
        {why && (
          <p className={cn("break-words", row.outcome === "fail" ? "text-bad-text" : "text-muted")}>{why}</p>
        )}
      </div>
    </li>
  );
}
