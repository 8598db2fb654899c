import { History } from "lucide-react";
import { useState } from "react";
import { rowsOf } from "@/lib/api";
import { Button } from "@/ui/button";
import { Section } from "@/ui/page";
import { Segmented } from "@/ui/segmented";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { type Kind, type Told, useTimeline } from "./api";
import { EntryRow } from "./entry-row";
import { kindNames } from "./words";

interface TimelineProps {
  record: Told;
  id: string;
}

/** What was said, done, changed and decided about a record, newest first. */
export function Timeline({ record, id }: TimelineProps) {
  const [kind, setKind] = useState<Kind | "all">("all");
  const query = useTimeline(record, id, kind === "all" ? [] : [kind]);
  const rows = rowsOf(query.data);
  const kinds = (Object.keys(kindNames) as Kind[]).filter((one) => record !== "deals" || one !== "deal");
  return (
    <Section
      title="Timeline"
      aside={
        <Segmented<Kind | "all">
          label="What is shown"
          className="flex-wrap"
          value={kind}
          onChange={setKind}
          options={[
            { value: "all", label: "All" },
            ...kinds.map((value) => ({ value, label: kindNames[value] })),
          ]}
        />
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={5} />
      ) : query.isError ? (
        <Failed error={query.error} what="The timeline" onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={<History aria-hidden />} title="Nothing happened yet">
          Messages, activities, changes and what the assistant does appear here.
        </Empty>
      ) : (
        <ol>
          {rows.map((entry) => (
            <EntryRow key={`${entry.kind}-${entry.id}`} entry={entry} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <div className="border-t p-3 text-center">
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            Show earlier
          </Button>
        </div>
      )}
    </Section>
  );
}
