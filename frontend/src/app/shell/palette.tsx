import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { CornerDownLeft, Inbox, Package, Search, User } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useProductSearch } from "@/features/catalogue/api";
import { useContactSearch } from "@/features/contacts/api";
import { useConversationSearch } from "@/features/conversations/api";
import { currentActions } from "@/lib/actions";
import { money } from "@/lib/format";
import { Kbd } from "@/ui/kbd";
import { openOverlay } from "./overlays";

const row =
  "flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 data-[selected=true]:bg-hover [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-subtle";
const group =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-subtle";

/** One box for every action of the screen and every record. */
export default function Palette() {
  const [words, setWords] = useState("");
  const [groups] = useState(currentActions);
  const close = () => openOverlay(null);
  const run = (action: () => void) => {
    close();
    // After the dialog has given the focus back, so that the action may move it.
    setTimeout(action, 0);
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && close()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-shade" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[10vh] z-50 mx-auto flex max-h-[70vh] max-w-xl animate-in flex-col overflow-hidden rounded-lg border bg-raised shadow-pop outline-none"
        >
          <Radix.Title className="sr-only">Search or do</Radix.Title>
          <Command label="Search or do" loop className="flex min-h-0 flex-col">
            <div className="flex items-center gap-2.5 border-b px-4">
              <Search className="size-4 shrink-0 text-subtle" aria-hidden />
              <Command.Input
                value={words}
                onValueChange={setWords}
                placeholder="Search threads, contacts, products, or type an action"
                className="h-12 flex-1 bg-transparent text-md outline-none placeholder:text-subtle"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="min-h-0 flex-1 overflow-y-auto p-1.5 pb-2">
              <Command.Empty className="px-3 py-8 text-center text-muted">
                Nothing by that name. Try a customer, a product or a word of the subject.
              </Command.Empty>
              {groups.map(({ group: name, actions }) => (
                <Command.Group key={name} heading={name} className={group}>
                  {actions
                    .filter(({ keyOnly }) => !keyOnly)
                    .map((action) => (
                      <Command.Item
                        key={action.label}
                        value={`${name} ${action.label}`}
                        onSelect={() => run(action.run)}
                        className={row}
                      >
                        <CornerDownLeft aria-hidden />
                        <span className="flex-1">{action.label}</span>
                        {action.keys && <Kbd>{action.keys}</Kbd>}
                      </Command.Item>
                    ))}
                </Command.Group>
              ))}
              <Records words={words} run={run} />
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Records({ words, run }: { words: string; run: (action: () => void) => void }) {
  const asked = useDeferredValue(words.trim());
  const q = asked.length >= 2 ? asked : undefined;
  const navigate = useNavigate();
  const threads = useConversationSearch(q).data?.items ?? [];
  const contacts = useContactSearch(q).data?.items ?? [];
  const products = useProductSearch(q).data?.items ?? [];
  if (!q) return null;
  return (
    <>
      <Found heading="Threads" show={threads.length > 0}>
        {threads.map(({ id, subject, contact }) => (
          <Item
            key={id}
            value={`${q} thread ${id}`}
            icon={<Inbox aria-hidden />}
            label={subject}
            aside={contact.name}
            onSelect={() =>
              run(
                () =>
                  void navigate({ to: "/inbox/$conversationId", params: { conversationId: id }, search: {} }),
              )
            }
          />
        ))}
      </Found>
      <Found heading="Contacts" show={contacts.length > 0}>
        {contacts.map(({ id, name, email }) => (
          <Item
            key={id}
            value={`${q} contact ${id}`}
            icon={<User aria-hidden />}
            label={name}
            aside={email ?? ""}
            onSelect={() =>
              run(() => void navigate({ to: "/contacts/$contactId", params: { contactId: id } }))
            }
          />
        ))}
      </Found>
      <Found heading="Products" show={products.length > 0}>
        {products.map(({ product }) => (
          <Item
            key={product.id}
            value={`${q} product ${product.id}`}
            icon={<Package aria-hidden />}
            label={product.title}
            aside={money(product.price, product.currency)}
            onSelect={() =>
              run(
                () =>
                  void navigate({ to: "/catalogue/products/$productId", params: { productId: product.id } }),
              )
            }
          />
        ))}
      </Found>
    </>
  );
}

function Found({ heading, show, children }: { heading: string; show: boolean; children: ReactNode }) {
  if (!show) return null;
  return (
    <Command.Group heading={heading} className={group}>
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  value: string;
  icon: ReactNode;
  label: string;
  aside: string;
  onSelect: () => void;
}

const Item = ({ value, icon, label, aside, onSelect }: ItemProps) => (
  <Command.Item value={value} onSelect={onSelect} className={row}>
    {icon}
    <span className="min-w-0 flex-1 truncate">{label}</span>
    <span className="max-w-[40%] truncate text-sm text-subtle">{aside}</span>
  </Command.Item>
);
