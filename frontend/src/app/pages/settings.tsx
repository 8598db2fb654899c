import { roleNames } from "@/features/accounts/api";
import { CalendarFeed } from "@/features/activities/calendar-feed";
import { NotificationRules } from "@/features/notifications/rules";
import { AssistantForm } from "@/features/settings/assistant-form";
import { Personal } from "@/features/settings/personal";
import { TimeZone } from "@/features/settings/time-zone";
import { useMe } from "@/lib/session";
import { Page } from "@/ui/page";
import { SettingsTabs } from "./settings-tabs";

export function PersonalSettings() {
  const { role } = useMe();
  return (
    <Page title="Settings" narrow tabs={<SettingsTabs />}>
      <div className="grid gap-4">
        <Personal roleName={roleNames[role]} />
        <TimeZone />
        <NotificationRules />
        <CalendarFeed />
      </div>
    </Page>
  );
}

export const AssistantSettings = () => (
  <Page title="Settings" narrow tabs={<SettingsTabs />}>
    <AssistantForm />
  </Page>
);
