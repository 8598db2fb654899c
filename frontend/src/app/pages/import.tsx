import { getRouteApi, Link } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { type Import, isBusy, useDo, useImport, type Verb } from "@/features/transfers/api";
import { Mapping } from "@/features/transfers/mapping";
import { Outcomes } from "@/features/transfers/outcome";
import { Progress } from "@/features/transfers/progress";
import { type Step, Steps } from "@/features/transfers/steps";
import { kinds, statuses } from "@/features/transfers/words";
import { plural } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Page } from "@/ui/page";
import { Failed, Notice, SkeletonRows } from "@/ui/states";
import { Back } from "./back";

const route = getRouteApi("/inside/imports/$importId");

/** One file on its way: columns, check, run, and what came of it. */
export function ImportPage() {
  const { importId } = route.useParams();
  const query = useImport(importId);
  const { data } = query;
  if (query.isPending) return <SkeletonRows rows={8} />;
  if (!data) return <Failed error={query.error} what="The import" onRetry={() => void query.refetch()} />;
  return (
    <Page
      title={data.file_name}
      note={`${kinds[data.object].many} · ${plural(data.rows, "row")}`}
      actions={
        <>
          <Badge tone={statuses[data.status].tone}>{statuses[data.status].label}</Badge>
          <Back to="/imports" label="Imports" />
        </>
      }
    >
      <div className="grid max-w-4xl gap-6" aria-live="polite">
        <Steps at={stepOf(data)} />
        <Body of={data} />
      </div>
    </Page>
  );
}

function stepOf({ status, begun_at }: Import): Step {
  if (begun_at) return status === "running" ? 3 : 4;
  return status === "checking" || status === "checked" ? 2 : status === "failed" ? 0 : 1;
}

const doing: Partial<Record<Import["status"], string>> = {
  reading: "The file is being read",
  checking: "Every row is being checked; nothing is written",
  running: "The rows are being imported; you may leave this page",
  undoing: "The import is being undone",
};

function Body({ of }: { of: Import }) {
  const act = useDo(of.id);
  const run = (verb: Verb) => act.mutate(verb);
  const stoppable = of.status === "checking" || of.status === "running";
  return (
    <>
      {of.error && (
        <Notice tone="bad" icon={<CircleAlert aria-hidden />}>
          {of.error}
        </Notice>
      )}
      {isBusy(of.status) && (
        <div className="grid gap-3 rounded-lg border bg-surface p-4">
          <Progress label={doing[of.status] ?? ""} done={of.done} total={of.total} />
          {stoppable && (
            <Button className="justify-self-start" busy={act.isPending} onClick={() => run("cancel")}>
              Stop
            </Button>
          )}
        </div>
      )}
      {!of.begun_at && ["reading", "ready", "checked"].includes(of.status) && <Mapping of={of} />}
      {of.undone && of.status === "undone" && (
        <p className="text-muted">
          {plural(of.undone.undone, "row")} undone, {plural(of.undone.kept, "row")} kept.
        </p>
      )}
      {of.status === "checked" && !usableOf(of) && (
        <p className="text-muted">There is nothing to import: no row would make or change a record.</p>
      )}
      {!isBusy(of.status) && <Next of={of} busy={act.isPending} run={run} />}
      {of.counts && !isBusy(of.status) && (
        <Outcomes key={of.status} of={of} kept={of.status === "undone" && Boolean(of.undone?.kept)} />
      )}
    </>
  );
}

const usableOf = ({ counts }: Import) => (counts?.create ?? 0) + (counts?.update ?? 0);

interface NextProps {
  of: Import;
  busy: boolean;
  run: (verb: Verb) => void;
}

/** What one can do now. */
function Next({ of, busy, run }: NextProps) {
  const [asking, setAsking] = useState(false);
  const usable = usableOf(of);
  const undoable = of.begun_at && of.status !== "undone" && usable > 0;
  return (
    <div className="flex flex-wrap gap-2">
      {of.status === "ready" && (
        <Button tone="primary" busy={busy} onClick={() => run("check")}>
          Check every row
        </Button>
      )}
      {of.status === "checked" && (
        <>
          <Button tone="primary" busy={busy} disabled={usable === 0} onClick={() => run("run")}>
            Import {plural(usable, "row")}
          </Button>
          <Button busy={busy} onClick={() => run("check")}>
            Check again
          </Button>
        </>
      )}
      {of.begun_at && (of.status === "cancelled" || of.status === "failed") && (
        <Button tone="primary" busy={busy} onClick={() => run("run")}>
          Go on
        </Button>
      )}
      {of.begun_at && (
        <Button asChild>
          <Link to={kinds[of.object].list}>Open {kinds[of.object].many.toLowerCase()}</Link>
        </Button>
      )}
      {undoable && (
        <Button tone="danger" busy={busy} onClick={() => setAsking(true)}>
          Undo the import
        </Button>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Undo this import?"
        action="Undo the import"
        onConfirm={async () => run("undo")}
      >
        What it made goes to the bin, and what it changed gets its former values back. What somebody changed
        since is kept, and listed afterwards.
      </Confirm>
    </div>
  );
}
