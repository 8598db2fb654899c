import type { FilterField } from "@/lib/filters";

export interface Choice {
  value: string;
  label: string;
}

/** What the ids of a ref stand for, by what it names: users, teams …; a ref without is not offered. */
export type Refs = Partial<Record<string, Choice[]>>;

/** What can be chosen for a field; none: one types. */
export const choicesOf = (field: FilterField, refs: Refs | undefined): Choice[] =>
  field.kind === "flag"
    ? [
        { value: "true", label: "yes" },
        { value: "false", label: "no" },
      ]
    : field.of
      ? (refs?.[field.of] ?? [])
      : field.options;
