import type { Schema } from "@/lib/api";

const at = "2026-11-22T09:00:00Z";

export const contact = (over: Partial<Schema["ContactOut"]> = {}): Schema["ContactOut"] => ({
  id: "k1",
  name: "Ingrid Solheim",
  email: "ingrid@mail.example",
  phone: null,
  emails: [{ value: "ingrid@mail.example", label: "work", primary: true }],
  phones: [],
  company: null,
  owner: null,
  team: null,
  tags: ["vip"],
  language: "nb",
  lifecycle: "lead",
  source: "email",
  ai_paused: false,
  do_not_contact: false,
  consent: { marketing_email: "unknown" },
  custom: {},
  identities: [],
  editable: true,
  created_at: at,
  updated_at: at,
  deleted_at: null,
  ...over,
});

export const field = (over: Partial<Schema["CustomFieldOut"]> = {}): Schema["CustomFieldOut"] => ({
  id: "f1",
  object: "contact",
  key: "wood",
  label: "Favourite wood",
  kind: "choice",
  options: [
    { key: "oak", label: "Oak", archived: false },
    { key: "elm", label: "Elm", archived: true },
  ],
  required: false,
  indexed: true,
  created_at: at,
  updated_at: at,
  deleted_at: null,
  ...over,
});

export const note = (over: Partial<Schema["ActivityOut"]> = {}): Schema["ActivityOut"] => ({
  id: "n1",
  kind: "note",
  title: "Likes walnut",
  body: "Likes walnut\nand oak",
  due_at: null,
  start_at: null,
  end_at: null,
  done_at: null,
  repeat: null,
  series_no: null,
  reminders: [],
  owner: { id: "u1", name: "Ada Lindqvist" },
  team: null,
  conversation_id: null,
  deal_id: null,
  contact: null,
  company: null,
  editable: true,
  created_at: at,
  updated_at: at,
  deleted_at: null,
  ...over,
});

export const listField = (over: Partial<Schema["FieldOut"]> = {}): Schema["FieldOut"] => ({
  name: "lifecycle",
  label: "Lifecycle",
  kind: "choice",
  ops: ["eq", "in", "empty"],
  options: [
    { value: "lead", label: "Lead" },
    { value: "customer", label: "Customer" },
  ],
  of: null,
  sortable: true,
  ...over,
});
