import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, http, invalidate, type Schema } from "@/lib/api";
import { done, refused } from "@/ui/toast";
import { lessonOf } from "./words";

export type Model = Schema["ModelOut"];
export type Replay = Schema["ReplayOut"];
export type Lesson = Schema["LessonOut"];
export type Trial = Schema["ReplayIn"];
export type LanguageModel = Schema["LanguageModelOut"];
export type SetUp = Schema["LanguageModelPatch"];

const STALE = ["/api/v1/assistant", "/api/v1/settings/assistant", "/api/v1/settings/language-model"] as const;

export const useModel = () => api.useQuery("get", "/api/v1/assistant/model");

/** The last replays; asked again every second while one runs. */
export const useReplays = () =>
  api.useQuery(
    "get",
    "/api/v1/assistant/replays",
    { params: { query: { limit: 10 } } },
    {
      refetchInterval: ({ state }) =>
        state.data?.items.some(({ status }) => status === "pending") ? 1000 : false,
    },
  );

/** The lessons with their newest trials; asked again every second while one runs. */
export const useLessons = () =>
  api.useQuery(
    "get",
    "/api/v1/assistant/lessons",
    { params: { query: { limit: 200 } } },
    {
      refetchInterval: ({ state }) =>
        state.data?.items.some(({ trial }) => trial?.status === "pending") ? 1000 : false,
    },
  );

export function useStartReplay() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: Partial<Trial>) => {
      const { data, error } = await http.POST("/api/v1/assistant/replays", { body });
      if (error) throw error;
      return data;
    },
    onError: (error) => refused("No replay was started", error),
    onSettled: () => invalidate(queries, ...STALE),
  });
}

/** The settings that a replay was about, as a change of them. */
function patchOf({ changes }: Replay): Partial<Trial> {
  const patch: Partial<Trial> = {};
  const [, auto] = changes.auto_threshold ?? [];
  const [, review] = changes.review_threshold ?? [];
  const [, writer] = changes.writer ?? [];
  const [before, after] = (changes.intents ?? []) as Record<string, Schema["IntentMode"]["mode"]>[];
  if (typeof auto === "number") patch.auto_threshold = auto;
  if (typeof review === "number") patch.review_threshold = review;
  if (typeof writer === "string") patch.writer = writer === "mancrel-writer" ? "built_in" : "language_model";
  if (before && after) {
    const changed = Object.entries(after).filter(([intent, mode]) => before[intent] !== mode);
    patch.intents = Object.fromEntries(changed.map(([intent, mode]) => [intent, { mode }]));
  }
  return patch;
}

/** Put the configuration of a replay to work; without a passing one only with a reason. The warning was shown. */
export function useActivate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ replay, reason }: { replay: Replay; reason?: string }) => {
      const said = {
        ...(reason && { override_reason: reason }),
        ...(replay.warning && { accept_fewer: true }),
      };
      const lesson = lessonOf(replay);
      const { error } = lesson
        ? await decideLesson(lesson, { status: "accepted", ...said })
        : await http.PATCH("/api/v1/settings/assistant", { body: { ...patchOf(replay), ...said } });
      if (error) throw error;
    },
    onSuccess: () => done("It is active now"),
    onError: (error) => refused("It was not activated", error),
    onSettled: () => invalidate(queries, ...STALE),
  });
}

/** What is set up of the language model; asked again every second while it is tried. */
export const useLanguageModel = () =>
  api.useQuery(
    "get",
    "/api/v1/settings/language-model",
    {},
    { refetchInterval: ({ state }) => (state.data?.trial?.status === "pending" ? 1000 : false) },
  );

export function useSetUp() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: SetUp) => {
      const { error } = await http.PATCH("/api/v1/settings/language-model", { body });
      if (error) throw error;
    },
    onSuccess: () => done("Saved"),
    onSettled: () => invalidate(queries, ...STALE),
  });
}

export function useTryModel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const { error } = await http.POST("/api/v1/settings/language-model/try");
      if (error) throw error;
    },
    onError: (error) => refused("It was not tried", error),
    onSettled: () => invalidate(queries, ...STALE),
  });
}

/** Back to the built-in writer, at once. */
export function useTurnOff() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const { error } = await http.PATCH("/api/v1/settings/assistant", { body: { writer: "built_in" } });
      if (error) throw error;
    },
    onSuccess: () => done("The built-in writer writes from now on"),
    onError: (error) => refused("It was not turned off", error),
    onSettled: () => invalidate(queries, ...STALE),
  });
}

const decideLesson = (
  id: string,
  body: Partial<Schema["LessonPatch"]> & Pick<Schema["LessonPatch"], "status">,
) => http.PATCH("/api/v1/assistant/lessons/{lesson_id}", { params: { path: { lesson_id: id } }, body });

/** Dismiss a lesson or switch it off; to follow one is to activate its replay. */
export function useDecideLesson() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ lesson, status }: { lesson: Lesson; status: "dismissed" | "off" }) => {
      const { error } = await decideLesson(lesson.id, { status });
      if (error) throw error;
    },
    onSuccess: () => done("Noted"),
    onError: (error) => refused("The lesson was not changed", error),
    onSettled: () => invalidate(queries, ...STALE),
  });
}
