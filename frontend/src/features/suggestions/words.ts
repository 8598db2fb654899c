import { percent, sentence } from "@/lib/format";
import type { Claim, Suggestion } from "./api";

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

/** What the guard found for one claim, as a sentence. */
export function verdict(claim: Claim, source: string | undefined): string {
  const where = source ? ` in “${source}”` : "";
  if (claim.ok && claim.formula) return `${claim.formula} = ${claim.value}`;
  if (claim.ok) return source ? `matches “${source}”` : "checked";
  if (claim.expected) return `should be ${claim.expected}${where}`;
  return `found nowhere in the catalogue or the articles`;
}

const partNames: Record<string, string> = {
  claims_true: "Every fact is true",
  claims: "Every fact is true",
  question_answered: "Answers the whole question",
  coverage: "Answers the whole question",
  intent_certain: "Sure what is asked",
  intent: "Sure what is asked",
  similar_approved: "Similar drafts were approved",
  history: "Similar drafts were approved",
};

export const partName = (name: string) => partNames[name] ?? sentence(name);

/** What the confidence means, for a person. */
export const confidenceWords = (suggestion: Suggestion) =>
  `${percent(suggestion.confidence)} chance that you would send this unchanged`;

export const rejectReasons = [
  "A fact is wrong",
  "Misses the question",
  "Wrong tone",
  "A person should answer",
  "No answer needed",
];
