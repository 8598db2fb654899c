import { useOpenGaps } from "@/features/knowledge/gaps";
import { Count } from "@/ui/badge";
import { TabLinks } from "@/ui/tabs";

export function KnowledgeTabs() {
  const open = useOpenGaps().data?.total ?? 0;
  return (
    <TabLinks
      label="Knowledge"
      tabs={[
        { to: "/knowledge", label: "Articles", exact: true },
        {
          to: "/knowledge/gaps",
          label: (
            <>
              Gaps <Count value={open} tone="warn" />
            </>
          ),
        },
      ]}
    />
  );
}
