import { Check, Send, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useCan } from "@/lib/permissions";
import { Badge, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Textarea } from "@/ui/field";
import { Skeleton } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { type Correction, type CorrectionStatus, useDismissCorrection, useSendCorrection } from "./api";
import { Changes } from "./changes";

const states: Record<CorrectionStatus, { label: string; tone: Tone }> = {
  open: { label: "Due", tone: "warn" },
  sent: { label: "Corrected", tone: "ok" },
  dismissed: { label: "Dismissed", tone: "plain" },
  closed: { label: "No longer needed", tone: "plain" },
};

interface CardProps {
  correction: Correction;
  /** Whose thread it is; left out where that is plain. */
  title?: ReactNode;
}

/** What a customer was told that no longer holds, and the mail that puts it right. */
export function CorrectionCard({ correction, title }: CardProps) {
  const state = states[correction.status];
  return (
    <section
      aria-label={`Correction for ${correction.conversation.contact.name}`}
      data-correction={correction.status}
      className="overflow-hidden rounded-lg border border-warn bg-surface data-[correction=closed]:border-line data-[correction=dismissed]:border-line data-[correction=sent]:border-line"
    >
      <header className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        <TriangleAlert className="size-4 shrink-0 text-warn-text" aria-hidden />
        <div className="min-w-0 flex-1 truncate font-medium">
          {title ?? "This was stated and has changed"}
        </div>
        <Badge tone={state.tone}>{state.label}</Badge>
        <When at={correction.created_at} className="text-xs text-subtle" />
      </header>
      <div className="grid gap-4 p-4">
        <Changes changes={correction.changes} />
        {correction.status === "open" ? (
          <Draft key={correction.body} correction={correction} />
        ) : (
          <Outcome correction={correction} />
        )}
      </div>
    </section>
  );
}

function Draft({ correction }: { correction: Correction }) {
  const [text, setText] = useState<string | null>(null);
  const send = useSendCorrection();
  const dismiss = useDismissCorrection();
  const writes = useCan("suggestions:write");
  const { body, checked } = correction;
  if (body === null) return <Writing />;
  const params = { path: { correction_id: correction.id } };
  const shown = text ?? body;
  const edited = text !== null && text.trim() !== body.trim();
  const post = () =>
    send.mutate(
      { params, body: edited ? { body: shown } : {} },
      {
        onSuccess: () => done("The correction is on its way"),
        onError: (error) => refused("Not sent; the correction is still here", error),
      },
    );
  const drop = () =>
    dismiss.mutate(
      { params },
      {
        onSuccess: () => done("Dismissed. The customer is not told."),
        onError: (error) => refused("Nothing was changed", error),
      },
    );
  return (
    <div>
      {text === null ? (
        <p className="rounded-md bg-sunken px-3 py-2 leading-6 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {body}
        </p>
      ) : (
        <Textarea
          autoFocus
          aria-label="Edit the correction"
          value={text}
          rows={9}
          className="leading-6"
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <p className="mt-2 flex items-center gap-1.5 text-sm text-muted">
        {edited ? (
          "Sent in your words; what they state is kept in the ledger."
        ) : checked ? (
          <>
            <Check className="size-3.5 text-ok" aria-hidden /> What it says of now is checked against
            catalogue and articles.
          </>
        ) : (
          "Please read it: not everything in it could be checked."
        )}
      </p>
      {writes && (
        <div className="mt-3 flex flex-wrap items-center gap-2">
          <Button
            tone="primary"
            onClick={post}
            busy={send.isPending}
            disabled={!shown.trim() || dismiss.isPending}
          >
            <Send aria-hidden /> {edited ? "Send as edited" : "Send correction"}
          </Button>
          <Button onClick={() => setText(text === null ? body : null)}>
            {text === null ? "Edit" : "Back to the draft"}
          </Button>
          <Button
            tone="danger"
            className="ml-auto"
            onClick={drop}
            busy={dismiss.isPending}
            disabled={send.isPending}
          >
            Dismiss
          </Button>
        </div>
      )}
    </div>
  );
}

const Writing = () => (
  <div role="status" aria-label="The correction is being drafted" className="space-y-2">
    <Skeleton className="h-3 w-2/3" />
    <Skeleton className="h-3 w-11/12" />
    <Skeleton className="h-3 w-1/2" />
  </div>
);

/** Who settled it, when, and what was written. */
function Outcome({ correction }: { correction: Correction }) {
  const { status, decided_by: by, decided_at: at, reason, body } = correction;
  return (
    <div className="text-sm text-muted">
      <p>
        {states[status].label}
        {by ? ` by ${by.name}` : ""}
        {at && (
          <>
            , <When at={at} />
          </>
        )}
        {reason ? `: ${reason}` : "."}
      </p>
      {status === "sent" && body && (
        <details className="mt-2">
          <summary className="cursor-pointer">What was written</summary>
          <p className="mt-2 rounded-md bg-sunken px-3 py-2 leading-6 whitespace-pre-wrap text-ink">{body}</p>
        </details>
      )}
    </div>
  );
}
