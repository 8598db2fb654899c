import { Plus } from "lucide-react";
import { useState } from "react";
import { ChannelList } from "@/features/channels/channel-list";
import { useActions } from "@/lib/actions";
import { useCan } from "@/lib/permissions";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";
import { SettingsTabs } from "./settings-tabs";

const ChannelForm = whenOpen(async () => (await import("@/features/channels/channel-form")).ChannelForm);

export function Channels() {
  const [creating, setCreating] = useState(false);
  const writes = useCan("channels:write");
  useActions("Channels", [writes && { label: "New channel", keys: "c", run: () => setCreating(true) }]);
  return (
    <Page
      title="Settings"
      tabs={<SettingsTabs />}
      actions={
        writes && (
          <Button tone="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden /> New channel <KeyHint>c</KeyHint>
          </Button>
        )
      }
    >
      <ChannelList onCreate={writes ? () => setCreating(true) : undefined} />
      <ChannelForm open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
