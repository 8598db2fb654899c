import { getRouteApi, Link } from "@tanstack/react-router";
import { Gauge, Scale } from "lucide-react";
import { type Period, periods, type Quality as Report, useQuality } from "@/features/quality/api";
import { Calibration } from "@/features/quality/calibration";
import { Figures } from "@/features/quality/figures";
import { Held } from "@/features/quality/held";
import { IntentTable } from "@/features/quality/intent-table";
import { Learnt } from "@/features/quality/learnt";
import { useChangeAssistant } from "@/features/settings/api";
import { IntentMode } from "@/features/settings/intent-modes";
import { moment } from "@/lib/format";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { Empty, Failed, Notice, Skeleton } from "@/ui/states";
import { QualityTabs } from "./quality-tabs";

const route = getRouteApi("/inside/quality");
const names: Record<Period, string> = { week: "7 days", month: "30 days", quarter: "90 days" };

/** How good the AI's answers are, and the switches beside the figures. */
export function Quality() {
  const { period = "month" } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuality(period);
  const report = query.data;
  return (
    <Page
      title="AI quality"
      tabs={<QualityTabs />}
      note={
        report &&
        `The last ${report.days.toString()} days as of ${moment(report.computed_at)}, for the threads that you see`
      }
      actions={
        <>
          <ToJudge count={report?.to_judge ?? 0} />
          <Segmented<Period>
            label="Period"
            value={period}
            onChange={(next) => void navigate({ search: { period: next }, replace: true })}
            options={(Object.keys(periods) as Period[]).map((value) => ({ value, label: names[value] }))}
          />
        </>
      }
    >
      {query.isPending ? (
        <Placeholder />
      ) : !report ? (
        <Failed error={query.error} what="The figures" onRetry={() => void query.refetch()} />
      ) : (
        <Body report={report} />
      )}
    </Page>
  );
}

function Body({ report }: { report: Report }) {
  const change = useChangeAssistant();
  const writes = useCan("settings:write");
  return (
    <div className="grid grid-cols-1 gap-4">
      <ModeNotice mode={report.mode} />
      {report.messages === 0 ? (
        <Empty icon={<Gauge aria-hidden />} title={`No message in the last ${report.days.toString()} days`}>
          Figures appear here as soon as customers write and the AI decides.
        </Empty>
      ) : (
        <>
          <Figures quality={report} />
          <IntentTable
            rows={report.intents}
            days={report.days}
            modeOf={({ intent, mode }) => <IntentMode intent={intent} mode={mode} />}
          />
          <Calibration calibration={report.calibration} days={report.days} />
        </>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {report.messages > 0 && <Held quality={report} />}
        <Learnt
          onChoose={
            writes
              ? (confidence) =>
                  change(
                    { confidence },
                    confidence === "learnt" ? "Follows what people decide" : "Back to the shipped fit",
                  )
              : undefined
          }
        />
      </div>
    </div>
  );
}

const ToJudge = ({ count }: { count: number }) =>
  count > 0 && (
    <Button asChild>
      <Link to="/judge">
        <Scale aria-hidden /> Judge {count}
      </Link>
    </Button>
  );

function ModeNotice({ mode }: { mode: Report["mode"] }) {
  if (mode === "on") return null;
  return (
    <Notice tone={mode === "shadow" ? "info" : "warn"}>
      {mode === "shadow"
        ? "Shadow mode: the AI decides as if it were on and sends nothing. What would have been sent waits for a person. "
        : "Sending by itself is switched off: every reply waits for a person. "}
      <Link to="/settings/assistant" className="font-medium underline">
        Settings
      </Link>
    </Notice>
  );
}

const Placeholder = () => (
  <div role="status" aria-label="Loading the figures" className="grid gap-4">
    <div className="grid grid-cols-2 gap-px xl:grid-cols-4">
      {Array.from({ length: 8 }, (_, place) => (
        <Skeleton key={`figure-${place.toString()}`} className="h-24" />
      ))}
    </div>
    <Skeleton className="h-80" />
  </div>
);
