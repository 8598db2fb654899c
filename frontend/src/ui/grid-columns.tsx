import type { Choice } from "./filter-choices";
import { Line } from "./grid-cells";
import type { GridColumn } from "./grid-types";
import { When } from "./time";

/** A column of words that one edits as text. */
export const words = <Row, Key extends keyof Row & string>(
  id: Key,
  label: string,
  width: number,
  { sort, type, required }: { sort?: boolean; type?: "url" | "tel" | "date"; required?: boolean } = {},
): GridColumn<Row> => ({
  id,
  label,
  width,
  sort: sort ? id : undefined,
  cell: (row) => <Line of={row[id] as string | null} />,
  edit: {
    editor: { kind: "text", type, required },
    value: (row) => row[id],
    patch: (next) => ({ [id]: next }),
    put: (row, next) => ({ ...row, [id]: next }),
  },
});

/** A column of one of a few words. */
export const choice = <Row, Key extends keyof Row & string>(
  id: Key,
  label: string,
  width: number,
  options: Choice[],
  sort = false,
): GridColumn<Row> => ({
  ...words<Row, Key>(id, label, width, { sort }),
  cell: (row) => <Line of={options.find(({ value }) => value === row[id])?.label} />,
  edit: {
    editor: { kind: "choice", options, none: "–" },
    value: (row) => row[id],
    patch: (next) => ({ [id]: next }),
    put: (row, next) => ({ ...row, [id]: next }),
  },
});

interface Named {
  id: string;
  name: string;
}

/** A column of what a record refers to, by its name. */
export const named = <Row, Key extends keyof Row & string>(
  id: Key,
  label: string,
  width: number,
): GridColumn<Row> => ({
  id,
  label,
  width,
  cell: (row) => <Line of={(row[id] as Named | null)?.name} />,
});

/** The same, chosen among a few; `none` is the word for nothing. */
export const chosen = <Row, Key extends keyof Row & string>(
  id: Key,
  label: string,
  width: number,
  among: Choice[],
  none: string,
): GridColumn<Row> => ({
  ...named<Row, Key>(id, label, width),
  edit: {
    editor: { kind: "choice", options: among, none },
    value: (row) => (row[id] as Named | null)?.id ?? null,
    patch: (next) => ({ [`${id}_id`]: next }),
    put: (row, next) => {
      const one = among.find(({ value }) => value === next);
      return { ...row, [id]: one ? { id: one.value, name: one.label } : null };
    },
  },
});

/** A column of moments. */
export const moment = <Row, Key extends keyof Row & string>(
  id: Key,
  label: string,
  sort = false,
): GridColumn<Row> => ({
  id,
  label,
  width: 112,
  sort: sort ? id : undefined,
  cell: (row) => (row[id] ? <When at={row[id] as string} className="text-muted" /> : <Line of={null} />),
});
