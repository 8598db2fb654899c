import { Plus } from "lucide-react";
import { useState } from "react";
import { PipelineForm } from "@/features/deals/pipeline-form";
import { PipelineList } from "@/features/deals/pipeline-list";
import { useActions } from "@/lib/actions";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";
import { SettingsTabs } from "./settings-tabs";

/** The ways in which deals come to their end. */
export function Pipelines() {
  const [creating, setCreating] = useState(false);
  useActions("Pipelines", [{ label: "New pipeline", keys: "c", run: () => setCreating(true) }]);
  return (
    <Page
      title="Settings"
      narrow
      tabs={<SettingsTabs />}
      actions={
        <Button tone="primary" onClick={() => setCreating(true)}>
          <Plus aria-hidden /> New pipeline <KeyHint>c</KeyHint>
        </Button>
      }
    >
      <PipelineList />
      <PipelineForm open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
