import { count, day, money } from "@/lib/format";
import type { CustomField } from "./api";

/** A value of a list's cell, in words. */
export function inWords(field: CustomField, value: unknown): string {
  if (value === undefined || value === null) return "–";
  const labels = new Map(field.options.map(({ key, label }) => [key, label]));
  if (Array.isArray(value)) return value.map((one) => labels.get(String(one)) ?? String(one)).join(", ");
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return count(value);
  if (typeof value === "object") {
    const { amount, currency } = value as { amount: string; currency: string };
    return money(amount, currency);
  }
  return field.kind === "date" ? day(String(value)) : (labels.get(String(value)) ?? String(value));
}
