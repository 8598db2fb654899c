import { Undo2 } from "lucide-react";
import { Button } from "@/ui/button";
import { Section } from "@/ui/page";
import { Failed } from "@/ui/states";
import { When } from "@/ui/time";
import { type Kind, namesOf, useMerges, useUndoMerge } from "./merging";

/** What a record was merged from, each with its way back. */
export function MergedFrom({ kind, id }: { kind: Kind; id: string }) {
  const query = useMerges(kind, id);
  const undo = useUndoMerge(kind);
  const merges = query.data?.items ?? [];
  if (query.isError) {
    return <Failed error={query.error} what="What was merged" onRetry={() => void query.refetch()} />;
  }
  if (merges.length === 0) return null;
  return (
    <Section title="Merged from">
      <ul>
        {merges.map((merge) => (
          <li key={merge.id} className="flex items-center gap-3 border-b px-4 py-2.5 last:border-0">
            <span className="min-w-0 flex-1">
              <span className="block break-words font-medium">{namesOf(merge)}</span>
              <span className="block text-sm text-muted">
                <When at={merge.created_at} />
                {merge.by && ` by ${merge.by.name}`}
              </span>
            </span>
            {merge.undoable && (
              <Button
                size="sm"
                onClick={() => undo(merge)}
                aria-label={`Undo the merge with ${namesOf(merge)}`}
              >
                <Undo2 aria-hidden /> Undo
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
