import { Erasures, Exports } from "@/features/privacy/records";
import { RetentionForm } from "@/features/privacy/retention-form";
import { Page } from "@/ui/page";
import { SettingsTabs } from "./settings-tabs";

/** How long things are kept, and what became of people's personal data. */
export const Privacy = () => (
  <Page title="Settings" narrow tabs={<SettingsTabs />}>
    <div className="grid gap-4">
      <RetentionForm />
      <Exports />
      <Erasures />
    </div>
  </Page>
);
