import type { Schema } from "@/lib/api";

const at = "2026-11-22T09:00:00Z";

export const page = <Row>(items: Row[], next_cursor: string | null = null) => ({
  items,
  next_cursor,
  total: items.length,
});

export const me = (over: Partial<Schema["Me"]> = {}): Schema["Me"] => ({
  id: "u1",
  email: "ada@shop.example",
  name: "Ada Lindqvist",
  role: "admin",
  teams: [],
  permissions: [
    "activities:read",
    "activities:write",
    "articles:read",
    "articles:write",
    "channels:read",
    "channels:write",
    "companies:read",
    "contacts:read",
    "contacts:write",
    "conversations:read",
    "conversations:write",
    "operations:read",
    "operations:write",
    "products:read",
    "settings:read",
    "settings:write",
    "sources:read",
    "sources:write",
    "suggestions:read",
    "suggestions:write",
    "users:read",
    "users:write",
  ],
  must_enrol_second_factor: false,
  ...over,
});

export const session = (user = me()): Schema["SessionOut"] => ({
  access_token: "access-1",
  token_type: "bearer",
  expires_in: 600,
  user,
});

export const counts = (over: Partial<Schema["Counts"]> = {}): Schema["Counts"] => ({
  all: 1,
  mine: 1,
  team: 1,
  unassigned: 0,
  needs_approval: 1,
  escalated: 0,
  snoozed: 0,
  closed: 0,
  ...over,
});

const BODY = "Hello Ingrid,\n\n🪑 The desk costs 349.00 EUR and we have 12 in stock.";

export const claim = (text: string, over: Partial<Schema["ClaimOut"]> = {}): Schema["ClaimOut"] => {
  const before = Array.from(BODY.slice(0, BODY.indexOf(text))).length;
  return {
    kind: "price",
    text,
    start: before,
    end: before + Array.from(text).length,
    value: text,
    expected: null,
    ok: true,
    source_id: "p1",
    formula: null,
    ...over,
  };
};

export const suggestion = (over: Partial<Schema["SuggestionOut"]> = {}): Schema["SuggestionOut"] => ({
  id: "s1",
  conversation_id: "c1",
  message_id: "m1",
  body: BODY,
  confidence: 0.84,
  decision: "review",
  status: "pending",
  reasons: [
    "All facts match the catalogue",
    "One product is named",
    "The total was computed",
    "A fourth reason",
  ],
  parts: [{ name: "claims_true", value: 1, weight: 0.4 }],
  sources: [
    { kind: "product", id: "p1", title: "Halden Desk 160", version: 3, detail: "349.00 EUR, 12 in stock" },
  ],
  claims: [claim("349.00 EUR"), claim("12 in stock", { kind: "stock" })],
  model: "writer-1",
  version: "1",
  created_at: at,
  decided_at: null,
  decided_by: null,
  leaves_at: null,
  original_body: null,
  reject_reason: null,
  reject_kind: null,
  ...over,
});

export const message = (over: Partial<Schema["MessageOut"]> = {}): Schema["MessageOut"] => ({
  id: "m1",
  direction: "in",
  kind: "email",
  author: { kind: "contact", name: "Ingrid Solheim" },
  subject: "Is the desk in stock?",
  text: "Is the desk in stock?\n\n> Thank you for your order.",
  new_text: "Is the desk in stock?",
  quoted_text: "> Thank you for your order.",
  html: '<p>Is the <b>desk</b> in stock?</p><script>alert("x")</script>',
  attachments: [],
  status: "received",
  status_reason: null,
  private: false,
  automated: null,
  triage: {
    intent: "product_question",
    confidence: 0.93,
    intents: [{ intent: "product_question", confidence: 0.93 }],
    sentiment: "neutral",
    priority: "normal",
    language: "en",
    model: "triage-2",
    why: ["“in stock” points to a product question"],
  },
  external_id: "<m1@mail.example>",
  created_at: at,
  sent_at: null,
  leaves_at: null,
  ...over,
});

export const conversation = (over: Partial<Schema["ConversationOut"]> = {}): Schema["ConversationOut"] => ({
  id: "c1",
  subject: "Is the desk in stock?",
  contact: { id: "k1", name: "Ingrid Solheim", email: "ingrid@mail.example" },
  channel: { id: "ch1", kind: "email", name: "support" },
  status: "open",
  created_at: at,
  deleted_at: null,
  owner: null,
  team: null,
  snippet: "Is the desk in stock?",
  intent: "product_question",
  priority: "normal",
  sentiment: "neutral",
  language: "en",
  suggestion_status: "pending",
  decision: "review",
  unread: false,
  waiting_since: at,
  last_message_at: at,
  snoozed_until: null,
  messages: [message()],
  suggestion: suggestion(),
  linked: null,
  company: null,
  products: [],
  stage: "held",
  ...over,
});

export const rowOf = (whole: Schema["ConversationOut"]): Schema["Row"] => {
  const { messages, suggestion: _, linked, company, products, stage, ...row } = whole;
  return row;
};

export const queued = (
  id: string,
  over: Partial<Schema["SuggestionOut"]> = {},
): Schema["QueuedSuggestion"] => ({
  ...suggestion({ id, conversation_id: `c-${id}`, ...over }),
  conversation: { id: `c-${id}`, subject: `Subject ${id}`, contact: { id: "k1", name: `Customer ${id}` } },
  message: { id: `m-${id}`, text: `Question of ${id}` },
});

export const product = (over: Partial<Schema["ProductOut"]> = {}): Schema["ProductOut"] => ({
  id: "p1",
  external_id: "EXT-1",
  sku: "DE-1",
  title: "Halden Desk 160",
  description: null,
  category: "Desks",
  brand: "Halden",
  price: "1349.00",
  currency: "EUR",
  stock: 12,
  delivery_days: "2-4",
  url: null,
  image_url: null,
  attributes: {},
  group: null,
  options: {},
  source: { id: "so1", name: "default", kind: "generic" },
  version: 3,
  synced_at: at,
  updated_at: at,
  deleted_at: null,
  ...over,
});

export const job = (over: Partial<Schema["JobOut"]> = {}): Schema["JobOut"] => ({
  id: 7,
  subscriber: "channels.deliver",
  queue: "outbox",
  event_type: "message.queued",
  subject_type: "message",
  subject_id: null,
  status: "dead",
  attempts: 8,
  max_attempts: 8,
  next_run_at: null,
  last_error: "SMTP refused the connection",
  fingerprint: "ab12",
  created_at: at,
  finished_at: null,
  ...over,
});
