import { describe, expect, it } from "vitest";
import { staleBy } from "./live-updates";

const event = (name: string, subject_type: string) => ({ event: name, subject_type, subject_id: "1" });

describe("what an event makes stale", () => {
  it("knows it by the event's word or by its table", () => {
    expect(staleBy(event("message.received", "message"))).toContain("/api/v1/conversations");
    expect(staleBy(event("company.changed", "companie"))).toEqual(["/api/v1/companies", "/api/v1/timeline"]);
    expect(staleBy(event("task.created", "activitie"))).toEqual(["/api/v1/activities", "/api/v1/timeline"]);
    expect(staleBy(event("price.dropped", "product"))).toContain("/api/v1/products");
    expect(staleBy(event("weather.changed", "cloud"))).toEqual([]);
  });
});
