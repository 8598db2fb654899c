import { getRouteApi } from "@tanstack/react-router";
import { GapList } from "@/features/knowledge/gap-list";
import type { GapStatus } from "@/features/knowledge/gaps";
import { Page } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { KnowledgeTabs } from "./knowledge-tabs";

const route = getRouteApi("/inside/knowledge/gaps");

/** What customers ask and nothing that is written down answers. */
export function Gaps() {
  const { status = "open" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title="Knowledge"
      note="Questions that could not be answered, grouped by what they mean."
      tabs={<KnowledgeTabs />}
      actions={
        <Segmented<GapStatus>
          label="Which gaps"
          value={status}
          onChange={(next) => void navigate({ search: { status: next === "open" ? undefined : next } })}
          options={[
            { value: "open", label: "Open" },
            { value: "answered", label: "Answered" },
            { value: "dismissed", label: "Dismissed" },
          ]}
        />
      }
    >
      <GapList status={status} />
    </Page>
  );
}
