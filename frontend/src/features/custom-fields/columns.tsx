import { useMemo } from "react";
import { Line } from "@/ui/grid-cells";
import type { Editor, GridColumn } from "@/ui/grid-types";
import { type CustomField, type Of, useCustomFields } from "./api";
import { inWords } from "./words";

interface Holder {
  custom: Record<string, unknown>;
}

const widths: Partial<Record<CustomField["kind"], number>> = {
  flag: 104,
  number: 112,
  date: 128,
  money: 144,
};

/** Every field that admins defined, as a column of a list. */
export function useCustomColumns<Row extends Holder>(of: Of): GridColumn<Row>[] {
  const fields = useCustomFields(of).data?.items;
  return useMemo(() => (fields ?? []).map((field) => columnOf<Row>(field)), [fields]);
}

function columnOf<Row extends Holder>(field: CustomField): GridColumn<Row> {
  const { key, kind, label } = field;
  const sent = (next: unknown) => (kind === "flag" && next !== null ? next === "true" : next);
  return {
    id: `custom.${key}`,
    label,
    width: widths[kind] ?? 160,
    numeric: kind === "number" || kind === "money",
    sort: field.indexed ? `custom.${key}` : undefined,
    cell: (row) => <Value field={field} value={row.custom[key] ?? null} />,
    edit: {
      editor: editorOf(field),
      value: (row) => {
        const value = row.custom[key] ?? null;
        return kind === "flag" && value !== null ? String(value) : value;
      },
      patch: (next) => ({ custom: { [key]: sent(next) } }),
      put: (row, next) => ({ ...row, custom: { ...row.custom, [key]: sent(next) } }),
    },
  };
}

function Value({ field, value }: { field: CustomField; value: unknown }) {
  if (field.kind !== "link" || typeof value !== "string") {
    return <Line of={value === null ? null : inWords(field, value)} />;
  }
  return (
    <a
      href={value}
      target="_blank"
      rel="noreferrer"
      tabIndex={-1}
      className="block truncate text-accent-text hover:underline"
    >
      {value.replace(/^https?:\/\//, "")}
    </a>
  );
}

const typed = { number: "number", date: "date", link: "url" } as const;

function editorOf({ kind, options, required }: CustomField): Editor {
  const open = options.filter(({ archived }) => !archived).map(({ key, label }) => ({ value: key, label }));
  switch (kind) {
    case "choice":
      return { kind: "choice", options: open, none: required ? undefined : "–" };
    case "choices":
      return { kind: "several", options: open };
    case "flag":
      return {
        kind: "choice",
        options: [
          { value: "true", label: "Yes" },
          { value: "false", label: "No" },
        ],
        none: required ? undefined : "–",
      };
    case "money":
      return { kind: "money" };
    default:
      return { kind: "text", type: kind === "text" ? "text" : typed[kind], required };
  }
}
