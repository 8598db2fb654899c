import { count } from "@/lib/format";
import type { Quality, Share } from "./api";

/** A share in per cent; small ones keep a digit. */
export function exact(share: number): string {
  const hundred = share * 100;
  const digits = hundred > 0 && hundred < 10 ? 1 : 0;
  return `${hundred.toFixed(digits)}%`;
}

/** The share, or that there are too few to say one. */
export const shareWords = ({ value, n }: Share) =>
  value !== null ? exact(value) : n === 0 ? "None yet" : "Too few";

/** What a share rests on: its counts, and between what it lies for certain. */
export function basis({ part, n, low, high }: Share, of: string): string {
  const counted = `${count(part)} of ${count(n)} ${of}`;
  return low !== null && high !== null ? `${counted}; 95% sure: ${exact(low)} to ${exact(high)}` : counted;
}

export function duration(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60).toString()} s`;
  if (minutes < 90) return `${Math.round(minutes).toString()} min`;
  return `${(minutes / 60).toFixed(1)} h`;
}

/** In one line how the confidence and people agree. */
export function agreement({ ece, n }: Quality["calibration"]): string {
  if (ece === null) return "";
  const off = ece * 100;
  const word =
    off <= 5 ? "The number can be trusted" : off <= 10 ? "The number is roughly right" : "The number is off";
  return `${word}: over ${count(n)} decisions it lies ${off.toFixed(1)} points from what people did.`;
}
