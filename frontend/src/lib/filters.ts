import type { Schema } from "./api";

/** A field of a list as the server describes it. */
export type FilterField = Schema["FieldOut"];

/** One condition of a list: `lifecycle:in:lead,customer` in the address and on the wire. */
export interface Filter {
  field: string;
  op: string;
  values: string[];
}

const several = new Set(["in", "between"]);
const none = new Set(["empty", "not_empty"]);

export const takesValue = (op: string) => !none.has(op);

export function readFilter(written: string): Filter {
  const [field = "", op = "", ...rest] = written.split(":");
  const given = rest.join(":");
  if (!takesValue(op) || !given) return { field, op, values: [] };
  if (!several.has(op)) return { field, op, values: [given] };
  return { field, op, values: given.split(/(?<!\\),/).map((one) => one.replaceAll("\\,", ",")) };
}

export function writeFilter({ field, op, values }: Filter): string {
  if (!takesValue(op)) return `${field}:${op}`;
  const given = several.has(op) ? values.map((one) => one.replaceAll(",", "\\,")).join(",") : values[0];
  return `${field}:${op}:${given ?? ""}`;
}
