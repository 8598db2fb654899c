import { describe, expect, it } from "vitest";
import { alike, known, parts, whole } from "./three-ways";

describe("fields of a record and of a change", () => {
  it("finds what a change names in what the server showed", () => {
    const row = {
      owner: { id: "u1", name: "Ada" },
      teams: [{ id: "t1", name: "Day" }],
      done_at: null,
      custom: { a: 1 },
    };
    expect(known(row, "owner_id")).toBe("u1");
    expect(known(row, "company_id")).toBeNull();
    expect(known(row, "team_ids")).toEqual(["t1"]);
    expect(known(row, "done")).toBe(false);
    expect(known(row, "custom.a")).toBe(1);
    expect(known(row, "secret")).toBeUndefined();
  });

  it("takes custom fields apart and together again", () => {
    const patch = { name: "Ada", custom: { a: 1, b: null } };
    expect(parts(patch)).toEqual({ name: "Ada", "custom.a": 1, "custom.b": null });
    expect(whole(parts(patch))).toEqual(patch);
    expect(whole({ name: "Ada" })).toEqual({ name: "Ada" });
  });

  it("compares what forms and the server write differently", () => {
    expect(alike("10", "10.00")).toBe(true);
    expect(alike("", null)).toBe(true);
    expect(alike([], null)).toBe(true);
    expect(alike("2026-11-22T09:00:00Z", "2026-11-22T10:00:00+01:00")).toBe(true);
    expect(alike([{ value: "a@b.test" }], [{ value: "a@b.test", primary: true }])).toBe(true);
    expect(alike(["a", "b"], ["b", "a"])).toBe(false);
    expect(alike("10", "11")).toBe(false);
    expect(alike(false, null)).toBe(false);
  });
});
