import { Command } from "cmdk";
import { CornerDownLeft, Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useState } from "react";
import { currentActions } from "@/lib/actions";
import { Kbd } from "@/ui/kbd";
import { Found } from "./found";
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
                placeholder="Search people, companies, deals, threads, products, or type an action"
                className="h-12 flex-1 bg-transparent text-md outline-none placeholder:text-subtle"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="min-h-0 flex-1 overflow-y-auto p-1.5 pb-2">
              <Command.Empty className="px-3 py-8 text-center text-muted">
                Nothing by that name. Try a customer, a phone number, a product or a word of a message.
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
              <Found words={words} run={run} className={group} row={row} />
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
