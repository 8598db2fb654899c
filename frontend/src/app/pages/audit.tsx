import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useMemo } from "react";
import { periods } from "@/features/quality/api";
import { type Decision, decisions, exportLog } from "@/features/suggestions/log";
import { LogTable } from "@/features/suggestions/log-table";
import { type Intent, intentCodes, intentName } from "@/lib/intents";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { Page } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { QualityTabs } from "./quality-tabs";

const route = getRouteApi("/inside/quality/log");
const DAY_MS = 86_400_000;

/** Everything the assistant decided, with what became of it; for whoever has to answer for it. */
export function Audit() {
  const search = route.useSearch();
  const { decision, intent, period = "month" } = search;
  const change = route.useNavigate();
  const navigate = useNavigate();
  const set = (next: Partial<typeof search>) =>
    void change({ search: { ...search, ...next }, replace: true });
  const since = useMemo(() => new Date(Date.now() - periods[period] * DAY_MS).toISOString(), [period]);
  const filter = { decision, intent, since };
  return (
    <Page
      title="AI quality"
      tabs={<QualityTabs />}
      bare
      actions={
        <Button onClick={() => void exportLog(filter)}>
          <Download aria-hidden /> Export
        </Button>
      }
    >
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-surface px-4 py-2 md:px-6">
        <Segmented<Decision | "all">
          label="Decision"
          className="flex-wrap"
          value={decision ?? "all"}
          onChange={(next) => set({ decision: next === "all" ? undefined : next })}
          options={[
            { value: "all", label: "All" },
            ...(Object.keys(decisions) as Decision[]).map((value) => ({
              value,
              label: decisions[value].label,
            })),
          ]}
        />
        <Select
          aria-label="Intent"
          className="w-44"
          value={intent ?? ""}
          onChange={(event) => set({ intent: (event.target.value || undefined) as Intent | undefined })}
        >
          <option value="">Every intent</option>
          {intentCodes.map((code) => (
            <option key={code} value={code}>
              {intentName(code)}
            </option>
          ))}
        </Select>
        <Segmented<keyof typeof periods>
          label="Period"
          value={period}
          onChange={(next) => set({ period: next })}
          options={(Object.keys(periods) as (keyof typeof periods)[]).map((value) => ({
            value,
            label: `${periods[value].toString()} days`,
          }))}
        />
      </div>
      <LogTable
        filter={filter}
        onOpen={(id) => void navigate({ to: "/inbox/$conversationId", params: { conversationId: id } })}
      />
    </Page>
  );
}
