import { useJobCounts } from "@/features/operations/api";
import { Count } from "@/ui/badge";
import { TabLinks } from "@/ui/tabs";

export function OperationsTabs() {
  const dead = (useJobCounts().data?.queues ?? []).reduce((sum, queue) => sum + queue.dead, 0);
  return (
    <TabLinks
      label="Operations"
      tabs={[
        { to: "/operations", label: "Queues", exact: true },
        { to: "/operations/jobs", label: "Jobs" },
        {
          to: "/operations/dead-letters",
          label: (
            <>
              Dead letters <Count value={dead} tone="bad" />
            </>
          ),
        },
        { to: "/operations/deliveries", label: "Deliveries" },
        { to: "/operations/audit", label: "Audit" },
      ]}
    />
  );
}
