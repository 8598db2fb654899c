import { SecondFactor } from "@/features/accounts/second-factor";
import { Page } from "@/ui/page";
import { SettingsTabs } from "./settings-tabs";

export const SecuritySettings = () => (
  <Page title="Settings" narrow tabs={<SettingsTabs />}>
    <SecondFactor />
  </Page>
);
