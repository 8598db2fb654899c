import { sentence } from "@/lib/format";
import type { Contact } from "./api";

export type Lifecycle = NonNullable<Contact["lifecycle"]>;
type Source = NonNullable<Contact["source"]>;

const labelled = <Word extends string>(words: readonly Word[]) =>
  words.map((value) => ({ value, label: sentence(value) }));

export const lifecycles = labelled<Lifecycle>([
  "subscriber",
  "lead",
  "qualified",
  "opportunity",
  "customer",
  "evangelist",
  "other",
]);

export const sources = [
  { value: "email", label: "E-mail" },
  { value: "whatsapp", label: "WhatsApp" },
  ...labelled<Source>(["messenger", "lead_ad", "import", "manual", "website", "referral", "other"]),
];

export const sizes = ["1-10", "11-50", "51-200", "201-500", "501-1000", "1001-5000", "5001+"].map(
  (value) => ({
    value,
    label: value.replace("-", "–"),
  }),
);

export const purposes: Record<string, string> = {
  marketing_email: "Marketing by e-mail",
  marketing_whatsapp: "Marketing by WhatsApp",
  marketing_phone: "Marketing calls",
};

export const lifecycleTone = {
  subscriber: "plain",
  lead: "info",
  qualified: "info",
  opportunity: "accent",
  customer: "ok",
  evangelist: "ok",
  other: "plain",
} as const satisfies Record<Lifecycle, string>;
