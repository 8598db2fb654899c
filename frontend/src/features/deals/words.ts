import type { Tone } from "@/ui/badge";
import type { Deal } from "./api";

export const outcomeTones: Record<Deal["status"], Tone> = { open: "plain", won: "ok", lost: "bad" };

/** "1200", "1200,5" or "1 200.50" as the decimal string of the wire; undefined when it is no amount. */
export function decimal(typed: string): string | undefined {
  const plain = typed.replaceAll(/\s/g, "").replace(",", ".");
  return /^\d{1,9}(\.\d{1,2})?$/.test(plain) ? plain : undefined;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "3 days", "5 h", "12 min": how long a stay was. */
export function duration(seconds: number): string {
  if (seconds < HOUR) return `${Math.max(1, Math.round(seconds / MINUTE)).toString()} min`;
  if (seconds < DAY) return `${Math.round(seconds / HOUR).toString()} h`;
  const days = Math.round(seconds / DAY);
  return `${days.toString()} ${days === 1 ? "day" : "days"}`;
}
