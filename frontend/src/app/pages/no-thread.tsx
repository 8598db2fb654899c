import { Inbox } from "lucide-react";
import { Kbd } from "@/ui/kbd";
import { Empty } from "@/ui/states";

/** Beside the list, before one is chosen. */
export const NoThread = () => (
  <div className="grid flex-1 place-items-center">
    <Empty icon={<Inbox aria-hidden />} title="Choose a thread">
      <Kbd>j</Kbd> and <Kbd>k</Kbd> move through the list, <Kbd>?</Kbd> shows every key.
    </Empty>
  </div>
);
