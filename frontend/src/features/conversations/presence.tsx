import { Eye, PenLine } from "lucide-react";
import { useEffect, useRef } from "react";
import { http } from "@/lib/api";
import { notePresence, usePresent } from "@/lib/presence";
import { useMe } from "@/lib/session";

type State = "typing" | "viewing" | "gone";

const AGAIN = 10_000;
const TYPING_AGAIN = 4000;

/** Tell the server, and take over who else is there; nothing depends on it, so a failure is silent. */
async function tell(id: string, state: State): Promise<void> {
  const params = { path: { conversation_id: id } };
  const { data } = await http
    .POST("/api/v1/conversations/{conversation_id}/typing", { params, body: { state } })
    .catch(() => ({ data: undefined }));
  for (const { state: theirs, ...who } of data?.others ?? []) notePresence(id, who, theirs);
}

const typedAt = new Map<string, number>();

/** Say that one writes, at most every four seconds: the automatic reply that waits is withdrawn. */
export function useTellTyping(id: string): () => void {
  const last = useRef(0);
  return () => {
    if (Date.now() - last.current < TYPING_AGAIN) return;
    last.current = Date.now();
    typedAt.set(id, last.current);
    void tell(id, "typing");
  };
}

/** Who else looks at this thread or writes in it, while one looks at it oneself. */
export function Presence({ id }: { id: string }) {
  const me = useMe();
  useEffect(() => {
    const look = () => {
      const writes = Date.now() - (typedAt.get(id) ?? 0) < AGAIN;
      if (document.visibilityState === "visible" && !writes) void tell(id, "viewing");
    };
    look();
    const timer = setInterval(look, AGAIN);
    return () => {
      clearInterval(timer);
      typedAt.delete(id);
      void tell(id, "gone");
    };
  }, [id]);
  const others = usePresent(id).filter((one) => one.id !== me.id);
  const typing = others.filter(({ state }) => state === "typing");
  const shown = typing.length > 0 ? typing : others;
  const verb = `${shown.length === 1 ? "is" : "are"} ${typing.length > 0 ? "replying" : "viewing"}`;
  const Icon = typing.length > 0 ? PenLine : Eye;
  return (
    <div aria-live="polite" className="shrink-0">
      {shown.length > 0 && (
        <p
          data-presence={typing.length > 0 ? "typing" : "viewing"}
          className="flex items-center gap-2 border-t bg-info-soft px-4 py-1.5 text-sm text-info-text data-[presence=typing]:bg-warn-soft data-[presence=typing]:text-warn-text"
        >
          <Icon className="size-4 shrink-0" aria-hidden />
          <span className="truncate">
            {shown.map(({ name }) => name).join(" and ")} {verb}
          </span>
        </p>
      )}
    </div>
  );
}
