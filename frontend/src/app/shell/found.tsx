import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Building2, Handshake, Inbox, type LucideIcon, Package, User } from "lucide-react";
import { useDeferredValue } from "react";
import { type Hit, useSearch } from "@/features/search/api";

const headings: Record<Hit["kind"], { heading: string; icon: LucideIcon }> = {
  contacts: { heading: "Contacts", icon: User },
  companies: { heading: "Companies", icon: Building2 },
  deals: { heading: "Deals", icon: Handshake },
  conversations: { heading: "Threads", icon: Inbox },
  products: { heading: "Products", icon: Package },
};

/** What the words found besides the title's own: said, so that nobody wonders. */
const because: Partial<Record<Hit["matched"], string>> = {
  typo: "similar",
  message: "in a message",
  meaning: "by meaning",
};

interface FoundProps {
  words: string;
  run: (action: () => void) => void;
  className: string;
  row: string;
}

/** Records that fit the words, by kind, the kind with the best hit first. */
export function Found({ words, run, className, row }: FoundProps) {
  const asked = useDeferredValue(words.trim());
  const q = asked.length >= 2 ? asked : undefined;
  const hits = useSearch(q).data?.items ?? [];
  const open = useOpen();
  if (!q) return null;
  const kinds = [...new Set(hits.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const { heading, icon: Icon } = headings[kind];
    // A new key for new words: the palette looks at values only when a group appears.
    return (
      <Command.Group key={`${q} ${kind}`} heading={heading} className={className}>
        {hits
          .filter((hit) => hit.kind === kind)
          .map((hit) => (
            <Command.Item
              key={hit.id}
              // The palette filters by value: the words are part of it, for the server has chosen already.
              value={`${q} ${kind} ${hit.id}`}
              onSelect={() => run(() => open(hit))}
              className={row}
            >
              <Icon aria-hidden />
              <span className="min-w-0 flex-1 truncate">{hit.title}</span>
              <span className="max-w-[45%] truncate text-sm text-subtle">
                {[because[hit.matched], hit.subtitle].filter(Boolean).join(" · ")}
              </span>
            </Command.Item>
          ))}
      </Command.Group>
    );
  });
}

function useOpen() {
  const navigate = useNavigate();
  return ({ kind, id }: Hit) => {
    if (kind === "contacts") void navigate({ to: "/contacts/$contactId", params: { contactId: id } });
    else if (kind === "companies") void navigate({ to: "/companies/$companyId", params: { companyId: id } });
    else if (kind === "deals") void navigate({ to: "/deals/$dealId", params: { dealId: id } });
    else if (kind === "products")
      void navigate({ to: "/catalogue/products/$productId", params: { productId: id } });
    else void navigate({ to: "/inbox/$conversationId", params: { conversationId: id }, search: {} });
  };
}
