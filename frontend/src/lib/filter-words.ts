import type { FilterField } from "./filters";

const words: Record<string, string> = {
  eq: "is",
  ne: "is not",
  contains: "contains",
  starts: "starts with",
  in: "is one of",
  gt: "is more than",
  gte: "is at least",
  lt: "is less than",
  lte: "is at most",
  between: "is between",
  empty: "is empty",
  not_empty: "is filled in",
};
const ofTimes: Record<string, string> = { gt: "is after", gte: "is from", lt: "is before", lte: "is up to" };
const ofLists: Record<string, string> = { contains: "has", ne: "has not", in: "has one of" };

/** "-30d" → "30 days ago"; other values stay as they are. */
export function valueWord(value: string): string {
  const [, sign, days] = /^([+-])(\d+)d$/.exec(value) ?? [];
  if (!days) return value;
  return sign === "-" ? `${days} days ago` : `in ${days} days`;
}

/** How an op reads for a kind of field: "is after" of a day, "is more than" of a number. */
export function opWord(op: string, kind: FilterField["kind"]): string {
  const own = kind === "day" || kind === "moment" ? ofTimes : kind === "list" ? ofLists : {};
  return own[op] ?? words[op] ?? op;
}
