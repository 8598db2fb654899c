import type { Schema } from "@/lib/api";
import { day, language, money, sentence } from "@/lib/format";
import type { Company, Contact } from "./api";
import type { Kind, Mergeable } from "./merging";
import { lifecycles, sizes, sources } from "./words";

/** A field that is taken of one of two records, and how each shows it. */
export interface Row {
  field: string;
  label: string;
  show: (record: Mergeable) => string | null;
}

type Field = Schema["FieldOut"];

const said = (options: readonly { value: string; label: string }[], value: string | null) =>
  options.find((one) => one.value === value)?.label ?? value;

const row = <Of extends Mergeable>(
  field: string,
  label: string,
  show: (record: Of) => string | null,
): Row => ({
  field,
  label,
  show: (record) => show(record as Of),
});

const plain = (field: keyof Company & string, label: string) =>
  row<Company>(field, label, (company) => company[field] as string | null);

const lifecycle = row("lifecycle", "Lifecycle", (one) => said(lifecycles, one.lifecycle));

const rows: Record<Kind, Row[]> = {
  contacts: [
    row("name", "Name", ({ name }) => name),
    row<Contact>("company_id", "Company", ({ company }) => company?.name ?? null),
    lifecycle,
    row<Contact>("source", "Source", ({ source }) => said(sources, source)),
    row<Contact>("language", "Language", (one) => (one.language ? language(one.language) : null)),
  ],
  companies: [
    plain("name", "Name"),
    plain("domain", "Main domain"),
    lifecycle,
    plain("website", "Website"),
    plain("phone", "Phone"),
    plain("industry", "Industry"),
    row<Company>("size", "Size", ({ size }) => said(sizes, size)),
    plain("street", "Street"),
    plain("postal_code", "Postal code"),
    plain("city", "City"),
    plain("region", "Region"),
    plain("country", "Country"),
  ],
};

/** The fields in which two records differ; what the lists say of custom fields gives their labels and words. */
export function differing(kind: Kind, records: Mergeable[], fields: Field[]): Row[] {
  const keys = [...new Set(records.flatMap(({ custom }) => Object.keys(custom)))];
  const own = keys.map((key) => {
    const name = `custom.${key}`;
    const field = fields.find((one) => one.name === name);
    return row(name, field?.label ?? sentence(key), ({ custom }) => inWords(custom[key], field));
  });
  return [...rows[kind], ...own].filter((row) => differs(row, records.map(row.show)));
}

/** Whether there is something to choose; all domains are kept, so one without any leaves no choice. */
const differs = ({ field }: Row, shown: (string | null)[]) =>
  new Set(shown).size > 1 && !(field === "domain" && shown.includes(null));

/** A custom field's value; nothing where there is none. */
function inWords(value: unknown, field: Field | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((one) => inWords(one, field)).join(", ") || null;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "object") {
    const { amount, currency } = value as { amount: string; currency: string };
    return money(amount, currency);
  }
  const text = String(value);
  return field?.kind === "day" ? day(text) : said(field?.options ?? [], text);
}

/** What all of them are known by, addresses or domains; what was chosen leads. */
export function knownBy(records: Mergeable[], first: (string | null)[]): string[] {
  const known = records.flatMap((one) =>
    "domains" in one ? one.domains : [...one.emails, ...one.phones].map(({ value }) => value),
  );
  return [...new Set([...first, ...known])].filter((one) => one !== null);
}

/** One line that tells a record from others. */
export function noteOf(record: Mergeable): string {
  const parts =
    "domains" in record
      ? [record.domain, record.phone, record.city]
      : [record.email, record.phone, record.company?.name];
  return parts.filter(Boolean).join(" · ");
}
