import type { Board, Column, Deal, Total } from "./api";

/** A place on the board: between which cards of which column. `index` counts without the card itself. */
export interface Place {
  stageId: string;
  index: number;
}

/** What the server is told: the cards before and after. */
export interface Neighbours {
  stage_id: string;
  after_id: string | null;
  before_id: string | null;
}

export const cardsWithout = (column: Column | undefined, id: string): Deal[] =>
  column?.items.filter((card) => card.id !== id) ?? [];

export const columnOf = (board: Board, stageId: string) =>
  board.columns.find(({ stage }) => stage.id === stageId);

export const cardOf = (board: Board | undefined, id: string) =>
  board?.columns.flatMap(({ items }) => items).find((card) => card.id === id);

/** Where a card is now. */
export function placeOf(board: Board, id: string): Place | undefined {
  for (const { stage, items } of board.columns) {
    const index = items.findIndex((card) => card.id === id);
    if (index >= 0) return { stageId: stage.id, index };
  }
  return undefined;
}

export function neighboursOf(board: Board, id: string, { stageId, index }: Place): Neighbours {
  const cards = cardsWithout(columnOf(board, stageId), id);
  return {
    stage_id: stageId,
    after_id: cards[index - 1]?.id ?? null,
    before_id: cards[index]?.id ?? null,
  };
}

/** The board as it is once a card has moved: in its new column, counted and added up there. */
export function moved(board: Board, card: Deal, { stageId, index }: Place): Board {
  const target = columnOf(board, stageId)?.stage;
  if (!target) return board;
  const from = placeOf(board, card.id)?.stageId;
  const stage = {
    id: target.id,
    name: target.name,
    outcome: target.outcome,
    probability: target.probability,
  };
  const entered = from === stageId ? card.stage_entered_at : new Date().toISOString();
  const shown = { ...card, stage, status: target.outcome, stage_entered_at: entered, stale: false };
  const columns = board.columns.map((column) => {
    const here = column.stage.id === stageId;
    const left = column.stage.id === from;
    if (!here && !left) return column;
    const items = cardsWithout(column, card.id);
    if (here) items.splice(index, 0, shown);
    const change = Number(here) - Number(left);
    return { ...column, items, count: column.count + change, totals: added(column, card, change) };
  });
  return { ...board, columns };
}

function added(column: Column, card: Deal, sign: number): Total[] {
  if (sign === 0) return column.totals;
  const amount = Number(card.amount) * sign;
  const weighted = (amount * column.stage.probability) / 100;
  const known = column.totals.find(({ currency }) => currency === card.currency);
  const sum = {
    currency: card.currency,
    amount: (Number(known?.amount ?? 0) + amount).toFixed(2),
    weighted: (Number(known?.weighted ?? 0) + weighted).toFixed(2),
  };
  const others = column.totals.filter(({ currency }) => currency !== card.currency);
  return Number(sum.amount) > 0 ? [...others, sum] : others;
}

/** One step with an arrow key from a place. */
export function stepped(board: Board, id: string, place: Place, key: string): Place {
  const at = board.columns.findIndex(({ stage }) => stage.id === place.stageId);
  const to = key === "ArrowLeft" ? at - 1 : key === "ArrowRight" ? at + 1 : at;
  const column = board.columns[Math.min(board.columns.length - 1, Math.max(0, to))];
  if (!column) return place;
  const step = key === "ArrowUp" ? -1 : key === "ArrowDown" ? 1 : 0;
  const last = cardsWithout(column, id).length;
  return { stageId: column.stage.id, index: Math.min(last, Math.max(0, place.index + step)) };
}
