import { useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, Loader2, RotateCcw, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { invalidate } from "@/lib/api";
import { count, plural } from "@/lib/format";
import { whenOpen } from "@/lib/when-open";
import { Button, IconButton } from "@/ui/button";
import { refused } from "@/ui/toast";
import { BOARD, type Bulk, isBusy, nouns, useBulk, useCancel, useUndo } from "./api";

const BulkDetails = whenOpen(async () => (await import("./bulk-details")).BulkDetails);

/** How far a change of many records is, what became of it, and the way back. */
export function BulkStrip({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: bulk } = useBulk(id);
  const [details, setDetails] = useState(false);
  const cancel = useCancel();
  const undo = useUndo();
  useFreshLists(bulk);
  if (!bulk) return null;
  const params = { path: { bulk_id: id } };
  const busy = isBusy(bulk);
  const trouble = bulk.status === "failed" || left(bulk) > 0;
  return (
    <section aria-label="Change of many" className="border-b bg-surface px-4 py-2 md:px-6">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        {busy ? (
          <Loader2 className="size-4 animate-spin text-subtle" aria-hidden />
        ) : trouble ? (
          <CircleAlert className="size-4 text-warn" aria-hidden />
        ) : (
          <CircleCheck className="size-4 text-ok" aria-hidden />
        )}
        <p role="status" className="min-w-0 flex-1">
          {words(bulk)}
        </p>
        {busy && bulk.status !== "undoing" && (
          <Button
            size="sm"
            busy={cancel.isPending}
            onClick={() =>
              cancel.mutate({ params }, { onError: (error) => refused("It was not stopped", error) })
            }
          >
            Stop
          </Button>
        )}
        {!busy && (trouble || left(bulk) > 0) && (
          <Button size="sm" onClick={() => setDetails(true)}>
            Details
          </Button>
        )}
        {bulk.undoable && (
          <Button
            size="sm"
            busy={undo.isPending}
            onClick={() =>
              undo.mutate({ params }, { onError: (error) => refused("It was not taken back", error) })
            }
          >
            <RotateCcw aria-hidden /> Undo
          </Button>
        )}
        {!busy && (
          <IconButton label="Dismiss" size="iconSm" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      {busy && bulk.total > 0 && <Bar done={bulk.done} total={bulk.total} />}
      <BulkDetails bulk={bulk} open={details} onOpenChange={setDetails} />
    </section>
  );
}

const Bar = ({ done, total }: { done: number; total: number }) => {
  const share = Math.min(100, Math.floor((100 * done) / total));
  return (
    <div
      role="progressbar"
      aria-label="Progress"
      aria-valuenow={share}
      aria-valuemin={0}
      aria-valuemax={100}
      className="mt-2 h-1 overflow-hidden rounded-full bg-sunken"
    >
      <div
        className="h-full rounded-full bg-accent transition-[width]"
        style={{ width: `${share.toString()}%` }}
      />
    </div>
  );
};

/** When it is through, lists show what it did: also where no live update tells. */
function useFreshLists(bulk: Bulk | undefined) {
  const queries = useQueryClient();
  const before = useRef<string>(undefined);
  const status = bulk?.status;
  const kind = bulk?.kind;
  useEffect(() => {
    if (kind && before.current && before.current !== status)
      void invalidate(queries, `/api/v1/${kind}`, "/api/v1/tags", BOARD);
    before.current = status;
  }, [queries, status, kind]);
}

const left = ({ status, counts, undone }: Bulk) =>
  status === "undone" ? (undone?.kept ?? 0) : counts.refused + counts.failed;

/** "1,200 contacts changed, 3 not yours to change". */
export function words(bulk: Bulk): string {
  const { status, counts, undone, done, total, kind } = bulk;
  const [one, many] = nouns[kind];
  const of = (amount: number) => plural(amount, one, many);
  switch (status) {
    case "gathering":
      return `Finding the ${many} …`;
    case "running":
      return `Changing ${of(total)}: ${count(done)} done`;
    case "undoing":
      return `Taking back ${of(total)}: ${count(done)} done`;
    case "undone":
      return [
        `${of(undone?.undone ?? 0)} as before`,
        undone?.kept ? `${count(undone.kept)} kept, for they were changed since` : "",
      ]
        .filter(Boolean)
        .join(", ");
    default: {
      const verb = bulk.change.delete ? "moved to the bin" : "changed";
      const parts = [
        `${of(counts.changed)} ${verb}`,
        counts.same > 0 ? `${count(counts.same)} were so already` : "",
        counts.refused > 0 ? `${count(counts.refused)} not yours to change` : "",
        counts.failed > 0 ? `${count(counts.failed)} could not be changed` : "",
        status === "cancelled" ? "then stopped" : "",
        status === "failed" ? (bulk.error ?? "then it failed") : "",
      ];
      return parts.filter(Boolean).join(", ");
    }
  }
}
