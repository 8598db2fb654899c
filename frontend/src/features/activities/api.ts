import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, http, invalidate, type Schema } from "@/lib/api";
import { asRead } from "@/lib/as-read";
import { patchCached } from "@/lib/cache";
import { done, refused } from "@/ui/toast";

export type Activity = Schema["ActivityOut"];

const PATH = "/api/v1/activities";

export type Kind = Activity["kind"];
export type View = "my_day" | "overdue" | "upcoming" | "team" | "done";
export type NewActivity = Schema["ActivityIn"];
export type ActivityChange = Schema["ActivityPatch"];
/** The record that an activity is about. */
export type About = Pick<NewActivity, "contact_id" | "company_id" | "deal_id">;

/** What a view asks for: the newest done first, else what is due first. */
export const listed = (view: View) => ({ view, sort: view === "done" ? "-done_at" : "due_at" }) as const;

export const useActivities = (view: View, limit = 100) =>
  api.useInfiniteQuery("get", PATH, { params: { query: { ...listed(view), limit } } }, byCursor);

export const useActivityCounts = () => api.useQuery("get", "/api/v1/activities/counts");

export const useDueToday = () =>
  api.useQuery("get", PATH, { params: { query: { view: "my_day", sort: "due_at", limit: 6 } } });

/** What is open about a record, the next first; its notes have a place of their own. */
export const useOpenAbout = (about: About) =>
  api.useQuery("get", PATH, {
    params: {
      query: {
        contact_id: about.contact_id ?? undefined,
        company_id: about.company_id ?? undefined,
        deal_id: about.deal_id ?? undefined,
        view: "team",
        sort: "due_at",
        limit: 50,
      },
    },
  });

export type NotesOf = { contact_id: string } | { company_id: string };

export const useNotes = (about: NotesOf) =>
  api.useQuery("get", PATH, { params: { query: { kind: "note", ...about, limit: 100 } } });

function useChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, PATH);
}

export const usePeople = () => api.useQuery("get", "/api/v1/directory", {}, { staleTime: 60_000 });
export const useChangeActivity = () =>
  api.useMutation("patch", "/api/v1/activities/{activity_id}", { onSuccess: useChanged() });
export const useDeleteActivity = () =>
  api.useMutation("delete", "/api/v1/activities/{activity_id}", { onSuccess: useChanged() });
export const useRestoreActivity = () =>
  api.useMutation("post", "/api/v1/activities/{activity_id}/restore", { onSuccess: useChanged() });

export function useCreateActivity() {
  const queries = useQueryClient();
  return api.useMutation("post", PATH, { onSuccess: () => invalidate(queries, PATH) });
}

/** Tick off at once, with a way back. */
export function useTick() {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: async ({ one, at }: { one: Activity; at: string | null }) => {
      const { error } = await http.PATCH("/api/v1/activities/{activity_id}", {
        params: { path: { activity_id: one.id } },
        body: { done: at !== null },
        ...asRead(one),
      });
      if (error) throw error;
    },
    onMutate: ({ one, at }) =>
      patchCached<Activity>(queries, PATH, one.id, (row) => ({ ...row, done_at: at })),
    onSuccess: (_, { one, at }) =>
      done(at ? "Done" : "Open again", () =>
        mutation.mutate({ one: { ...one, done_at: at }, at: at ? null : new Date().toISOString() }),
      ),
    onError: (error) => refused("It was not changed", error),
    onSettled: () => invalidate(queries, PATH),
  });
  return (one: Activity) => mutation.mutate({ one, at: one.done_at ? null : new Date().toISOString() });
}

/** Put off until later at once, with a way back. */
export function useSnooze() {
  const change = useChangeActivity();
  return (one: Activity, due_at: string) => {
    const params = { path: { activity_id: one.id } };
    change.mutate(
      { params, body: { due_at }, ...asRead(one) },
      {
        onSuccess: (after) =>
          done("Put off", () => change.mutate({ params, body: { due_at: one.due_at }, ...asRead(after) })),
        onError: (error) => refused("It was not put off", error),
      },
    );
  };
}

/** Remove with a way back. */
export function useRemoveActivity() {
  const remove = useDeleteActivity();
  const restore = useRestoreActivity();
  return (one: Activity) => {
    const params = { path: { activity_id: one.id } };
    remove.mutate(
      { params, ...asRead(one) },
      {
        onSuccess: () => done("Removed", () => restore.mutate({ params })),
        onError: (error) => refused("It was not removed", error),
      },
    );
  };
}

export const useFeed = () => api.useQuery("get", "/api/v1/calendar");
function useFeedChanged() {
  const queries = useQueryClient();
  return () => invalidate(queries, "/api/v1/calendar");
}
export const useNewFeed = () => api.useMutation("post", "/api/v1/calendar", { onSuccess: useFeedChanged() });
export const useRemoveFeed = () =>
  api.useMutation("delete", "/api/v1/calendar", { onSuccess: useFeedChanged() });

/** Due in the past, and not done. */
export const overdue = ({ due_at, done_at }: Activity, now = Date.now()) =>
  due_at !== null && done_at === null && new Date(due_at).getTime() < now;

/** Who can be named in a note. */
export function useColleagues() {
  const users = api.useQuery("get", "/api/v1/directory", {}, { staleTime: 60_000 }).data?.users ?? [];
  return users.filter((one) => one.is_active);
}
