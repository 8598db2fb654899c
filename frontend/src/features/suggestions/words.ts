import { percent, sentence } from "@/lib/format";
import type { Claim, RejectKind, Suggestion } from "./api";

export const claimKinds: Record<string, string> = {
  price: "Price",
  stock: "Stock",
  delivery: "Delivery",
  variant: "Variant",
  attribute: "Property",
  policy: "Policy",
  link: "Link",
  figure: "Computed",
};

/** A formula with its result once, and without the zeros that only a database needs. */
function sum(formula: string, value: string): string {
  const plain = formula.replaceAll(/(\d\.\d\d)0+(?!\d)/g, "$1");
  return plain.includes("=") ? plain : `${plain} = ${value}`;
}

/** What the guard found for one claim, as a sentence. */
export function verdict(claim: Claim, source: string | undefined): string {
  const where = source ? ` in “${source}”` : "";
  if (claim.ok && claim.formula) return sum(claim.formula, claim.value);
  if (claim.ok) return source ? `matches “${source}”` : "checked";
  if (claim.expected) return `should be ${claim.expected}${where}`;
  return `found nowhere in the catalogue or the articles`;
}

/** Each fact once: not the figure within a confirmed sentence, and not what is said twice. */
export function distinct(claims: Claim[]): Claim[] {
  const within = (one: Claim) => (other: Claim) =>
    other.ok &&
    other.start <= one.start &&
    other.end >= one.end &&
    other.end - other.start > one.end - one.start;
  const told = new Set<string>();
  return claims.filter((one) => {
    const said = [one.kind, one.text, one.expected, one.source_id].join("|");
    if (one.ok && (told.has(said) || claims.some(within(one)))) return false;
    told.add(said);
    return true;
  });
}

interface Wording {
  /** Said when the part speaks for the draft, and when it speaks against it. */
  good: string;
  bad: string;
}

const parts: Record<string, Wording> = {
  answered: { good: "Answers the whole message", bad: "Does not answer the whole message" },
  partly: { good: "Answers a part of the message", bad: "Answers little of the message" },
  usual_for_intent: {
    good: "Replies to such messages are often approved here",
    bad: "Replies to such messages are often changed here",
  },
  usual_for_channel: {
    good: "Replies in this channel are often approved here",
    bad: "Replies in this channel are often changed here",
  },
  complete: { good: "Answers the whole message", bad: "Does not answer the whole message" },
  support: { good: "Rests on catalogue and articles", bad: "Rests on little in catalogue and articles" },
  understood: { good: "Clear what is asked", bad: "Unclear what is asked" },
  claims: { good: "Every fact is confirmed", bad: "A fact is not confirmed" },
  language: { good: "A language it writes well", bad: "A language it writes less well" },
  intent: { good: "Sure what kind of message this is", bad: "Not sure what kind of message this is" },
  asks_back: { good: "Needs no question back", bad: "Asks the customer back" },
  incomplete: { good: "No part is left open", bad: "A part is left open" },
};

export interface Ground {
  words: string;
  good: boolean;
  /** How much it moved the confidence. */
  weight: number;
}

/** The parts of the confidence in words, the biggest first; a negative weight speaks against by being there. */
export function grounds(suggestion: Suggestion): Ground[] {
  return suggestion.parts
    .filter(
      ({ name }, _, all) => name !== "partly" || !all.some((one) => one.name === "answered" && one.value),
    )
    .map(({ name, value, weight }) => {
      const holds = value >= 0.5;
      const good = weight >= 0 ? holds : !holds;
      const share = holds ? value : 1 - value;
      const known = parts[name];
      const words = known ? known[good ? "good" : "bad"] : `${sentence(name)}: ${percent(value)}`;
      return { words, good, weight: Math.abs(weight) * share };
    })
    .sort((a, b) => Number(a.good) - Number(b.good) || b.weight - a.weight);
}

/** What the confidence means, for a person. */
export const confidenceWords = (suggestion: Suggestion) =>
  `${percent(suggestion.confidence)} chance that you would send this unchanged`;

/** The usual reasons, and what they mean for the AI. */
export const rejectReasons: { words: string; kind: RejectKind }[] = [
  { words: "A fact is wrong", kind: "wrong_fact" },
  { words: "Misses the question", kind: "incomplete" },
  { words: "Knowledge is missing", kind: "incomplete" },
  { words: "Wrong tone", kind: "tone" },
  { words: "A person should answer", kind: "should_not_send" },
  { words: "No answer needed", kind: "should_not_send" },
];

export const rejectKinds: Record<RejectKind, string> = {
  wrong_fact: "A fact is wrong",
  should_not_send: "Should not be sent",
  tone: "Tone",
  incomplete: "Incomplete",
  other: "Something else",
};
