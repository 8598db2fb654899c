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
  time_zone: "UTC",
  permissions: [
    "activities:read",
    "activities:write",
    "articles:read",
    "articles:write",
    "bulk_changes:write",
    "channels:read",
    "channels:write",
    "companies:read",
    "companies:write",
    "contacts:read",
    "contacts:write",
    "conversations:read",
    "conversations:write",
    "custom_fields:read",
    "custom_fields:write",
    "deals:read",
    "deals:write",
    "operations:read",
    "operations:write",
    "products:read",
    "quality:read",
    "settings:read",
    "settings:write",
    "sources:read",
    "sources:write",
    "suggestions:read",
    "suggestions:write",
    "users:read",
    "users:write",
    "views:read",
    "views:write",
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
  shadow: false,
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
  withdrawn_because: null,
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
  contact: { id: "k1", name: "Ingrid Solheim", email: "ingrid@mail.example", do_not_contact: false },
  channel: { id: "ch1", kind: "email", name: "support" },
  status: "open",
  created_at: at,
  updated_at: at,
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
  drafting: false,
  ai_paused: false,
  correction: null,
  ...over,
});

export const rowOf = (whole: Schema["ConversationOut"]): Schema["Row"] => {
  const { messages, suggestion: _, linked, company, products, stage, correction: __, ...row } = whole;
  return row;
};

export const queued = (
  id: string,
  over: Partial<Schema["SuggestionOut"]> = {},
): Schema["QueuedSuggestion"] => ({
  ...suggestion({ id, conversation_id: `c-${id}`, ...over }),
  conversation: { id: `c-${id}`, subject: `Subject ${id}`, contact: { id: "k1", name: `Customer ${id}` } },
  message: { id: `m-${id}`, text: `Question of ${id}` },
  turn: turn(),
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

export const judgement = (
  id: string,
  over: Partial<Schema["JudgementOut"]> = {},
): Schema["JudgementOut"] => ({
  id,
  intent: "product_question",
  drawn: "first",
  suggestion: queued(id, { decision: "auto_send", status: "sent" }),
  verdict: null,
  note: null,
  judged_at: null,
  judged_by: null,
  created_at: at,
  ...over,
});

export const share = (part: number, n: number, value: number | null = part / n): Schema["ShareOut"] => ({
  part,
  n,
  value,
  low: value === null ? null : value - 0.07,
  high: value === null ? null : value + 0.07,
});

export const intentQuality = (over: Partial<Schema["IntentQuality"]> = {}): Schema["IntentQuality"] => ({
  intent: "product_question",
  volume: 120,
  by_itself: 70,
  shadowed: 0,
  approved: 20,
  edited: 6,
  rejected: 2,
  escalated: 12,
  judged_good: share(48, 50),
  mode: "on",
  off_at: null,
  off_reason: null,
  ...over,
});

export const quality = (over: Partial<Schema["QualityOut"]> = {}): Schema["QualityOut"] => ({
  days: 30,
  since: at,
  computed_at: at,
  fewest: 10,
  messages: 220,
  answerable: 200,
  automation: share(90, 200),
  shadowed: 0,
  approval: share(40, 50),
  handover: share(30, 200),
  guard: share(10, 180),
  judged: share(48, 50),
  answered_after: {
    all: { minutes: 12, n: 180 },
    by_itself: { minutes: 0.4, n: 90 },
    by_people: { minutes: 80, n: 90 },
  },
  held_because: [{ reason: "Complaints go to a person.", n: 14 }],
  cost: { drafts: 180, by_model: 0, tokens: 0, cost: 0 },
  intents: [intentQuality()],
  calibration: {
    n: 100,
    fewest: 50,
    bins: [0.7, 0.95].map((confidence) => ({
      lowest: confidence - 0.02,
      highest: confidence + 0.02,
      n: 50,
      confidence,
      approved: confidence,
      approved_low: confidence - 0.1,
      approved_high: Math.min(1, confidence + 0.1),
    })),
    ece: 0.02,
    brier: 0.09,
    curve: [
      { threshold: 0.95, coverage: 0.6, risk: 0.02 },
      { threshold: 0.7, coverage: 1, risk: 0.15 },
    ],
    aurc: 0.05,
    risk: 0.02,
    coverage_at_risk: 0.6,
  },
  mode: "on",
  confidence: "shipped",
  to_judge: 3,
  ...over,
});

export const assistantSettings = (over: Partial<Schema["SettingsOut"]> = {}): Schema["SettingsOut"] => ({
  mode: "on",
  auto_send_enabled: true,
  auto_threshold: 0.9,
  review_threshold: 0.6,
  send_delay_s: 10,
  intents: {
    product_question: { mode: "on", off_at: null, off_reason: null },
    shipping: {
      mode: "draft_only",
      off_at: at,
      off_reason: "Switched itself off because a person confirmed a wrong fact.",
    },
  },
  confidence: "learnt",
  writer: "built_in",
  disclosure_enabled: true,
  disclosure: { en: "Written by an assistant.", de: "", fr: "", es: "", it: "", nl: "" },
  ...over,
});

export const turn = (over: Partial<Schema["Turn"]> = {}): Schema["Turn"] => ({
  cost: 698,
  stake: 349,
  urgency: 2,
  pressure: 1,
  due_in_s: 86_000,
  ...over,
});

export const correction = (over: Partial<Schema["CorrectionOut"]> = {}): Schema["CorrectionOut"] => ({
  id: "co1",
  conversation: {
    id: "c1",
    subject: "Is the desk in stock?",
    contact: { id: "k1", name: "Ingrid Solheim" },
    language: "en",
  },
  message_id: "m2",
  status: "open",
  changes: [
    {
      message_id: "m2",
      kind: "product",
      id: "p1",
      title: "Halden Desk 160",
      field: "price",
      was: "349.00 EUR",
      now: "359.00 EUR",
      quoted_at: at,
    },
  ],
  body: "Hello Ingrid,\n\nHalden Desk 160 now costs 359.00 EUR.",
  checked: true,
  edited: false,
  reason: null,
  created_at: at,
  decided_at: null,
  decided_by: null,
  ...over,
});

export const gap = (over: Partial<Schema["GapOut"]> = {}): Schema["GapOut"] => ({
  id: "g1",
  question: "Do you ship to Norway?",
  intent: "shipping",
  language: "en",
  status: "open",
  for_a_person: null,
  count: 3,
  examples: [
    {
      conversation_id: "c1",
      text: "Is shipping to Norway possible?",
      language: "en",
      why: "No fact",
      created_at: at,
    },
  ],
  article: null,
  first_asked_at: at,
  last_asked_at: at,
  answered_at: null,
  updated_at: at,
  reopened_at: null,
  ...over,
});
