import type { Schema } from "./api";
import { sentence } from "./format";

export type Intent = NonNullable<Schema["Row"]["intent"]>;

export const intents: Record<Intent, string> = {
  product_question: "Product question",
  price_quote: "Price or quote",
  purchase: "Wants to buy",
  order_status: "Order status",
  order_change: "Order change",
  shipping: "Shipping",
  return_refund: "Return or refund",
  complaint: "Complaint",
  billing: "Billing",
  account: "Account",
  feedback: "Feedback",
  spam: "Spam",
  automated: "Automated",
  other: "Other",
};

export const intentCodes = Object.keys(intents) as Intent[];

/** What an intent is called, whatever spelling the wire types give it. */
export const intentName = (code: string): string => intents[code as Intent] ?? sentence(code);
