import { ArrowRightLeft } from "lucide-react";
import { useState } from "react";
import { useActions } from "@/lib/actions";
import { Button } from "@/ui/button";
import { KeyHint } from "@/ui/kbd";
import { Menu, MenuContent, MenuLabel, MenuTrigger } from "@/ui/menu";
import { type Conversation, useConversation, useThreadVerbs } from "./api";
import { type Assign, Others } from "./assign-menu";

interface HandOverProps {
  conversationId: string;
  /** It is on its way; a rejected promise says that it stayed. */
  onHandedOver?: (given: Promise<unknown>) => void;
}

/** Give the thread of a draft to somebody who knows better; the draft waits for them as it is. */
export function HandOver({ conversationId, onHandedOver }: HandOverProps) {
  const [open, setOpen] = useState(false);
  const thread = useConversation(conversationId).data;
  useActions("Suggestion", [{ label: "Hand over", keys: "h", run: () => setOpen(true) }]);
  return (
    <Menu open={open} onOpenChange={setOpen}>
      <MenuTrigger asChild>
        <Button disabled={!thread}>
          <ArrowRightLeft aria-hidden /> <span className="max-sm:sr-only">Hand over</span>{" "}
          <KeyHint>h</KeyHint>
        </Button>
      </MenuTrigger>
      <MenuContent className="w-60">
        <MenuLabel>Hand over to</MenuLabel>
        {thread && <Chosen thread={thread} onChosen={onHandedOver} />}
      </MenuContent>
    </Menu>
  );
}

function Chosen({ thread, onChosen }: { thread: Conversation; onChosen?: HandOverProps["onHandedOver"] }) {
  const { assign } = useThreadVerbs(thread);
  const give: Assign = (to) => {
    const given = assign(to);
    onChosen?.(given);
    return given;
  };
  return <Others thread={thread} assign={give} />;
}
