import { Trash2 } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { Button } from "@/ui/button";
import { More } from "@/ui/more";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { type Article, useArticleBin, useRestoreArticle } from "./api";

/** What was removed in the last 30 days, each with the way back. */
export function ArticleBin({ q }: { q: string | undefined }) {
  const query = useArticleBin(q);
  const rows = rowsOf(query.data);
  if (query.isPending) return <SkeletonRows rows={5} className="h-16" />;
  if (query.isError && rows.length === 0) {
    return <Failed error={query.error} what="The bin" onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) {
    return (
      <Empty icon={<Trash2 aria-hidden />} title={q ? "Nothing in the bin matches" : "The bin is empty"}>
        Removed articles stay here for 30 days and can be restored.
      </Empty>
    );
  }
  return (
    <>
      <ul className="overflow-hidden rounded-lg border bg-surface" aria-label="Removed articles">
        {rows.map((article) => (
          <Row key={article.id} article={article} />
        ))}
      </ul>
      <More query={query} />
    </>
  );
}

function Row({ article }: { article: Article }) {
  const restore = useRestoreArticle();
  const run = () =>
    restore.mutate(
      { params: { path: { article_id: article.id } } },
      {
        onSuccess: () => done(`${article.title} is back`),
        onError: (error) => refused("The article was not restored", error),
      },
    );
  return (
    <li className="flex items-center gap-3 border-b px-4 py-3 last:border-0">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{article.title}</span>
        <span className="text-sm text-muted">
          Removed <When at={article.deleted_at ?? article.updated_at} />
        </span>
      </span>
      <Button size="sm" busy={restore.isPending} onClick={run} aria-label={`Restore ${article.title}`}>
        Restore
      </Button>
    </li>
  );
}
