import { roleNames } from "@/features/accounts/api";
import { AssistantForm } from "@/features/settings/assistant-form";
import { Personal } from "@/features/settings/personal";
import { useMe } from "@/lib/session";
import { Page } from "@/ui/page";
import { SettingsTabs } from "./settings-tabs";

export function PersonalSettings() {
  const { role } = useMe();
  return (
    <Page title="Settings" narrow tabs={<SettingsTabs />}>
      <Personal roleName={roleNames[role]} />
    </Page>
  );
}

export const AssistantSettings = () => (
  <Page title="Settings" narrow tabs={<SettingsTabs />}>
    <AssistantForm />
  </Page>
);
