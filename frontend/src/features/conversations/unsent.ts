import { onSignedOut } from "@/lib/session";
import { createStore } from "@/lib/store";

export type Mode = "reply" | "note";

interface Unsent {
  text: string;
  mode: Mode;
}

/** Words not sent yet survive going to another thread and back; they are gone with the tab. */
export const unsent = createStore<Record<string, Unsent>>({});
export const empty: Unsent = { text: "", mode: "reply" };

// Whoever signs in next must not find another person's words.
onSignedOut(() => unsent.set({}));

export const keepUnsent = (id: string, words: Unsent) => unsent.set({ ...unsent.get(), [id]: words });

/** Put words into a thread's composer, such as a draft that was withdrawn. */
export function fillComposer(conversationId: string, text: string): void {
  keepUnsent(conversationId, { text, mode: "reply" });
  document.querySelector<HTMLTextAreaElement>("[data-composer]")?.focus();
}

/** Go on with one's own reply to the customer. */
export const startReply = (conversationId: string) =>
  fillComposer(conversationId, unsent.get()[conversationId]?.text ?? "");
