import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Plus, Trash2 } from "lucide-react";
import { ArticleBin } from "@/features/knowledge/article-bin";
import { ArticleList } from "@/features/knowledge/article-list";
import { useActions } from "@/lib/actions";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { SearchField } from "@/ui/field";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";
import { KnowledgeTabs } from "./knowledge-tabs";

const route = getRouteApi("/inside/knowledge");

export function Knowledge() {
  const { q, show } = route.useSearch();
  const change = route.useNavigate();
  const navigate = useNavigate();
  const writes = useCan("articles:write");
  const create = () =>
    void navigate({ to: "/knowledge/$articleId", params: { articleId: "new" }, search: {} });
  useActions("Knowledge", [writes && { label: "New article", keys: "c", run: create }]);
  return (
    <Page
      title="Knowledge"
      tabs={<KnowledgeTabs />}
      note="The shop's policies and answers. The AI quotes them and is checked against them."
      actions={
        <>
          <SearchField
            value={q ?? ""}
            onChange={(next) => void change({ search: { q: next || undefined, show }, replace: true })}
            label="Search articles"
            className="basis-full sm:w-56 sm:basis-auto"
          />
          {writes && (
            <>
              <Button
                aria-pressed={show === "bin"}
                onClick={() => void change({ search: { q, show: show ? undefined : "bin" } })}
              >
                <Trash2 aria-hidden /> Bin
              </Button>
              <Button asChild tone="primary">
                <Link to="/knowledge/$articleId" params={{ articleId: "new" }} search={{}}>
                  <Plus aria-hidden /> New article <KeyHint>c</KeyHint>
                </Link>
              </Button>
            </>
          )}
        </>
      }
    >
      {writes && show === "bin" ? <ArticleBin q={q} /> : <ArticleList q={q} />}
    </Page>
  );
}
