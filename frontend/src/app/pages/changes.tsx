import { getRouteApi } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { type Change, exportChanges, useChain } from "@/features/timeline/api";
import { ChangeTable } from "@/features/timeline/change-table";
import { recordKinds, recordName } from "@/features/timeline/words";
import { count, plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { Page } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { OperationsTabs } from "./operations-tabs";

const route = getRouteApi("/inside/operations/audit");
const actions = ["created", "changed", "deleted", "restored"] as const;

/** Who changed what, of every record; for admins. */
export function ChangesPage() {
  const search = route.useSearch();
  const change = route.useNavigate();
  const chain = useChain().data;
  const set = (next: Partial<typeof search>) =>
    void change({ search: { ...search, ...next }, replace: true });
  return (
    <Page
      title="Operations"
      tabs={<OperationsTabs />}
      bare
      actions={
        <Button onClick={() => void exportChanges(search)}>
          <Download aria-hidden /> Export
        </Button>
      }
    >
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-surface px-4 py-2 md:px-6">
        <Segmented<Change["action"] | "all">
          label="Action"
          className="flex-wrap"
          value={search.action ?? "all"}
          onChange={(next) => set({ action: next === "all" ? undefined : next })}
          options={[
            { value: "all", label: "All" },
            ...actions.map((value) => ({ value, label: value === "deleted" ? "Binned" : recordName(value) })),
          ]}
        />
        <Select
          aria-label="Record"
          className="w-44"
          value={search.subject_type ?? ""}
          onChange={(event) => set({ subject_type: event.target.value || undefined })}
        >
          <option value="">Every record</option>
          {recordKinds.map((kind) => (
            <option key={kind} value={kind}>
              {recordName(kind)}
            </option>
          ))}
        </Select>
        {chain && (
          <p className="text-sm text-subtle">
            {plural(chain.seq, "link")} in the chain
            {chain.waiting > 0 && `, ${count(chain.waiting)} to be linked`}
          </p>
        )}
      </div>
      <ChangeTable filter={search} />
    </Page>
  );
}
