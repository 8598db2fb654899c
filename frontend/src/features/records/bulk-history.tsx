import { History } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { sentence } from "@/lib/format";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { More } from "@/ui/more";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { type Bulk, type Kind, useBulks } from "./api";
import { words } from "./bulk-strip";

interface BulkHistoryProps {
  kind: Kind;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Show one over the list, with its way back. */
  onShow: (id: string) => void;
}

/** Changes of many records of the last weeks; each can be looked at and taken back. */
export const BulkHistory = ({ kind, open, onOpenChange, onShow }: BulkHistoryProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} side title="Changes of many at once">
    <Body
      kind={kind}
      onShow={(id) => {
        onOpenChange(false);
        onShow(id);
      }}
    />
  </Dialog>
);

function Body({ kind, onShow }: Pick<BulkHistoryProps, "kind" | "onShow">) {
  const query = useBulks(kind);
  if (query.isPending) return <SkeletonRows rows={4} className="h-16" />;
  if (query.isError) {
    return <Failed error={query.error} what="The changes" onRetry={() => void query.refetch()} />;
  }
  const bulks = rowsOf(query.data);
  if (bulks.length === 0) {
    return (
      <Empty icon={<History aria-hidden />} title="Nothing was changed together yet">
        Choose some rows, or all that match a filter, and change them at once.
      </Empty>
    );
  }
  return (
    <>
      <ul className="overflow-hidden rounded-lg border bg-surface text-sm">
        {bulks.map((bulk) => (
          <li key={bulk.id} className="flex items-center gap-3 border-b px-3 py-2.5 last:border-0">
            <span className="min-w-0 flex-1">
              <span className="block font-medium">{fields(bulk)}</span>
              <span className="block text-muted">
                {words(bulk)} · {bulk.by.name}, <When at={bulk.created_at} />
              </span>
            </span>
            <Button size="sm" onClick={() => onShow(bulk.id)}>
              Show
            </Button>
          </li>
        ))}
      </ul>
      <More query={query} />
    </>
  );
}

/** "Owner", "Add tags: fair", "Favourite wood": what was changed. */
function fields({ change }: Bulk): string {
  const { custom, ...plain } = change;
  const said = (value: unknown) => (Array.isArray(value) ? `: ${value.join(", ")}` : "");
  const names = Object.entries(plain).map(([name, value]) =>
    name === "delete" ? "Moved to the bin" : `${sentence(name.replace(/_id$/, ""))}${said(value)}`,
  );
  return [...names, ...Object.keys((custom as object | undefined) ?? {}).map(sentence)].join(", ");
}
