import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useState } from "react";
import { type Conversation, useConversations } from "@/features/conversations/api";
import { Thread } from "@/features/conversations/thread";
import { ThreadHeader } from "@/features/conversations/thread-header";
import { rowsOf } from "@/lib/api";
import { cn } from "@/lib/cn";
import { useMedia } from "@/lib/media";
import { useCan } from "@/lib/permissions";
import { soon } from "@/lib/soon";
import { createStore, useStore } from "@/lib/store";
import { IconButton } from "@/ui/button";
import { Notice, Skeleton } from "@/ui/states";
import { Answer } from "./thread-answer";

const Composer = soon(
  async () => (await import("@/features/conversations/composer")).Composer,
  <div className="h-[3.75rem] shrink-0 border-t bg-surface" />,
);
const Presence = soon(async () => (await import("@/features/conversations/presence")).Presence);
const ProductCard = soon(
  async () => (await import("@/features/catalogue/product-card")).ProductCard,
  <Skeleton className="h-20" />,
);

const ThreadDeals = soon(
  async () => (await import("@/features/deals/thread-deals")).ThreadDeals,
  <Skeleton className="h-8" />,
);

const ContactCard = soon(
  async () => (await import("@/features/contacts/contact-facts")).ContactCard,
  <Skeleton className="h-40" />,
);

const route = getRouteApi("/inside/inbox/$conversationId");
const inbox = getRouteApi("/inside/inbox");

/** Whether the side panel is wanted, for all threads until the tab is closed; by default where there is room. */
const panelWanted = createStore<boolean | null>(null);

export function ThreadPage() {
  const { conversationId } = route.useParams();
  const search = inbox.useSearch();
  const goNext = useGoNext(conversationId);
  const roomy = useMedia("(min-width: 105rem)");
  const wide = useStore(panelWanted) ?? roomy;
  const [drawer, setDrawer] = useState(false);
  const writes = useCan("conversations:write");
  const room = useMedia("(min-width: 90rem)");
  const toggle = () => (room ? panelWanted.set(!wide) : setDrawer(!drawer));
  return (
    <Thread
      key={conversationId}
      id={conversationId}
      after={(thread) => <Answer thread={thread} onNext={goNext} />}
    >
      {(thread, messages) => (
        <div className="relative flex min-h-0 flex-1">
          <div className="group/thread flex min-w-0 flex-1 flex-col">
            <ThreadHeader
              thread={thread}
              search={search}
              panelOpen={room ? wide : drawer}
              onPanel={toggle}
              onNext={goNext}
            />
            {messages}
            <Presence id={thread.id} />
            {writes && thread.contact.do_not_contact && (
              <Notice tone="warn" className="mx-3 mb-2 md:mx-4">
                {thread.contact.name} does not want to be contacted. Nothing leaves by itself; write only if
                you must.
              </Notice>
            )}
            {writes && (
              // On a small screen one editor at a time has all the room.
              <div className="shrink-0 max-md:group-has-data-draft-editor/thread:hidden">
                <Composer conversationId={thread.id} to={thread.contact.name} />
              </div>
            )}
          </div>
          <SidePanel thread={thread} wide={wide} drawer={drawer} onClose={() => setDrawer(false)} />
        </div>
      )}
    </Thread>
  );
}

/** Go to the thread that follows in the list, or back to the list at its end. */
function useGoNext(id: string) {
  const search = inbox.useSearch();
  const navigate = useNavigate();
  const rows = rowsOf(useConversations(search).data);
  const at = rows.findIndex((row) => row.id === id);
  const next = rows[at + 1];
  return () =>
    void (next
      ? navigate({ to: "/inbox/$conversationId", params: { conversationId: next.id }, search })
      : navigate({ to: "/inbox", search }));
}

interface PanelProps {
  thread: Conversation;
  wide: boolean;
  drawer: boolean;
  onClose: () => void;
}

/** Who writes and what about: beside the thread on wide screens, over it on small ones. */
function SidePanel({ thread, wide, drawer, onClose }: PanelProps) {
  const deals = useCan("deals:read");
  return (
    <aside
      aria-label="Contact and products"
      className={cn(
        "w-80 shrink-0 overflow-y-auto border-l bg-surface",
        wide ? "min-[90rem]:block" : "min-[90rem]:hidden",
        drawer
          ? "absolute inset-y-0 right-0 z-20 block max-w-full shadow-pop min-[90rem]:static min-[90rem]:shadow-none"
          : "hidden",
      )}
    >
      <section className="border-b p-4">
        <div className="mb-3 flex items-center">
          <h2 className="flex-1 text-sm text-subtle">Contact</h2>
          <IconButton label="Hide the panel" size="iconSm" className="min-[90rem]:hidden" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        </div>
        <ContactCard id={thread.contact.id} />
      </section>
      {deals && (
        <section className="border-b p-4">
          <h2 className="mb-3 text-sm text-subtle">Deals</h2>
          <ThreadDeals conversationId={thread.id} />
        </section>
      )}
      <section className="p-4">
        <h2 className="mb-3 text-sm text-subtle">Products in question</h2>
        {thread.products.length === 0 ? (
          <p className="text-sm text-muted">The message names no product of the catalogue.</p>
        ) : (
          <ul className="grid gap-2">
            {once(thread.products).map((product) => (
              <li key={product.id}>
                <ProductCard product={product} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </aside>
  );
}

/** Each product once, though several sentences may name it. */
const once = <Row extends { id: string }>(rows: Row[]) => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];
