import { describe, expect, it } from "vitest";
import { problemOf } from "./problem";
import { oneOf, searchOf, searchParams, text, texts } from "./search";

describe("problems", () => {
  it("reads what the server says, with its fields", () => {
    const errors = [{ field: "email", message: "is taken" }];
    expect(
      problemOf({ status: 422, code: "Invalid", detail: "Some fields cannot be used.", errors }),
    ).toEqual({
      status: 422,
      code: "Invalid",
      detail: "Some fields cannot be used.",
      errors,
    });
  });
  it("says that nothing was lost when the server is away or speaks in tongues", () => {
    expect(problemOf(new TypeError("fetch failed")).detail).toContain("Nothing was lost");
    expect(problemOf("<html>502</html>").detail).toContain("Nothing was lost");
    expect(problemOf({ status: 500, title: "Internal Server Error" }).detail).toContain("Nothing was lost");
  });
});

describe("search parameters", () => {
  const read = searchOf({ q: text, view: oneOf(["mine", "all"]) });
  it("keeps what makes sense and drops the rest", () => {
    expect(read({ q: "desk", view: "all", other: 1 })).toEqual({ q: "desk", view: "all" });
    expect(read({ q: 20418, view: "nonsense" })).toEqual({ q: "20418" });
    expect(read({ q: "", view: { evil: true } })).toEqual({});
  });
  it("come back from an address letter for letter", () => {
    const reading = searchOf({ q: text, filter: texts });
    for (const q of [
      "12e456",
      "20418",
      "00467012",
      "98765432109876543210",
      "true",
      "null",
      '"A4"',
      "[x",
      "a b&c",
    ]) {
      const search = { q, filter: ["name:eq:1e5", "7"] };
      expect(reading(searchParams.parseSearch(searchParams.stringifySearch(search)))).toEqual(search);
    }
    expect(reading(searchParams.parseSearch("?q=12e456"))).toEqual({ q: "12e456" });
  });
});
