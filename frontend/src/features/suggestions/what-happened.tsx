import { useState } from "react";
import { api } from "@/lib/api";
import { sentence } from "@/lib/format";
import { Button } from "@/ui/button";
import { WordDiff } from "@/ui/diff";
import { Failed, Skeleton } from "@/ui/states";
import { When } from "@/ui/time";
import type { Suggestion } from "./api";

const steps: Record<string, string> = {
  auto_send: "Drafted; leaves by itself",
  review: "Drafted; held for a person",
  escalate: "Drafted; given to a person",
  no_reply: "No reply needed",
};

const useHistory = (id: string, enabled: boolean) =>
  api.useQuery(
    "get",
    "/api/v1/suggestions/{suggestion_id}",
    { params: { path: { suggestion_id: id } } },
    { enabled },
  );

/** What an edit changed, and who did what when. */
export function WhatHappened({ suggestion }: { suggestion: Suggestion }) {
  const { original_body: before, body } = suggestion;
  const edited = suggestion.status === "edited" && before !== null && body !== null && before !== body;
  return (
    <div className="mb-4 grid gap-3">
      {edited && <Edited before={before} after={body} />}
      <History suggestion={suggestion} />
    </div>
  );
}

function Edited({ before, after }: { before: string; after: string }) {
  const [whole, setWhole] = useState(false);
  return (
    <div className="rounded-md border">
      <div className="flex items-center gap-2 border-b px-3 py-1.5">
        <h4 className="flex-1 text-sm font-medium">
          {whole ? "The draft before the edit" : "What the edit changed"}
        </h4>
        <Button size="sm" tone="quiet" aria-pressed={whole} onClick={() => setWhole(!whole)}>
          {whole ? "Changes" : "Before"}
        </Button>
      </div>
      {whole ? (
        <p className="px-3 py-2 leading-6 whitespace-pre-wrap text-muted [overflow-wrap:anywhere]">
          {before}
        </p>
      ) : (
        <WordDiff before={before} after={after} className="px-3 py-2" />
      )}
    </div>
  );
}

/** Fetched when it is asked for: most never look. */
function History({ suggestion }: { suggestion: Suggestion }) {
  const [open, setOpen] = useState(false);
  const query = useHistory(suggestion.id, open);
  return (
    <details className="text-sm" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer text-subtle hover:text-ink">History of this draft</summary>
      {query.isPending ? (
        <Skeleton className="mt-2 h-3 w-1/2" />
      ) : query.isError ? (
        <Failed
          error={query.error}
          what="The history"
          onRetry={() => void query.refetch()}
          className="py-4"
        />
      ) : (
        <ol className="mt-2 grid gap-1.5 border-l-2 pl-3" aria-label="History of this draft">
          {query.data.history.map((step) => (
            <li key={`${step.at}-${step.what}`} className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{steps[step.what] ?? sentence(step.what)}</span>
              {step.name && <span>by {step.name}</span>}
              <When at={step.at} className="text-xs text-subtle" />
              {step.why && <span className="basis-full text-muted">{step.why}</span>}
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}
