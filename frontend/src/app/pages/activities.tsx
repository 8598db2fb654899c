import { getRouteApi, Link } from "@tanstack/react-router";
import { Download, ListTodo } from "lucide-react";
import { ActivityCreate } from "@/features/activities/activity-create";
import { ActivityRow } from "@/features/activities/activity-row";
import { listed, useActivities, useActivityCounts, type View } from "@/features/activities/api";
import { ExportItems } from "@/features/transfers/export-items";
import { rowsOf } from "@/lib/api";
import { cn } from "@/lib/cn";
import { useCan } from "@/lib/permissions";
import { Count } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Menu, MenuContent, MenuTrigger } from "@/ui/menu";
import { Page } from "@/ui/page";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { showCurrent } from "@/ui/tabs";

const route = getRouteApi("/inside/activities");

const views: { view: View; label: string; empty: string; hint: string }[] = [
  { view: "my_day", label: "My day", empty: "Nothing due today", hint: "Write the next thing to do above." },
  { view: "overdue", label: "Overdue", empty: "Nothing is overdue", hint: "What you miss appears here." },
  {
    view: "upcoming",
    label: "Upcoming",
    empty: "Nothing planned",
    hint: "What is due later, or has no date, is here.",
  },
  { view: "team", label: "Team", empty: "Nothing open", hint: "What colleagues have to do is here too." },
  { view: "done", label: "Done", empty: "Nothing done yet", hint: "What was ticked off is kept here." },
];

export function Activities() {
  const { view = "my_day" } = route.useSearch();
  const writes = useCan("activities:write");
  const takes = useCan("exports:read");
  return (
    <Page
      title="Activities"
      narrow
      tabs={<Views current={view} />}
      actions={
        takes && (
          <Menu>
            <MenuTrigger asChild>
              <Button>
                <Download aria-hidden /> Export
              </Button>
            </MenuTrigger>
            <MenuContent>
              <ExportItems what="activities" query={listed(view)} />
            </MenuContent>
          </Menu>
        )
      }
    >
      {writes && view !== "done" && <ActivityCreate />}
      <div className="mt-4 overflow-hidden rounded-lg border bg-surface">
        <Rows view={view} />
      </div>
    </Page>
  );
}

function Views({ current }: { current: View }) {
  const counts = useActivityCounts().data;
  return (
    <nav aria-label="Views" ref={showCurrent} className="tab-strip -mx-1 -mb-px flex gap-1">
      {views.map(({ view, label }) => (
        <Link
          key={view}
          to="/activities"
          search={{ view: view === "my_day" ? undefined : view }}
          aria-current={view === current ? "page" : undefined}
          className={cn(
            "touch ring-inset-focus flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2 font-medium text-muted hover:text-ink",
            view === current && "border-accent text-ink",
          )}
        >
          {label}
          {view !== "done" && <Count value={counts?.[view]} tone={view === "overdue" ? "warn" : "plain"} />}
        </Link>
      ))}
    </nav>
  );
}

function Rows({ view }: { view: View }) {
  const query = useActivities(view);
  const items = rowsOf(query.data);
  const words = views.find((one) => one.view === view);
  if (query.isPending) return <SkeletonRows rows={6} />;
  if (query.isError) {
    return <Failed error={query.error} what="Activities" onRetry={() => void query.refetch()} />;
  }
  if (items.length === 0) {
    return (
      <Empty icon={<ListTodo aria-hidden />} title={words?.empty ?? "Nothing here"}>
        {words?.hint}
      </Empty>
    );
  }
  return (
    <>
      <ul>
        {items.map((one) => (
          <ActivityRow key={one.id} activity={one} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="p-3 text-center">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
