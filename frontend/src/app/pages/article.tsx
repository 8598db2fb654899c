import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { type Article, useArticle, useDeleteArticle, useRestoreArticle } from "@/features/knowledge/api";
import { ArticleEditor } from "@/features/knowledge/article-editor";
import { useGap } from "@/features/knowledge/gaps";
import { asRead } from "@/lib/as-read";
import { plural } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Page } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { done, refused } from "@/ui/toast";
import { Back } from "./back";

const Versions = soon(
  async () => (await import("@/features/knowledge/versions")).Versions,
  <SkeletonRows rows={3} />,
);

const route = getRouteApi("/inside/knowledge/$articleId");

export function ArticlePage() {
  const { articleId } = route.useParams();
  return articleId === "new" ? <NewArticle /> : <OldArticle key={articleId} id={articleId} />;
}

function NewArticle() {
  const navigate = useNavigate();
  const { gap: gapId } = route.useSearch();
  const gap = useGap(gapId);
  const waits = Boolean(gapId) && gap.isPending;
  return (
    <Page
      title="New article"
      note={gap.data && `Asked ${plural(gap.data.count, "time")} and never answered.`}
      narrow
      actions={<Back to={gapId ? "/knowledge/gaps" : "/knowledge"} label={gapId ? "Gaps" : "Knowledge"} />}
    >
      {waits ? (
        <SkeletonRows />
      ) : (
        <ArticleEditor
          gap={gap.data}
          onSaved={({ id }) =>
            void navigate({
              to: "/knowledge/$articleId",
              params: { articleId: id },
              search: {},
              replace: true,
            })
          }
        />
      )}
    </Page>
  );
}

function OldArticle({ id }: { id: string }) {
  const query = useArticle(id);
  const writes = useCan("articles:write");
  const article = query.data;
  // What somebody writes on stays as they read it; live updates go on beneath.
  const [read, setRead] = useState<Article>();
  const held = read?.id === id ? read : undefined;
  const fresh = () => {
    setRead(undefined);
    void query.refetch();
  };
  return (
    <Page
      title={article?.title ?? "Article"}
      narrow
      actions={
        <>
          <Back to="/knowledge" label="Knowledge" />
          {writes && article && <Remove article={article} />}
        </>
      }
    >
      {query.isPending ? (
        <SkeletonRows />
      ) : article ? (
        <div className="grid gap-8">
          <ArticleEditor
            key={(held ?? article).version}
            article={held ?? article}
            onTouched={() => setRead(held ?? article)}
            readOnly={!writes}
            onSaved={fresh}
          />
          <Versions article={article} writes={writes} onRestored={fresh} />
        </div>
      ) : (
        <Failed error={query.error} what="The article" onRetry={() => void query.refetch()} />
      )}
    </Page>
  );
}

function Remove({ article }: { article: Article }) {
  const { id, title } = article;
  const [asking, setAsking] = useState(false);
  const remove = useDeleteArticle();
  const restore = useRestoreArticle();
  const navigate = useNavigate();
  const params = { path: { article_id: id } };
  const undo = () =>
    restore.mutate({ params }, { onError: (error) => refused("The article was not restored", error) });
  const run = async () => {
    try {
      await remove.mutateAsync({ params, ...asRead(article) });
      done("Article removed", undo);
      await navigate({ to: "/knowledge", search: {} });
    } catch (error) {
      refused("The article was not removed", error);
    }
  };
  return (
    <>
      <Button tone="danger" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden /> Remove
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Remove “${title}”?`}
        action="Remove article"
        onConfirm={run}
      >
        The AI no longer quotes it. Drafts that rely on it are held.
      </Confirm>
    </>
  );
}
