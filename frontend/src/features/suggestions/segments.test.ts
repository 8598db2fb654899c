import { describe, expect, it } from "vitest";
import type { Claim } from "./api";
import { segments } from "./segments";

const claim = (start: number, end: number): Claim => ({
  kind: "price",
  text: "",
  start,
  end,
  value: "",
  expected: null,
  ok: true,
  source_id: null,
  formula: null,
});
const marked = (body: string, claims: Claim[]) =>
  segments(body, claims)
    .map(({ text, claim: found }) => (found ? `[${text}]` : text))
    .join("");

describe("segments", () => {
  it("counts code points, so that an emoji before a price shifts nothing", () => {
    expect(marked("🪑 349.00 EUR", [claim(2, 12)])).toBe("🪑 [349.00 EUR]");
  });
  it("sorts claims, and of overlapping ones keeps the first and longest", () => {
    expect(marked("abcdef", [claim(3, 5), claim(0, 2), claim(1, 4)])).toBe("[ab]c[de]f");
    expect(marked("abcdef", [claim(1, 2), claim(1, 4)])).toBe("a[bcd]ef");
  });
  it("passes over claims that lie outside the text", () => {
    expect(marked("abc", [claim(2, 9), claim(-1, 1), claim(2, 2)])).toBe("abc");
  });
  it("loses no character", () => {
    const body = "Zwölf – 👩‍👧 – 12 Stück\n";
    expect(
      segments(body, [claim(0, 5), claim(8, 11)])
        .map(({ text }) => text)
        .join(""),
    ).toBe(body);
  });
});
