import { keepPreviousData, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, byCursor, http, invalidate, type Schema } from "@/lib/api";
import { asRead } from "@/lib/as-read";
import { patchCached } from "@/lib/cache";
import type { Intent } from "@/lib/intents";
import { save } from "@/lib/save";
import { done, refused } from "@/ui/toast";
import type { View } from "./views";

export type ConversationRow = Schema["Row"];
export type Conversation = Schema["ConversationOut"];
export type Message = Schema["MessageOut"];
export type Triage = Schema["TriageOut"];
type Patch = Schema["ConversationPatch"];

const PATH = "/api/v1/conversations";

export interface ThreadSearch {
  view?: View;
  q?: string;
  intent?: Intent;
  priority?: "urgent" | "high" | "normal" | "low";
}

export const useConversations = ({ view = "mine", q, intent, priority }: ThreadSearch) =>
  api.useInfiniteQuery(
    "get",
    PATH,
    { params: { query: { view, q, intent, priority, limit: 50 } } },
    { ...byCursor, placeholderData: keepPreviousData },
  );

/** A few threads of one view, for the work list. */
export const useFewConversations = (view: View, limit = 6) =>
  api.useQuery("get", PATH, { params: { query: { view, limit } } });

/** One thread; while a reply to it is being written it is asked again, should nobody tell of the end. */
export const useConversation = (id: string) =>
  api.useQuery(
    "get",
    "/api/v1/conversations/{conversation_id}",
    { params: { path: { conversation_id: id } } },
    { refetchInterval: ({ state }) => (state.data?.drafting ? 3000 : false) },
  );

/** Fetch a thread before it is opened: the pointer rests on it, or it is the next one. */
export function usePrefetchConversation() {
  const queries = useQueryClient();
  return (id: string) =>
    void queries.prefetchQuery({
      ...api.queryOptions("get", "/api/v1/conversations/{conversation_id}", {
        params: { path: { conversation_id: id } },
      }),
      staleTime: 15_000,
    });
}

interface Change {
  id: string;
  patch: Patch;
  show: Partial<ConversationRow>;
  /** The thread as it was read. */
  read: ConversationRow;
}

/** Change a thread at once on screen; put it back if the server refuses. */
function useChangeConversation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, patch, read }: Change) => {
      const { data, error } = await http.PATCH("/api/v1/conversations/{conversation_id}", {
        params: { path: { conversation_id: id } },
        body: patch,
        ...asRead(read, { regardless: patch.ai_paused ? ["ai_paused"] : [] }),
      });
      if (error) throw error;
      return data;
    },
    onMutate: ({ id, show }) => {
      patchCached<ConversationRow>(queries, PATH, id, (row) => ({ ...row, ...show }));
    },
    onError: (error) => refused("The thread was not changed", error),
    onSettled: () => invalidate(queries, PATH),
  });
}

const statuses = ["open", "snoozed", "closed"] as const;
type Person = { id: string; name: string } | null;
type Shown = Partial<ConversationRow>;

/** The verbs of a thread, each with its undo. */
export function useThreadVerbs(thread: ConversationRow) {
  const { mutate, mutateAsync } = useChangeConversation();
  const { id, owner, snoozed_until, ai_paused } = thread;
  const status = statuses.find((known) => known === thread.status) ?? "open";
  const change = (patch: Patch, show: Shown) => mutateAsync({ id, patch, show, read: thread });
  /** Say what is done, with a way back from how the thread was left by it. */
  const undoable = (words: string, left: Promise<ConversationRow>, patch: Patch, show: Shown) => {
    left.catch(() => undefined); // told by the change itself
    done(
      words,
      () =>
        void left.then(
          (read) => mutate({ id, patch, show, read }),
          () => undefined,
        ),
    );
  };
  const was = { status, snoozed_until };
  return {
    close: () => {
      const show = { status: "closed" } as const;
      undoable("Thread closed", change(show, show), was, was);
    },
    reopen: () => {
      const show = { status: "open", snoozed_until: null } as const;
      undoable("Thread reopened", change(show, show), was, was);
    },
    snooze: (until: Date, words: string) => {
      const show = { status: "snoozed", snoozed_until: until.toISOString() } as const;
      undoable(`Snoozed until ${words}`, change(show, show), was, was);
    },
    assign: (to: Person) => {
      const left = change({ owner_id: to?.id ?? null }, { owner: to });
      const words = to ? `Assigned to ${to.name}` : "Unassigned";
      undoable(words, left, { owner_id: owner?.id ?? null, ai_paused }, { owner, ai_paused });
      return left;
    },
    takeOver: (me: { id: string; name: string }) => {
      const left = change({ owner_id: me.id, ai_paused: true }, { owner: me, ai_paused: true });
      const back = { owner_id: owner?.id ?? null, ai_paused: false };
      undoable("Taken over. Nothing leaves this thread by itself.", left, back, { owner, ai_paused: false });
    },
    handBack: () => {
      const left = change({ ai_paused: false }, { ai_paused: false });
      const back = { ai_paused: true };
      undoable("Handed back. The AI may answer the next message.", left, back, back);
    },
  };
}

export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      http.POST("/api/v1/conversations/{conversation_id}/read", {
        params: { path: { conversation_id: id } },
      }),
    onMutate: (id) => patchCached<ConversationRow>(queries, PATH, id, (row) => ({ ...row, unread: false })),
  });
}

export function useSendMessage() {
  const queries = useQueryClient();
  return api.useMutation("post", "/api/v1/conversations/{conversation_id}/messages", {
    onSuccess: () => invalidate(queries, PATH, "/api/v1/suggestions"),
  });
}

export const useDirectory = () => api.useQuery("get", "/api/v1/directory", {}, { staleTime: 60_000 });

/** An attachment's bytes; they need the token, so no address of theirs can be put into a page. */
export async function fetchAttachment(id: string, type?: string): Promise<Blob> {
  const { data, error } = await http.GET("/api/v1/attachments/{attachment_id}", {
    params: { path: { attachment_id: id } },
    parseAs: "arrayBuffer",
  });
  if (error || !data) throw error ?? new Error("No file came.");
  return new Blob([data], { type });
}

/** Hand an attachment to the browser as a download. */
export async function download(id: string, name: string): Promise<void> {
  try {
    save(await fetchAttachment(id), name);
  } catch (error) {
    refused("The attachment could not be downloaded", error);
  }
}

/** The newest threads of one person, found by their address. */
export const useContactThreads = (words: string) =>
  api.useQuery("get", PATH, { params: { query: { view: "all", q: words, limit: 50 } } });

/** Settle by evidence what became of a message whose sending nobody saw end. */
export function useSettle() {
  const queries = useQueryClient();
  return api.useMutation("post", "/api/v1/messages/{message_id}/settle", {
    onSuccess: () => invalidate(queries, PATH),
  });
}
