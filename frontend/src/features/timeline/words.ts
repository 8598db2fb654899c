import { amount, day, moment, percent, sentence } from "@/lib/format";
import type { Change, Entry, FieldChange, Kind } from "./api";

export const kindNames: Record<Kind, string> = {
  message: "Messages",
  activity: "Activities",
  deal: "Deals",
  change: "Changes",
  ai: "Assistant",
};

const fields: Record<string, string> = {
  owner_id: "Owner",
  team_id: "Team",
  teams: "Teams",
  stage_id: "Stage",
  pipeline_id: "Pipeline",
  company_id: "Company",
  contact_id: "Contact",
  deal_id: "Deal",
  email: "E-mail",
  ai_paused: "Assistant paused",
  expected_close_on: "Expected close",
  is_active: "Active",
};

export const fieldName = (field: string) => fields[field] ?? sentence(field);

const TIME = /^\d{4}-\d\d-\d\dT/;
const MONEY = new Set(["amount", "price", "unit_price"]);
/** Amounts are kept with four decimals, the last two mostly zero. */
const DECIMAL = /^-?\d+(\.\d+)?$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** A field's value as people read it; nothing is a dash. */
export function shownValue(field: string, value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  if (MONEY.has(field) && DECIMAL.test(text)) return amount(text.replace(/(\.\d\d)0+$/, "$1"));
  if (TIME.test(text)) return moment(text);
  return DATE.test(text) ? day(text) : text;
}

const records: Record<string, string> = {
  contacts: "Contact",
  companies: "Company",
  deals: "Deal",
  activities: "Activity",
  articles: "Article",
  conversations: "Thread",
  products: "Product",
  users: "User",
  teams: "Team",
  channels: "Channel",
  sources: "Source",
  pipelines: "Pipeline",
  api_keys: "API key",
  webhook_subscriptions: "Webhook",
  assistant_settings: "Assistant's settings",
  language_models: "Language model",
  custom_fields: "Custom field",
  person_exports: "Export of a person",
  erasures: "Erasure",
  retention_rules: "Retention",
};
export const recordKinds = Object.keys(records);
export const recordName = (kind: string) => records[kind] ?? sentence(kind);

/** What the bin's column says is said by the action already. */
export const tellingFields = (rows: FieldChange[] | null) =>
  (rows ?? []).filter(({ field }) => field !== "deleted_at");

export const actions: Record<Change["action"], string> = {
  created: "created it",
  changed: "changed",
  deleted: "moved it to the bin",
  restored: "took it out of the bin",
};

/** Why Mancrel itself changed something, by the job that did. */
const reasons: Record<string, string> = {
  "deals.deal_was_opened": "because a deal was opened",
  "deals.deal_was_won": "because a deal was won",
};
export const because = (via: unknown) => (typeof via === "string" ? reasons[via] : undefined);

/** What the jobs of a room are for, as people call it. */
const rooms: Record<string, string> = {
  accounts: "accounts",
  activities: "activities",
  assistant: "assistant",
  catalogue: "catalogue",
  channels: "e-mail",
  contacts: "contacts",
  conversations: "inbox",
  deals: "deals",
  intake: "incoming data",
  notifications: "notifications",
  operations: "upkeep",
  privacy: "privacy",
  records: "change of many",
  timeline: "audit",
  transfers: "import",
  webhooks: "webhooks",
};

/** Jobs that do something else than most of their room's. */
const jobs: Record<string, string> = {
  "assistant.draft_reply": "reply",
  "assistant.draft_correction": "correction",
  "assistant.file_rejected": "knowledge gaps",
  "assistant.file_unanswered": "knowledge gaps",
  "assistant.learn_from_edit": "lessons",
  "assistant.obey_itself": "switches",
  "assistant.refit_confidence": "confidence",
  "assistant.triage_message": "triage",
  "assistant.watch_judged": "switches",
  "contacts.suggest_duplicates": "duplicates",
  "conversations.wake_snoozed": "snooze",
  "activities.remind": "reminders",
  "privacy.apply_retention": "retention",
};

/** Who changed something: a person, also by an API key or an import of theirs, or Mancrel itself. */
export function doer(actor: { name: string } | null, via: unknown): string {
  const who = actor?.name ?? "Mancrel";
  if (typeof via !== "string") return who;
  if (via.startsWith("key ")) return `${who} (API key ${via.slice(4)})`;
  const part = jobs[via] ?? rooms[via.split(".")[0] ?? ""];
  return part ? `${who} (${part})` : who;
}

const decisions: Record<string, string> = {
  auto_send: "answered by itself",
  review: "drafted a reply for approval",
  escalate: "asked for a person",
  no_reply: "left it without a reply",
};

/** What an entry is about, in a few words. */
export function headline({ kind, title, details }: Entry): string {
  if (kind === "ai")
    return `Assistant ${decisions[title] ?? title} (${percent(Number(details.confidence ?? 0))})`;
  if (kind === "activity") return `${sentence(String(details.kind))}: ${title}`;
  if (kind === "deal") return `Deal ${title}`;
  if (kind === "message") {
    if (details.private === true) return `Note in ${title || "a thread"}`;
    return title || "(no subject)";
  }
  const told = sentence(actions[title as Change["action"]] ?? title);
  const why = because(details.via);
  return why ? `${told} ${why}` : told;
}
