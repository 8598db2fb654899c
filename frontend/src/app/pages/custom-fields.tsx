import { getRouteApi } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { type Of, objects } from "@/features/custom-fields/api";
import { FieldList } from "@/features/custom-fields/field-list";
import { PhoneRegion } from "@/features/settings/phone-region";
import { useActions } from "@/lib/actions";
import { useCan } from "@/lib/permissions";
import { whenOpen } from "@/lib/when-open";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Page } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { SettingsTabs } from "./settings-tabs";

const FieldForm = whenOpen(async () => (await import("@/features/custom-fields/field-form")).FieldForm);

const route = getRouteApi("/inside/settings/fields");

export function CustomFields() {
  const { of = "contact" } = route.useSearch();
  const navigate = route.useNavigate();
  const [creating, setCreating] = useState(false);
  const writes = useCan("custom_fields:write");
  useActions("Custom fields", [writes && { label: "New field", keys: "c", run: () => setCreating(true) }]);
  return (
    <Page
      title="Settings"
      narrow
      tabs={<SettingsTabs />}
      actions={
        writes && (
          <Button tone="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden /> New field <KeyHint>c</KeyHint>
          </Button>
        )
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Segmented<Of>
          label="Whose fields"
          value={of}
          onChange={(next) => void navigate({ search: { of: next }, replace: true })}
          options={(Object.keys(objects) as Of[]).map((value) => ({ value, label: objects[value] }))}
          className="justify-self-start"
        />
        <div>
          <FieldList of={of} onCreate={writes ? () => setCreating(true) : undefined} />
        </div>
        {of === "contact" && <PhoneRegion disabled={!writes} />}
      </div>
      <FieldForm open={creating} onOpenChange={setCreating} of={of} />
    </Page>
  );
}
