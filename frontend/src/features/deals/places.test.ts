import { describe, expect, it } from "vitest";
import { board, deal } from "@/test/deal-rows";
import { moved, neighboursOf, placeOf, stepped } from "./places";
import { decimal, duration } from "./words";

const cards = [deal("1", "Lead"), deal("2", "Lead"), deal("3", "Proposal")];
const ids = (shown: ReturnType<typeof board>) =>
  shown.columns.map(({ items }) => items.map(({ id }) => id).join());

describe("places on the board", () => {
  it("moves a card with its count and its sums", () => {
    const after = moved(board(cards), deal("1", "Lead"), { stageId: "Proposal", index: 1 });
    expect(ids(after)).toEqual(["2", "3,1", "", ""]);
    expect(after.columns.map(({ count }) => count)).toEqual([1, 2, 0, 0]);
    expect(after.columns[1]?.totals).toEqual([{ currency: "EUR", amount: "200.00", weighted: "100.00" }]);
    expect(after.columns[1]?.items[1]?.stage.name).toBe("Proposal");
  });

  it("keeps sums and age when the card stays in its column", () => {
    const before = board(cards);
    const after = moved(before, cards[0] ?? deal("1", "Lead"), { stageId: "Lead", index: 1 });
    expect(ids(after)[0]).toBe("2,1");
    expect(after.columns[0]?.totals).toEqual(before.columns[0]?.totals);
    expect(after.columns[0]?.items[1]?.stage_entered_at).toBe(cards[0]?.stage_entered_at);
  });

  it("names the cards before and after, never the moving one", () => {
    expect(neighboursOf(board(cards), "1", { stageId: "Lead", index: 1 })).toEqual({
      stage_id: "Lead",
      after_id: "2",
      before_id: null,
    });
    expect(neighboursOf(board(cards), "1", { stageId: "Proposal", index: 0 })).toEqual({
      stage_id: "Proposal",
      after_id: null,
      before_id: "3",
    });
    expect(placeOf(board(cards), "2")).toEqual({ stageId: "Lead", index: 1 });
  });

  it("steps with the arrows and stops at the edges", () => {
    const from = { stageId: "Lead", index: 1 };
    const step = (key: string) => stepped(board(cards), "2", from, key);
    expect(step("ArrowLeft")).toEqual(from);
    expect(step("ArrowDown")).toEqual(from);
    expect(step("ArrowUp")).toEqual({ stageId: "Lead", index: 0 });
    expect(step("ArrowRight")).toEqual({ stageId: "Proposal", index: 1 });
  });
});

describe("words of deals", () => {
  it("reads amounts as people write them", () => {
    expect(["1200", "1 200,5", "12.50", "x", "1.234"].map(decimal)).toEqual([
      "1200",
      "1200.5",
      "12.50",
      undefined,
      undefined,
    ]);
  });
  it("says how long a stay was", () => {
    expect([30, 7200, 86_400, 259_200].map(duration)).toEqual(["1 min", "2 h", "1 day", "3 days"]);
  });
});
