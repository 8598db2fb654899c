import { UserRound } from "lucide-react";
import { useMe } from "@/lib/session";
import { Avatar } from "@/ui/avatar";
import { Button } from "@/ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuLine, MenuTrigger } from "@/ui/menu";
import { type Conversation, useDirectory, type useThreadVerbs } from "./api";

export type Assign = ReturnType<typeof useThreadVerbs>["assign"];

interface AssignProps {
  thread: Conversation;
  open: boolean;
  onOpen: (open: boolean) => void;
  assign: Assign;
}

/** Whose a thread is, and to whom it can be given. */
export function AssignMenu({ thread, open, onOpen, assign }: AssignProps) {
  const me = useMe();
  return (
    <Menu open={open} onOpenChange={onOpen}>
      <MenuTrigger asChild>
        <Button size="sm" tone="quiet" title="Assign">
          {thread.owner ? (
            <Avatar name={thread.owner.name} className="size-5 text-[0.625rem]" />
          ) : (
            <UserRound aria-hidden />
          )}
          <span className="max-w-28 truncate max-sm:sr-only">{thread.owner?.name ?? "Assign"}</span>
        </Button>
      </MenuTrigger>
      <MenuContent className="w-60">
        <MenuLabel>Assign to</MenuLabel>
        <MenuItem checked={thread.owner?.id === me.id} onSelect={() => assign({ id: me.id, name: me.name })}>
          <Avatar name={me.name} className="size-5 text-[0.625rem]" /> {me.name} (me)
        </MenuItem>
        <Others thread={thread} assign={assign} />
        <MenuLine />
        <MenuItem disabled={!thread.owner} onSelect={() => assign(null)}>
          Nobody
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

/** The other people one can give a thread to. */
export function Others({ thread, assign }: Pick<AssignProps, "thread" | "assign">) {
  const me = useMe();
  const people = (useDirectory().data?.users ?? []).filter(({ is_active, id }) => is_active && id !== me.id);
  return people.map(({ id, name }) => (
    <MenuItem key={id} checked={thread.owner?.id === id} onSelect={() => assign({ id, name })}>
      <Avatar name={name} className="size-5 text-[0.625rem]" /> {name}
    </MenuItem>
  ));
}
