import { TabLinks } from "@/ui/tabs";

export const QualityTabs = () => (
  <TabLinks
    label="AI quality"
    tabs={[
      { to: "/quality", label: "Figures", exact: true },
      { to: "/quality/log", label: "Log" },
    ]}
  />
);
