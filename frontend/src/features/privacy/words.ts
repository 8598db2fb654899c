import { plural } from "@/lib/format";
import type { Reason } from "./api";

export const reasons: Record<Reason, string> = {
  request: "They asked for it",
  objection: "They object to our keeping it",
  consent_withdrawn: "They withdrew their consent",
  no_longer_needed: "We no longer need it",
  unlawful: "We should not have it",
};

/** One of each kind, and many, in the order in which they are told. */
const kinds: Record<string, [string, string?]> = {
  contacts: ["contact"],
  identities: ["address or number", "addresses and numbers"],
  consents: ["consent"],
  conversations: ["thread"],
  messages: ["message"],
  attachments: ["file they sent", "files they sent"],
  deliveries: ["mail as it came", "mails as they came"],
  suggestions: ["suggestion of the assistant", "suggestions of the assistant"],
  deals: ["deal"],
  activities: ["task or note", "tasks and notes"],
  notifications: ["notification"],
  import_rows: ["row of an import", "rows of imports"],
  changes: ["change in the audit", "changes in the audit"],
  articles: ["article that quoted them", "articles that quoted them"],
  articles_to_check: [
    "article that names somebody called the same: look at it",
    "articles that name somebody called the same: look at them",
  ],
  mentions: ["mention elsewhere", "mentions elsewhere"],
};

/** What there is, in words; kinds of which there is nothing are left out. */
export const told = (counts: Record<string, number>) =>
  Object.entries(kinds)
    .filter(([kind]) => counts[kind])
    .map(([kind, [one, many]]) => ({ kind, text: plural(counts[kind] ?? 0, one, many) }));

export const retained: Record<string, { label: string; hint: string }> = {
  deliveries: { label: "Raw deliveries", hint: "What was posted at us, as it came" },
  spam: { label: "Spam and automated threads", hint: "From the last message on" },
  closed_conversations: { label: "Closed threads", hint: "From the last message on" },
  bin: { label: "What is in the bin", hint: "A contact with threads stays until it is erased" },
  attachments: { label: "Files of messages", hint: "The messages stay" },
  import_files: { label: "Files and rows of imports", hint: "An import can be undone for 30 days" },
  ai_inputs: { label: "What the assistant saw", hint: "The suggestions and their figures stay" },
};
