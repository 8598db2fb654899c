import { type Of, useCustomFields } from "./api";
import { inWords } from "./values";

/** A column that an admin defined, for the table of another feature. */
export interface CustomColumn {
  key: string;
  label: string;
  numeric: boolean;
  sort: string | undefined;
  words: (custom: Record<string, unknown>) => string;
}

/** The custom fields that lists are sorted by, as columns. */
export function useCustomColumns(of: Of): CustomColumn[] {
  const fields = useCustomFields(of).data?.items ?? [];
  return fields
    .filter(({ indexed }) => indexed)
    .map((field) => ({
      key: field.key,
      label: field.label,
      numeric: field.kind === "number" || field.kind === "money",
      sort: `custom.${field.key}`,
      words: (custom) => inWords(field, custom[field.key]),
    }));
}
