import { describe, expect, it } from "vitest";
import { wordDiff } from "./diff";

const shown = (before: string, after: string) =>
  wordDiff(before, after)
    .map(({ kind, text }) => (kind === "same" ? text : `${kind === "added" ? "+" : "-"}[${text}]`))
    .join("");

describe("the difference of two texts", () => {
  it("names the words that changed", () => {
    expect(shown("It costs 349.00 EUR today.", "It costs 359.00 EUR today.")).toBe(
      "It costs -[349.00 ]+[359.00 ]EUR today.",
    );
  });
  it("shows what was put in and taken out", () => {
    expect(shown("a b c", "a c d")).toBe("a -[b c]+[c d]");
    expect(shown("", "new")).toBe("+[new]");
    expect(shown("old", "")).toBe("-[old]");
    expect(shown("the same", "the same")).toBe("the same");
  });
  it("puts both texts back together", () => {
    const before = "One two three\n\nfour five six";
    const after = "Two three\nfour six seven";
    const pieces = wordDiff(before, after);
    const of = (kind: string) =>
      pieces
        .filter((piece) => piece.kind === "same" || piece.kind === kind)
        .map(({ text }) => text)
        .join("");
    expect([of("removed"), of("added")]).toEqual([before, after]);
  });
  it("takes a huge text as rewritten", () => {
    const long = Array.from({ length: 3000 }, (_, place) => `a${place.toString()}`).join(" ");
    expect(wordDiff(long, long.replaceAll("a", "b"))).toHaveLength(2);
  });
});
