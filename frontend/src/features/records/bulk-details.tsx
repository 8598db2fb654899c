import { rowsOf } from "@/lib/api";
import { Dialog } from "@/ui/dialog";
import { More } from "@/ui/more";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { type Bulk, type BulkRow, type Outcome, useBulkRows } from "./api";

interface BulkDetailsProps {
  bulk: Bulk;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The records that stayed as they were, by name, and why. */
export const BulkDetails = ({ bulk, open, onOpenChange }: BulkDetailsProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} side title="What stayed as it was">
    {bulk.status === "undone" ? (
      <Rows id={bulk.id} kept why={({ undone }) => undone} />
    ) : (
      <>
        {bulk.counts.refused > 0 && (
          <Rows title="Not yours to change" id={bulk.id} outcome="refused" why={({ reason }) => reason} />
        )}
        {bulk.counts.failed > 0 && (
          <Rows title="Could not be changed" id={bulk.id} outcome="failed" why={({ reason }) => reason} />
        )}
        {bulk.counts.refused + bulk.counts.failed === 0 && <Empty title="Nothing stayed as it was" />}
      </>
    )}
  </Dialog>
);

interface RowsProps {
  id: string;
  title?: string;
  outcome?: Outcome;
  kept?: boolean;
  why: (row: BulkRow) => string | null;
}

function Rows({ id, title, outcome, kept = false, why }: RowsProps) {
  const query = useBulkRows(id, outcome, kept);
  if (query.isPending) return <SkeletonRows rows={4} />;
  if (query.isError) {
    return <Failed error={query.error} what="The records" onRetry={() => void query.refetch()} />;
  }
  const rows = rowsOf(query.data);
  if (rows.length === 0) return <Empty title="Nothing stayed as it was" />;
  return (
    <section className="mb-5">
      {title && <h3 className="mb-1.5 text-sm">{title}</h3>}
      <ul className="overflow-hidden rounded-lg border bg-surface text-sm">
        {rows.map((row) => (
          <li key={row.number} className="border-b px-3 py-2 last:border-0">
            <span className="block truncate font-medium">{row.name ?? "A record that you do not see"}</span>
            <span className="block text-muted">{why(row)}</span>
          </li>
        ))}
      </ul>
      <More query={query} />
    </section>
  );
}
