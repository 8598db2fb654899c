import { Link } from "@tanstack/react-router";
import { ArrowLeft, CircleCheck, PanelRight, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useActions } from "@/lib/actions";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { Button, IconButton } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { type Conversation, type ThreadSearch, useThreadVerbs } from "./api";
import { TakeOver } from "./take-over";
import type { OpenMenu } from "./thread-menus";

const ThreadMenus = soon(async () => (await import("./thread-menus")).ThreadMenus);

interface HeaderProps {
  thread: Conversation;
  search: ThreadSearch;
  panelOpen: boolean;
  onPanel: () => void;
  onNext: () => void;
}

/** Subject, people, and what one does with a thread as a whole. */
export function ThreadHeader({ thread, search, panelOpen, onPanel, onNext }: HeaderProps) {
  const verbs = useThreadVerbs(thread);
  const writes = useCan("conversations:write");
  const [menu, setMenu] = useState<OpenMenu>(null);
  const closed = thread.status !== "open";
  const close = () => {
    verbs.close();
    onNext();
  };
  useActions("This thread", [
    writes && !closed && { label: "Close thread", keys: "x", run: close },
    writes && closed && { label: "Reopen thread", keys: "x", run: verbs.reopen },
    writes && { label: "Snooze thread", keys: "s", run: () => setMenu("snooze") },
    writes && { label: "Assign thread", keys: "i", run: () => setMenu("assign") },
    { label: "Show or hide the side panel", keys: "]", run: onPanel },
  ]);
  return (
    <header className="flex min-h-13 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b bg-surface px-3 py-2 md:px-4">
      <title>{`${thread.subject || "(no subject)"} · Mancrel`}</title>
      <IconButton label="Back to the list" size="iconSm" className="lg:hidden" asChild>
        <Link to="/inbox" search={search}>
          <ArrowLeft aria-hidden />
        </Link>
      </IconButton>
      <div className="min-w-0 flex-1 basis-40">
        <h2 className="truncate text-md" title={thread.subject}>
          {thread.subject || "(no subject)"}
        </h2>
      </div>
      <div className="flex items-center gap-1">
        {writes && (
          <>
            <TakeOver thread={thread} />
            <ThreadMenus thread={thread} open={menu} onOpen={setMenu} verbs={verbs} />
            {closed ? (
              <Button size="sm" onClick={verbs.reopen}>
                <RotateCcw aria-hidden /> Reopen
              </Button>
            ) : (
              <Button size="sm" onClick={close}>
                <CircleCheck aria-hidden /> Close <KeyHint>x</KeyHint>
              </Button>
            )}
          </>
        )}
        <IconButton label="Side panel" size="iconSm" aria-pressed={panelOpen} onClick={onPanel}>
          <PanelRight aria-hidden />
        </IconButton>
      </div>
    </header>
  );
}
