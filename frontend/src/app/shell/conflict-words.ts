import type { Schema } from "@/lib/api";
import { count, day, moment, money, sentence } from "@/lib/format";
import { isRecord } from "@/lib/three-ways";

export type Field = Schema["FieldOut"];

/** The kind of record that an address names. */
export const collectionOf = (url: string) => /\/api\/v1\/([a-z-]+)\//.exec(url)?.[1] ?? "";

/** The record that an address names. */
export const idOf = (url: string) => /\/api\/v1\/[a-z-]+\/([^/?]+)/.exec(url)?.[1] ?? "";

/** What a record is called. */
export function nameOf(record: object): string {
  const { name, title, label, subject } = record as Record<string, unknown>;
  return String(name ?? title ?? label ?? subject ?? "it");
}

const labels: Record<string, string> = {
  emails: "E-mail",
  phones: "Phone",
  due_at: "Due",
  start_at: "Start",
  end_at: "End",
  body: "Text",
  is_active: "Active",
  member_ids: "Members",
  position: "Place",
};

/** A field's label, as the lists say it. */
export function fieldName(name: string, fields: Field[]): string {
  const plain = name.replace(/_ids?$/, "");
  const known = fields.find((field) => field.name === name || field.name === plain);
  return known?.label ?? labels[name] ?? sentence(plain.replace(/^custom\./, ""));
}

interface Telling {
  name: string;
  value: unknown;
  current: object;
  labels: Field[];
  names: { id: string; name: string }[];
}

const TIME = /^\d{4}-\d\d-\d\dT/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A value as people read it; nothing is a dash. */
export function inWords({ value, ...about }: Telling): string {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.map((one) => inWords({ ...about, value: one })).join(", ") || "–";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return count(value);
  if (isRecord(value)) return ofRecord(value);
  const text = String(value);
  const option = about.labels
    .find((field) => field.name === about.name)
    ?.options.find((one) => one.value === text);
  if (option) return option.label;
  if (about.name.endsWith("_id") || ID.test(text)) return referred(text, about);
  if (TIME.test(text)) return moment(text);
  return DATE.test(text) ? day(text) : text;
}

function ofRecord(value: Record<string, unknown>): string {
  if ("amount" in value) return money(String(value.amount), String(value.currency));
  const telling = value.value ?? value.name ?? value.label ?? value.title;
  if (telling !== undefined) return String(telling);
  return Object.entries(value)
    .filter(([, one]) => one !== null && one !== false)
    .map(([key, one]) => `${sentence(key)} ${String(one)}`)
    .join(", ");
}

function referred(id: string, { name, current, names }: Omit<Telling, "value">): string {
  const shown = (current as Record<string, unknown>)[name.replace(/_id$/, "")];
  const known = isRecord(shown) && shown.id === id ? shown : names.find((one) => one.id === id);
  return known ? String(known.name ?? ("title" in known ? known.title : "")) : "Another";
}
