import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, http, invalidate, type Schema } from "@/lib/api";
import { refresh } from "@/lib/session";
import { done, refused } from "@/ui/toast";

export type AssistantSettings = Schema["SettingsOut"];
export type Mode = Schema["IntentMode"]["mode"];
export type Everything = AssistantSettings["mode"];
export type Change = Schema["SettingsPatch"];

const { queryKey } = api.queryOptions("get", "/api/v1/settings/assistant");

export const useAssistant = () => api.useQuery("get", "/api/v1/settings/assistant");

/** The settings as they will be: an intent that is moved by hand has no reason of its own any more. */
function changed(before: AssistantSettings, { intents, ...patch }: Change): AssistantSettings {
  const moved = Object.entries(intents ?? {}).map(([intent, { mode }]) => [
    intent,
    { mode, off_at: null, off_reason: null },
  ]);
  return {
    ...before,
    ...patch,
    disclosure: { ...before.disclosure, ...patch.disclosure },
    intents: { ...before.intents, ...Object.fromEntries(moved) },
  };
}

/** What brings a change back. */
function undoing(before: AssistantSettings, { intents, ...patch }: Change): Change {
  const old = Object.fromEntries(
    Object.keys(patch).map((key) => [key, before[key as keyof AssistantSettings]]),
  );
  const modes = Object.keys(intents ?? {}).map((intent) => [intent, { mode: before.intents[intent]?.mode }]);
  return intents ? { ...old, intents: Object.fromEntries(modes) } : old;
}

/** Change a setting at once, with a way back. */
export function useChangeAssistant() {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: async ({ patch }: { patch: Change; said: string }) => {
      const { data, error } = await http.PATCH("/api/v1/settings/assistant", { body: patch });
      if (error) throw error;
      return data;
    },
    onMutate: ({ patch }) => {
      const before = queries.getQueryData<AssistantSettings>(queryKey);
      if (before) queries.setQueryData(queryKey, changed(before, patch));
      return before;
    },
    onSuccess: (after, { patch, said }, before) => {
      queries.setQueryData(queryKey, after);
      void invalidate(queries, "/api/v1/quality");
      if (!before || !said) return;
      done(said, () => mutation.mutate({ patch: undoing(before, patch), said: "" }));
    },
    onError: (error, _, before) => {
      if (before) queries.setQueryData(queryKey, before);
      refused("The setting was not changed", error);
    },
  });
  return (patch: Change, said: string) => mutation.mutate({ patch, said });
}

/** Change what is one's own; the session then knows it. */
export const useChangeMe = () =>
  api.useMutation("patch", "/api/v1/auth/me", { onSuccess: () => void refresh() });
