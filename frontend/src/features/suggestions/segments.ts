import type { Claim } from "./api";

export interface Segment {
  text: string;
  claim: Claim | null;
  start: number;
}

/**
 * Cut a draft at the borders of its claims. Offsets count code points, as the server does, not
 * UTF-16 units: an emoji before a price must not shift the underline. Of overlapping claims the
 * first wins.
 */
export function segments(body: string, claims: Claim[]): Segment[] {
  const points = Array.from(body);
  const parts: Segment[] = [];
  const push = (from: number, to: number, claim: Claim | null) => {
    if (to > from) parts.push({ text: points.slice(from, to).join(""), claim, start: from });
  };
  let at = 0;
  for (const claim of [...claims].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (claim.start < at || claim.end <= claim.start || claim.end > points.length) continue;
    push(at, claim.start, null);
    push(claim.start, claim.end, claim);
    at = claim.end;
  }
  push(at, points.length, null);
  return parts;
}
