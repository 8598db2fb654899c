import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, http, invalidate, type Schema } from "@/lib/api";
import { patchCached } from "@/lib/cache";
import { done, refused } from "@/ui/toast";

export type Activity = Schema["ActivityOut"];

const PATH = "/api/v1/activities";

export const useTasks = (status: "open" | "done" = "open", limit = 100) =>
  api.useQuery("get", PATH, { params: { query: { kind: "task", status, limit } } });

export const useDealTasks = (deal_id: string) =>
  api.useQuery("get", PATH, { params: { query: { kind: "task", status: "open", deal_id, limit: 50 } } });

export type NotesOf = { contact_id: string } | { company_id: string };

export const useNotes = (about: NotesOf) =>
  api.useQuery("get", PATH, { params: { query: { kind: "note", ...about, limit: 100 } } });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, PATH);
}

export const useChangeActivity = () =>
  api.useMutation("patch", "/api/v1/activities/{activity_id}", { onSuccess: useChanged() });
export const useDeleteActivity = () =>
  api.useMutation("delete", "/api/v1/activities/{activity_id}", { onSuccess: useChanged() });
export const useRestoreActivity = () =>
  api.useMutation("post", "/api/v1/activities/{activity_id}/restore", { onSuccess: useChanged() });

export function useCreateTask() {
  const queries = useQueryClient();
  return api.useMutation("post", PATH, { onSuccess: () => invalidate(queries, PATH) });
}

/** Tick a task off at once, with a way back. */
export function useTickTask() {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: async ({ task, at }: { task: Activity; at: string | null }) => {
      const { error } = await http.PATCH("/api/v1/activities/{activity_id}", {
        params: { path: { activity_id: task.id } },
        body: { done: at !== null },
      });
      if (error) throw error;
    },
    onMutate: ({ task, at }) =>
      patchCached<Activity>(queries, PATH, task.id, (row) => ({ ...row, done_at: at })),
    onSuccess: (_, { task, at }) =>
      done(at ? "Task done" : "Task is open again", () =>
        mutation.mutate({ task: { ...task, done_at: at }, at: at ? null : new Date().toISOString() }),
      ),
    onError: (error) => refused("The task was not changed", error),
    onSettled: () => invalidate(queries, PATH),
  });
  return (task: Activity) => mutation.mutate({ task, at: task.done_at ? null : new Date().toISOString() });
}

/** Due in the past, and not done. */
export const overdue = ({ due_at, done_at }: Activity, now = Date.now()) =>
  due_at !== null && done_at === null && new Date(due_at).getTime() < now;
