import type { ReactNode } from "react";
import type { Queued } from "./api";
import { CustomerWords } from "./customer-words";
import { SuggestionCard } from "./suggestion-card";
import { WhyFirst } from "./turn";

/** One suggestion in the middle of the screen: the customer's words above, the draft below. */
export const QueueItem = ({
  item,
  onDecided,
  handOver,
}: {
  item: Queued;
  onDecided: (sent: Promise<unknown>) => void;
  handOver: ReactNode;
}) => (
  <article className="grid grid-cols-1 gap-3" aria-label={`Suggestion for ${item.conversation.contact.name}`}>
    <CustomerWords item={item} view="needs_approval" />
    <WhyFirst turn={item.turn} />
    <SuggestionCard suggestion={item} onDecided={onDecided} handOver={handOver} />
  </article>
);
