import type { ReactNode } from "react";
import type { Choice } from "./filter-choices";

/** What a cell's editor is told, and how it answers. */
export interface EditorProps {
  label: string;
  value: unknown;
  /** Why the last value was refused. */
  fault?: string;
  onSave: (next: unknown) => void;
  onCancel: () => void;
}

/** How a cell is edited where it stands. */
export type Editor =
  | { kind: "text"; type?: "text" | "number" | "date" | "url" | "tel" | "email"; required?: boolean }
  | { kind: "choice"; options: Choice[]; none?: string }
  | { kind: "several"; options: Choice[] }
  | { kind: "tags"; known: string[] }
  | { kind: "money" }
  | { kind: "own"; render: (props: EditorProps) => ReactNode };

/** An editable column: its value in a row, what is sent, and the row as it will be. */
export interface GridEdit<Row> {
  editor: Editor;
  value: (row: Row) => unknown;
  patch: (next: unknown) => Record<string, unknown>;
  put: (row: Row, next: unknown) => Row;
  /** What sends it where that is no change of a field; answers the row as it is then. `back`: it takes one back. */
  send?: (row: Row, patch: Record<string, unknown>, back: boolean) => Promise<Row>;
}

/** How many rows are given a value at once, where that is not as in one cell. */
export interface GridTogether {
  editor: Editor;
  patch: (next: unknown) => Record<string, unknown>;
}

export interface GridColumn<Row> {
  id: string;
  label: string;
  /** Pixels; the first column also takes what is left. */
  width: number;
  numeric?: boolean;
  /** The word the server sorts by; "-" before it reverses. */
  sort?: string;
  /** Shown beside the first column where there is room for two. */
  brief?: boolean;
  cell: (row: Row) => ReactNode;
  edit?: GridEdit<Row>;
  together?: GridTogether;
}
