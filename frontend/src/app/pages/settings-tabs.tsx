import { useCan } from "@/lib/permissions";
import { type Tab, TabLinks } from "@/ui/tabs";

/** The settings one may see. */
export function SettingsTabs() {
  const assistant = useCan("settings:read");
  const channels = useCan("channels:write");
  const fields = useCan("custom_fields:write");
  const pipelines = useCan("pipelines:write");
  const keys = useCan("api_keys:read");
  const webhooks = useCan("webhooks:read");
  const privacy = useCan("privacy:write");
  const users = useCan("users:read");
  const tabs: (Tab | false)[] = [
    { to: "/settings", label: "You", exact: true },
    { to: "/settings/security", label: "Security" },
    assistant && { to: "/settings/assistant", label: "Assistant" },
    assistant && { to: "/settings/model", label: "Model" },
    assistant && { to: "/settings/lessons", label: "Lessons" },
    fields && { to: "/settings/fields", label: "Fields" },
    pipelines && { to: "/settings/pipelines", label: "Pipelines" },
    channels && { to: "/settings/channels", label: "Channels" },
    keys && { to: "/settings/api-keys", label: "API keys" },
    webhooks && { to: "/settings/webhooks", label: "Webhooks" },
    privacy && { to: "/settings/privacy", label: "Privacy" },
    users && { to: "/settings/users", label: "Users" },
    users && { to: "/settings/teams", label: "Teams" },
  ];
  return <TabLinks label="Settings" tabs={tabs.filter((tab) => tab !== false)} />;
}
