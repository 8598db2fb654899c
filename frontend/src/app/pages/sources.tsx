import { Plus } from "lucide-react";
import { useState } from "react";
import { SourceList } from "@/features/catalogue/source-list";
import { useActions } from "@/lib/actions";
import { useCan } from "@/lib/permissions";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";
import { Back } from "./back";

const SourceCreate = whenOpen(async () => (await import("@/features/catalogue/source-create")).SourceCreate);

export function Sources() {
  const [creating, setCreating] = useState(false);
  const writes = useCan("sources:write");
  useActions("Sources", [writes && { label: "New source", keys: "c", run: () => setCreating(true) }]);
  return (
    <Page
      title="Sources"
      note="Where products come from. Deliveries are signed by the rules of Standard Webhooks."
      actions={
        <>
          <Back to="/catalogue" label="Catalogue" />
          {writes && (
            <Button tone="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden /> New source <KeyHint>c</KeyHint>
            </Button>
          )}
        </>
      }
    >
      <SourceList />
      <SourceCreate open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
