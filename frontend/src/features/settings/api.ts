import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, http, type Schema } from "@/lib/api";
import { done, refused } from "@/ui/toast";

export type AssistantSettings = Schema["SettingsOut"];
export type Mode = Schema["IntentMode"]["mode"];

const { queryKey } = api.queryOptions("get", "/api/v1/settings/assistant");

export const useAssistant = () => api.useQuery("get", "/api/v1/settings/assistant");

/** Change a setting at once, with a way back. */
export function useChangeAssistant() {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: async ({ patch }: { patch: Partial<AssistantSettings>; said: string }) => {
      const { data, error } = await http.PATCH("/api/v1/settings/assistant", { body: patch });
      if (error) throw error;
      return data;
    },
    onMutate: ({ patch }) => {
      const before = queries.getQueryData<AssistantSettings>(queryKey);
      if (before) {
        queries.setQueryData(queryKey, {
          ...before,
          ...patch,
          intents: { ...before.intents, ...patch.intents },
        });
      }
      return before;
    },
    onSuccess: (after, { patch, said }, before) => {
      queries.setQueryData(queryKey, after);
      if (!before || !said) return;
      const old = Object.fromEntries(
        Object.keys(patch).map((key) => [key, before[key as keyof AssistantSettings]]),
      );
      done(said, () => mutation.mutate({ patch: old, said: "" }));
    },
    onError: (error, _, before) => {
      if (before) queries.setQueryData(queryKey, before);
      refused("The setting was not changed", error);
    },
  });
  return (patch: Partial<AssistantSettings>, said: string) => mutation.mutate({ patch, said });
}
