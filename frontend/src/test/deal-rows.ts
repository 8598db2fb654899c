import type { Schema } from "@/lib/api";

const at = "2026-11-20T09:00:00Z";

const names = ["Lead", "Proposal", "Won", "Lost"] as const;
type Name = (typeof names)[number];
const outcomes: Record<Name, Schema["StageOut"]["outcome"]> = {
  Lead: "open",
  Proposal: "open",
  Won: "won",
  Lost: "lost",
};

export const stage = (name: Name): Schema["StageOut"] => ({
  id: name,
  name,
  position: names.indexOf(name),
  probability: { Lead: 10, Proposal: 50, Won: 100, Lost: 0 }[name],
  outcome: outcomes[name],
  stale_after_days: 14,
});

export const pipeline = (): Schema["PipelineOut"] => ({
  id: "p1",
  name: "Sales",
  stages: names.map(stage),
  leaving: [],
  created_at: at,
  updated_at: at,
  deleted_at: null,
});

export const deal = (id: string, name: Name, over: Partial<Schema["DealOut"]> = {}): Schema["DealOut"] => ({
  id,
  title: `Deal ${id}`,
  pipeline: { id: "p1", name: "Sales" },
  stage: { id: name, name, outcome: outcomes[name], probability: stage(name).probability },
  contact: { id: "c1", name: "Ann" },
  company: null,
  owner: null,
  team: null,
  conversation_id: null,
  custom: {},
  amount: "100.00",
  weighted: stage(name).probability.toFixed(2),
  currency: "EUR",
  expected_close_on: null,
  status: outcomes[name],
  lost_reason: null,
  order_key: "a0",
  version: 1,
  stage_entered_at: at,
  touched_at: at,
  closed_at: null,
  next_activity_at: null,
  stale: false,
  editable: true,
  created_at: at,
  updated_at: at,
  deleted_at: null,
  ...over,
});

export const detail = (row: Schema["DealOut"]): Schema["DealDetail"] => ({ ...row, items: [], history: [] });

/** A board of these cards, in this order. */
export const board = (cards: Schema["DealOut"][]): Schema["BoardOut"] => ({
  pipeline: pipeline(),
  columns: names.map((name) => {
    const items = cards.filter((card) => card.stage.id === name);
    const sum = items.length * 100;
    const weighted = ((sum * stage(name).probability) / 100).toFixed(2);
    return {
      stage: stage(name),
      count: items.length,
      totals: sum ? [{ currency: "EUR", amount: sum.toFixed(2), weighted }] : [],
      items,
      next_cursor: null,
    };
  }),
});
