import { useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { api, byCursor, invalidate, rowsOf, type Schema } from "@/lib/api";
import { language } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { WordDiff } from "@/ui/diff";
import { More } from "@/ui/more";
import { Section } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import type { Article } from "./api";

type Version = Schema["VersionOut"];

const useVersions = (id: string) =>
  api.useInfiniteQuery(
    "get",
    "/api/v1/articles/{article_id}/versions",
    { params: { path: { article_id: id }, query: { limit: 30 } } },
    byCursor,
  );

function useRestore() {
  const queries = useQueryClient();
  return api.useMutation("post", "/api/v1/articles/{article_id}/versions/{version}/restore", {
    onSuccess: () => invalidate(queries, "/api/v1/articles"),
  });
}

interface VersionsProps {
  article: Article;
  writes: boolean;
  onRestored: () => void;
}

/** What an article said before, who changed it, and the way back. */
export function Versions({ article, writes, onRestored }: VersionsProps) {
  const query = useVersions(article.id);
  const [open, setOpen] = useState<number | null>(null);
  const rows = rowsOf(query.data);
  return (
    <Section title="Versions" note="Each change keeps what was there before.">
      {query.isPending ? (
        <SkeletonRows rows={2} />
      ) : query.isError && rows.length === 0 ? (
        <Failed
          error={query.error}
          what="The versions"
          onRetry={() => void query.refetch()}
          className="py-8"
        />
      ) : (
        <ul>
          {rows.map((version, place) => (
            <VersionRow
              key={version.version}
              article={article}
              version={version}
              before={rows[place + 1]}
              open={open === version.version}
              onOpen={() => setOpen(open === version.version ? null : version.version)}
              writes={writes}
              onRestored={onRestored}
            />
          ))}
        </ul>
      )}
      <More query={query} />
    </Section>
  );
}

interface RowProps extends VersionsProps {
  version: Version;
  before: Version | undefined;
  open: boolean;
  onOpen: () => void;
}

function VersionRow({ article, version, before, open, onOpen, writes, onRestored }: RowProps) {
  const current = version.version === article.version;
  const changed = before && (before.title !== version.title || before.language !== version.language);
  return (
    <li className="border-b last:border-0">
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm">
        <span className="font-medium tabular-nums">Version {version.version}</span>
        {current && <Badge tone="ok">Published</Badge>}
        {version.restored_from && <Badge>Version {version.restored_from} brought back</Badge>}
        <span className="min-w-0 flex-1 truncate text-muted">
          {version.author?.name ?? "Unknown"}, <When at={version.created_at} />
        </span>
        <Button size="sm" tone="quiet" aria-expanded={open} onClick={onOpen}>
          {open ? "Hide" : before ? "What changed" : "Show"}
        </Button>
        {writes && !current && <BringBack article={article} version={version} onRestored={onRestored} />}
      </div>
      {open && (
        <div className="border-t bg-canvas px-4 py-3">
          {before && changed && (
            <WordDiff
              className="mb-2 font-medium"
              before={`${before.title} (${language(before.language)})`}
              after={`${version.title} (${language(version.language)})`}
            />
          )}
          <WordDiff before={before ? before.body : version.body} after={version.body} />
        </div>
      )}
    </li>
  );
}

function BringBack({ article, version, onRestored }: Pick<RowProps, "article" | "version" | "onRestored">) {
  const restore = useRestore();
  const run = () =>
    restore.mutate(
      { params: { path: { article_id: article.id, version: version.version } } },
      {
        onSuccess: () => {
          done(`Version ${version.version.toString()} is published again`);
          onRestored();
        },
        onError: (error) => refused("The version was not brought back", error),
      },
    );
  return (
    <Button size="sm" onClick={run} busy={restore.isPending}>
      <RotateCcw aria-hidden /> Bring back
    </Button>
  );
}
