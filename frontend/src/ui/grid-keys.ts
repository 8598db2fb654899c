import type { KeyboardEvent } from "react";

export interface Place {
  row: number;
  column: number;
}

interface Moves {
  at: Place;
  rows: number;
  columns: number;
  /** How many rows a page of the screen holds. */
  page: number;
}

const steps: Record<string, (moves: Moves) => Place> = {
  ArrowDown: ({ at }) => ({ ...at, row: at.row + 1 }),
  ArrowUp: ({ at }) => ({ ...at, row: at.row - 1 }),
  ArrowRight: ({ at }) => ({ ...at, column: at.column + 1 }),
  ArrowLeft: ({ at }) => ({ ...at, column: at.column - 1 }),
  PageDown: ({ at, page }) => ({ ...at, row: at.row + page }),
  PageUp: ({ at, page }) => ({ ...at, row: at.row - page }),
  Home: ({ at }) => ({ ...at, column: 0 }),
  End: ({ at, columns }) => ({ ...at, column: columns - 1 }),
  "Mod+Home": () => ({ row: 0, column: 0 }),
  "Mod+End": ({ at, rows }) => ({ ...at, row: rows - 1 }),
};

const within = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));

/** Where a key leads in a table; nothing when it is no key of moving. */
export function moved(event: KeyboardEvent, moves: Moves): Place | undefined {
  const mod = event.ctrlKey || event.metaKey ? "Mod+" : "";
  const step = steps[mod + event.key];
  if (!step) return undefined;
  if (moves.at.row < 0) return { row: 0, column: 0 };
  const { row, column } = step(moves);
  return { row: within(row, moves.rows), column: within(column, moves.columns) };
}
