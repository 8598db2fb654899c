import { useCan } from "@/lib/permissions";
import { Section } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { ActivityCreate } from "./activity-create";
import { ActivityRow } from "./activity-row";
import { type About, useOpenAbout } from "./api";

/** What is to be done next about a contact, a company or a deal. */
export function RecordActivities({ about }: { about: About }) {
  const query = useOpenAbout(about);
  const writes = useCan("activities:write");
  const items = query.data?.items ?? [];
  return (
    <Section title="Next steps">
      {query.isPending ? (
        <SkeletonRows rows={1} />
      ) : query.isError ? (
        <Failed error={query.error} what="Next steps" onRetry={() => void query.refetch()} />
      ) : (
        <ul>
          {items.map((one) => (
            <ActivityRow key={one.id} activity={one} />
          ))}
          {items.length === 0 && <li className="px-4 py-3 text-muted">Nothing planned.</li>}
        </ul>
      )}
      {writes && (
        <div className="border-t p-3">
          <ActivityCreate about={about} />
        </div>
      )}
    </Section>
  );
}
