import { Plus } from "lucide-react";
import { useState } from "react";
import { KeyList } from "@/features/api-keys/key-list";
import { useActions } from "@/lib/actions";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";
import { SettingsTabs } from "./settings-tabs";

const KeyForm = whenOpen(async () => (await import("@/features/api-keys/key-form")).KeyForm);

export function ApiKeys() {
  const [creating, setCreating] = useState(false);
  const create = () => setCreating(true);
  useActions("API keys", [{ label: "New API key", keys: "c", run: create }]);
  return (
    <Page
      title="Settings"
      narrow
      tabs={<SettingsTabs />}
      actions={
        <Button tone="primary" onClick={create}>
          <Plus aria-hidden /> New API key <KeyHint>c</KeyHint>
        </Button>
      }
    >
      <KeyList action={<Button onClick={create}>Create the first one</Button>} />
      <KeyForm open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
