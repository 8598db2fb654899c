import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { http, invalidate, type Schema } from "@/lib/api";
import { language } from "@/lib/format";
import { intentCodes, intents } from "@/lib/intents";
import { useCan } from "@/lib/permissions";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuLine, MenuTrigger } from "@/ui/menu";
import { done, refused } from "@/ui/toast";
import type { Triage } from "./api";
import { priorities, sentiments } from "./words";

type Labels = Partial<Schema["TriagePatch"]>;

/** Say what a message is: another label than it was given corrects it, the same one confirms it. */
function useLabel(messageId: string, triage: Triage) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: Labels) => {
      const { error } = await http.PATCH("/api/v1/messages/{message_id}/triage", {
        params: { path: { message_id: messageId } },
        body,
      });
      if (error) throw error;
      return Object.entries(body).every(([name, value]) => triage[name as keyof Labels] === value);
    },
    onSuccess: (same) => done(`${same ? "Confirmed" : "Corrected"}. Messages that say the same follow.`),
    onError: (error) => refused("The labels were not changed", error),
    onSettled: () => invalidate(queries, "/api/v1/conversations"),
  });
}

/** Correct what the AI understood, or confirm it: one label at a time. */
export function TriageMenu({ messageId, triage }: { messageId: string; triage: Triage }) {
  const label = useLabel(messageId, triage);
  if (!useCan("conversations:write")) return null;
  const set = (labels: Labels) => label.mutate(labels);
  return (
    <Menu>
      <MenuTrigger
        title="Choose the right label; the same one confirms it"
        className="inline-flex h-5 items-center gap-1 rounded-sm px-1 text-xs font-medium text-accent-text hover:underline"
      >
        <Pencil className="size-3" aria-hidden /> Correct
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>It is about</MenuLabel>
        {intentCodes.map((intent) => (
          <MenuItem key={intent} checked={triage.intent === intent} onSelect={() => set({ intent })}>
            {intents[intent]}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuLabel>Priority</MenuLabel>
        {(Object.keys(priorities) as Triage["priority"][]).map((priority) => (
          <MenuItem key={priority} checked={triage.priority === priority} onSelect={() => set({ priority })}>
            {priorities[priority]}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuLabel>Tone</MenuLabel>
        {(Object.keys(sentiments) as Triage["sentiment"][]).map((sentiment) => (
          <MenuItem
            key={sentiment}
            checked={triage.sentiment === sentiment}
            onSelect={() => set({ sentiment })}
          >
            {sentiments[sentiment]}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuLabel>Language</MenuLabel>
        {["en", "de", "fr", "es", "it", "nl"].map((code) => (
          <MenuItem key={code} checked={triage.language === code} onSelect={() => set({ language: code })}>
            {language(code)}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
