import { describe, expect, it } from "vitest";
import { suggestion } from "@/test/rows";
import { merged } from "./evidence";
import { distinct, grounds, verdict } from "./words";

const said = (parts: { name: string; value: number; weight: number }[]) =>
  grounds(suggestion({ parts })).map(({ words, good }) => `${good ? "+" : "-"} ${words}`);

describe("the confidence in words", () => {
  it("names what speaks against it first, then the biggest", () => {
    expect(
      said([
        { name: "complete", value: 0, weight: 2.6 },
        { name: "claims", value: 1, weight: 1.2 },
        { name: "support", value: 0.9, weight: 2 },
        { name: "asks_back", value: 1, weight: -2.2 },
      ]),
    ).toEqual([
      "- Does not answer the whole message",
      "- Asks the customer back",
      "+ Rests on catalogue and articles",
      "+ Every fact is confirmed",
    ]);
  });
  it("says a part it does not know by its name", () => {
    expect(said([{ name: "tone_of_voice", value: 0.8, weight: 1 }])).toEqual(["+ Tone of voice: 80%"]);
  });
});

describe("what the guard found", () => {
  const [price] = suggestion().claims;
  if (!price) throw new Error("no claim");
  it("is told once, and not again for a figure within a confirmed sentence", () => {
    const sentence = { ...price, kind: "attribute", text: "socket: E27", start: 10, end: 21 };
    const figure = { ...sentence, text: "27", start: 19, end: 21 };
    const again = { ...sentence, start: 40, end: 51 };
    const wrong = { ...figure, ok: false };
    expect(distinct([sentence, figure, again])).toEqual([sentence]);
    expect(distinct([sentence, wrong])).toEqual([sentence, wrong]);
    expect(distinct([price, { ...price, source_id: null }])).toHaveLength(2);
  });
  it("is a sentence", () => {
    expect(verdict(price, "Halden Desk 160")).toBe("matches “Halden Desk 160”");
    expect(verdict({ ...price, formula: "349.00 + 19.00", value: "368.00 EUR" }, undefined)).toBe(
      "349.00 + 19.00 = 368.00 EUR",
    );
    expect(verdict({ ...price, formula: "2 × 289.0000 = 578.0000" }, undefined)).toBe("2 × 289.00 = 578.00");
    expect(verdict({ ...price, ok: false, expected: "299.00 EUR" }, "Halden Desk 160")).toBe(
      "should be 299.00 EUR in “Halden Desk 160”",
    );
    expect(verdict({ ...price, ok: false }, undefined)).toContain("found nowhere");
  });
  it("lists a record once, with all its facts", () => {
    const [source] = suggestion().sources;
    if (!source) throw new Error("no source");
    expect(merged([source, { ...source, detail: "stock" }, { ...source, id: "p2", detail: "" }])).toEqual([
      { ...source, detail: "349.00 EUR, 12 in stock, stock" },
      { ...source, id: "p2", detail: "" },
    ]);
  });
});
