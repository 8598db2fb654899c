import { FileSpreadsheet } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { count, plural } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Section } from "@/ui/page";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { type Listed, useImports } from "./api";
import { kinds, statuses } from "./words";

/** What was imported before, newest first. */
export function ImportList({ onOpen }: { onOpen: (id: string) => void }) {
  const query = useImports();
  const rows = rowsOf(query.data);
  return (
    <Section title="Past imports">
      {query.isPending ? (
        <SkeletonRows rows={4} />
      ) : query.isError && rows.length === 0 ? (
        <Failed error={query.error} what="Past imports" onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={<FileSpreadsheet aria-hidden />} title="Nothing imported yet">
          Bring a file above. It is checked before anything is written, and an import can be undone.
        </Empty>
      ) : (
        <>
          <ul>
            {rows.map((row) => (
              <Row key={row.id} row={row} onOpen={() => onOpen(row.id)} />
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
                Earlier imports
              </Button>
            </div>
          )}
        </>
      )}
    </Section>
  );
}

function Row({ row, onOpen }: { row: Listed; onOpen: () => void }) {
  const { label, tone } = statuses[row.status];
  return (
    <li className="border-b last:border-0">
      <button
        type="button"
        onClick={onOpen}
        className="ring-inset-focus grid w-full gap-x-4 gap-y-0.5 px-4 py-2 text-left hover:bg-hover sm:grid-cols-[1fr_auto_auto] sm:items-center"
      >
        <span className="min-w-0">
          <span className="block truncate font-medium">{row.file_name}</span>
          <span className="block truncate text-sm text-muted max-sm:whitespace-normal">
            {row.error ?? said(row)}
          </span>
        </span>
        <Badge tone={tone} className="justify-self-start">
          {label}
        </Badge>
        <span className="text-sm text-muted sm:w-36 sm:text-right">
          {row.by.name}, <When at={row.created_at} />
        </span>
      </button>
    </li>
  );
}

function said({ object, rows, counts }: Listed): string {
  const what = `${kinds[object].many} · ${plural(rows, "row")}`;
  if (!counts) return what;
  return `${what} · ${count(counts.create)} new, ${count(counts.update)} changed, ${count(counts.fail)} failed`;
}
