import { getRouteApi } from "@tanstack/react-router";
import { ListTodo } from "lucide-react";
import { useTasks } from "@/features/activities/api";
import { TaskCreate } from "@/features/activities/task-create";
import { TaskRow } from "@/features/activities/task-row";
import { useCan } from "@/lib/permissions";
import { Page } from "@/ui/page";
import { Empty, Failed, SkeletonRows } from "@/ui/states";
import { Segmented } from "@/ui/switch";

const route = getRouteApi("/inside/tasks");

export function Tasks() {
  const { status = "open" } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useTasks(status);
  const writes = useCan("activities:write");
  const tasks = [...(query.data?.items ?? [])].sort((a, b) =>
    (a.due_at ?? "9").localeCompare(b.due_at ?? "9"),
  );
  return (
    <Page
      title="Tasks"
      narrow
      actions={
        <Segmented<"open" | "done">
          label="Which tasks"
          value={status}
          onChange={(next) => void navigate({ search: { status: next === "open" ? undefined : next } })}
          options={[
            { value: "open", label: "Open" },
            { value: "done", label: "Done" },
          ]}
        />
      }
    >
      {writes && status === "open" && <TaskCreate />}
      <div className="mt-4 overflow-hidden rounded-lg border bg-surface">
        {query.isPending ? (
          <SkeletonRows rows={6} />
        ) : query.isError ? (
          <Failed error={query.error} what="Tasks" onRetry={() => void query.refetch()} />
        ) : tasks.length === 0 ? (
          <Empty
            icon={<ListTodo aria-hidden />}
            title={status === "open" ? "No open tasks" : "Nothing done yet"}
          >
            {status === "open" ? "Write the next thing to do above." : "Ticked tasks are kept here."}
          </Empty>
        ) : (
          <ul>
            {tasks.map((task) => (
              <TaskRow key={task.id} task={task} />
            ))}
          </ul>
        )}
      </div>
    </Page>
  );
}
