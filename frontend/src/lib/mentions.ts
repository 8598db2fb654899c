/** Somebody who can be named in a text. */
export interface Named {
  id: string;
  name: string;
}

const MENTION = /@\[([^\]\n]{1,200})\]\(user:([0-9a-f-]{36})\)/g;

/** A text as it is written and read: `@Ann Lee`. */
export const plainMentions = (text: string) => text.replaceAll(MENTION, "@$1");

/** A text as it is kept: each `@Name` of somebody known becomes a mention. */
export function markMentions(text: string, people: Named[]): string {
  const longest = [...people].sort((a, b) => b.name.length - a.name.length);
  const names = longest.map(({ name }) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (names.length === 0) return text;
  const known = new RegExp(`(^|[^\\p{L}\\p{N}])@(${names.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return text.replaceAll(known, (whole, before: string, name: string) => {
    const person = longest.find((one) => one.name === name);
    return person ? `${before}@[${name.replaceAll("]", "")}](user:${person.id})` : whole;
  });
}

export interface Piece {
  text: string;
  mention: boolean;
  at: number;
}

/** The parts of a kept text: plain ones and mentions. */
export function mentionPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of text.matchAll(MENTION)) {
    if (found.index > end) pieces.push({ text: text.slice(end, found.index), mention: false, at: end });
    pieces.push({ text: `@${found[1] ?? ""}`, mention: true, at: found.index });
    end = found.index + found[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), mention: false, at: end });
  return pieces;
}

/** What is being typed after an @ before the cursor, null when nothing is. */
export function typedMention(text: string, cursor: number): string | null {
  const found = /(?:^|\s)@([^@\n]{0,40})$/.exec(text.slice(0, cursor));
  return found ? (found[1] ?? "") : null;
}
