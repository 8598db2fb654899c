const locale = () => navigator.language || "en";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "just now", "4 min ago", "3 h ago", "in 2 days", then the date. */
export function relative(iso: string, now = Date.now()): string {
  const delta = new Date(iso).getTime() - now;
  const size = Math.abs(delta);
  const say = (amount: number, unit: string) =>
    delta < 0 ? `${amount} ${unit} ago` : `in ${amount} ${unit}`;
  // Also a little ahead: the server's clock and this one are never quite the same.
  if (size < 45_000) return "just now";
  if (size < HOUR) return say(Math.max(1, Math.round(size / MINUTE)), "min");
  if (size < DAY) return say(Math.round(size / HOUR), "h");
  const days = Math.round(size / DAY);
  if (days < 7) return say(days, days === 1 ? "day" : "days");
  return day(iso);
}

/** "6m", "3h", "2d": an age for tight columns. */
export function age(iso: string, now = Date.now()): string {
  const size = Math.max(0, now - new Date(iso).getTime());
  if (size < HOUR) return `${Math.max(1, Math.round(size / MINUTE))}m`;
  if (size < DAY) return `${Math.round(size / HOUR)}h`;
  return `${Math.round(size / DAY)}d`;
}

export function day(iso: string): string {
  const date = new Date(iso);
  const sameYear = date.getFullYear() === new Date().getFullYear();
  return date.toLocaleDateString(locale(), {
    day: "numeric",
    month: "short",
    year: sameYear ? undefined : "numeric",
  });
}

/** The exact moment, for titles. */
export const moment = (iso: string) =>
  new Date(iso).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "medium" });

export const clock = (iso: string) =>
  new Date(iso).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });

/** A decimal string as an amount of money: "1,249.00". */
export function amount(decimal: string): string {
  const decimals = Math.max(2, decimal.split(".")[1]?.length ?? 0);
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(locale(), options).format(Number(decimal));
}

/** A decimal string with its currency, as the drafts write it: "1,249.00 EUR". */
export const money = (decimal: string, currency: string) => `${amount(decimal)} ${currency}`;

export const count = (value: number) => new Intl.NumberFormat(locale()).format(value);

export const percent = (share: number) => `${Math.round(share * 100)}%`;

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} kB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}

/** "question_answered" → "Question answered". */
export function sentence(word: string): string {
  const spaced = word.replaceAll(/[_.-]+/g, " ").trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export function plural(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
export function language(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return ((words[0]?.charAt(0) ?? "") + last.charAt(0)).toUpperCase() || "?";
}
