import { describe, expect, it } from "vitest";
import { age, bytes, initials, language, money, plural, relative, sentence } from "./format";

const now = new Date("2026-11-22T12:00:00Z").getTime();
const before = (seconds: number) => new Date(now - seconds * 1000).toISOString();

describe("format", () => {
  it.each([
    [10, "just now"],
    [240, "4 min ago"],
    [3 * 3600, "3 h ago"],
    [86_400, "1 day ago"],
    [-7200, "in 2 h"],
  ])("says %i seconds ago as %s", (seconds, words) => expect(relative(before(seconds), now)).toBe(words));

  it("is short in tight columns", () => {
    expect([age(before(5), now), age(before(7200), now), age(before(200_000), now)]).toEqual([
      "1m",
      "2h",
      "2d",
    ]);
  });

  it("writes money as the drafts do, and keeps every decimal", () => {
    expect(money("1249.00", "EUR")).toBe("1,249.00 EUR");
    expect(money("0.0375", "EUR")).toBe("0.0375 EUR");
    expect(money("89", "ZZZ")).toBe("89.00 ZZZ");
  });

  it("names things", () => {
    expect(bytes(284_113)).toBe("277 kB");
    expect(sentence("draft_only")).toBe("Draft only");
    expect(plural(1, "job")).toBe("1 job");
    expect(plural(2, "job")).toBe("2 jobs");
    expect(initials("Ingrid Maria Solheim")).toBe("IS");
    expect(initials("")).toBe("?");
    expect(language("de")).toBe("German");
    expect(language("not a code")).toBe("not a code");
  });
});
