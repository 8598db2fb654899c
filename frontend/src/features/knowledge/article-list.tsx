import { Link } from "@tanstack/react-router";
import { BookOpenText, Plus } from "lucide-react";
import { rowsOf } from "@/lib/api";
import { language } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { More } from "@/ui/more";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { useArticles } from "./api";

/** The shop's policies and answers. */
export function ArticleList({ q }: { q: string | undefined }) {
  const query = useArticles(q);
  const rows = rowsOf(query.data);
  const writes = useCan("articles:write");
  if (query.isPending) return <SkeletonRows rows={5} className="h-16" />;
  if (query.isError && rows.length === 0) {
    return <Failed error={query.error} what="Articles" onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) {
    return (
      <Empty
        icon={<BookOpenText aria-hidden />}
        title={q ? "No article matches" : "No articles yet"}
        action={
          writes &&
          !q && (
            <Button asChild tone="primary">
              <Link to="/knowledge/$articleId" params={{ articleId: "new" }} search={{}}>
                <Plus aria-hidden /> Write the first one
              </Link>
            </Button>
          )
        }
      >
        {q
          ? "Try other words."
          : "Write down shipping costs, returns and guarantees: the AI quotes them, and checks itself against them."}
      </Empty>
    );
  }
  return (
    <>
      <ul className="overflow-hidden rounded-lg border bg-surface">
        {rows.map((article) => (
          <li key={article.id} className="border-b last:border-0">
            <Link
              to="/knowledge/$articleId"
              params={{ articleId: article.id }}
              search={{}}
              className="ring-inset-focus flex items-start gap-3 px-4 py-3 hover:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{article.title}</span>
                <span className="line-clamp-1 text-sm text-muted">{article.body}</span>
              </span>
              <Badge>{language(article.language)}</Badge>
              <span className="w-24 shrink-0 text-right text-sm text-subtle max-sm:hidden">
                <When at={article.updated_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <More query={query} />
    </>
  );
}
