/** Somebody who can be named in a text. */
export interface Named {
  id: string;
  name: string;
  email?: string;
}

/** Whether others are called the same. */
export const hasNamesake = ({ id, name }: Named, people: Named[]) =>
  people.some((one) => one.id !== id && one.name === name);

/** What somebody is called in a text that is being written: with their address, where others are called the same. */
export const labelOf = (person: Named, people: Named[]) =>
  person.email && hasNamesake(person, people) ? `${person.name} (${person.email})` : person.name;

const MENTION = /@\[([^\]\n]{1,200})\]\(user:([0-9a-f-]{36})\)/g;

/** A text as it is written: `@Ann Lee`, or `@Ann Lee (ann@shop.example)` where there are two of them. */
export const plainMentions = (text: string, people: Named[] = []) =>
  text.replaceAll(MENTION, (_, name: string, id: string) => {
    const person = people.find((one) => one.id === id);
    return `@${person && hasNamesake(person, people) ? labelOf(person, people) : name}`;
  });

/** A text as it is kept: each `@Name` of somebody known becomes a mention. */
export function markMentions(text: string, people: Named[]): string {
  const known = new Map(people.map((one) => [labelOf(one, people), one]));
  const longest = [...known.keys()].sort((a, b) => b.length - a.length);
  const names = longest.map((label) => label.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (names.length === 0) return text;
  const named = new RegExp(`(^|[^\\p{L}\\p{N}])@(${names.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return text.replaceAll(named, (whole, before: string, label: string) => {
    const person = known.get(label);
    return person ? `${before}@[${person.name.replaceAll("]", "")}](user:${person.id})` : whole;
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
