import { soon } from "@/lib/soon";
import { Section } from "@/ui/page";
import { SkeletonRows } from "@/ui/states";

// What stands beside every record's own content, and comes after it.

export const Notes = soon(
  async () => (await import("@/features/activities/notes")).Notes,
  <Section title="Notes">
    <SkeletonRows rows={3} />
  </Section>,
);

export const RecordActivities = soon(
  async () => (await import("@/features/activities/record-activities")).RecordActivities,
  <Section title="Activities">
    <SkeletonRows rows={3} />
  </Section>,
);

export const Timeline = soon(
  async () => (await import("@/features/timeline/timeline")).Timeline,
  <Section title="Timeline">
    <SkeletonRows rows={3} />
  </Section>,
);
