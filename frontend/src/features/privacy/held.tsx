import { plural } from "@/lib/format";
import { Failed, SkeletonRows } from "@/ui/states";
import { useHeld } from "./api";
import { told } from "./words";

/** How much there is about a person. */
export function Held({ id }: { id: string }) {
  const query = useHeld(id);
  if (query.isPending) return <SkeletonRows rows={4} className="h-8" />;
  if (query.isError) {
    return <Failed error={query.error} what="What we hold" onRetry={() => void query.refetch()} />;
  }
  const merged = query.data.contacts - 1;
  return (
    <div className="grid gap-2">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-4 gap-y-1">
        {told(query.data.counts).map(({ kind, text }) => (
          <li key={kind}>{text}</li>
        ))}
      </ul>
      {merged > 0 && (
        <p className="text-sm text-muted">With {plural(merged, "contact")} that were merged into them.</p>
      )}
    </div>
  );
}
