import { HttpResponse, http } from "msw";
import { expect } from "vitest";
import { page } from "./rows";
import { problem, server } from "./server";

const API = "*/api/v1";
export const moment = (second: number) => `2026-11-22T09:00:${String(second).padStart(2, "0")}.123456Z`;

/** A server that keeps one record, holds conditions, and can be written to by somebody else. */
export function shared<Row extends { id: string }>(path: string, start: Row) {
  let row = { ...start, updated_at: moment(0) };
  let second = 0;
  const patches: object[] = [];
  const removed: string[] = [];
  const write = (patch: object) => {
    second += 1;
    row = { ...row, ...patch, updated_at: moment(second) };
  };
  const stale = (request: Request) => {
    const asked = request.headers.get("If-Match");
    expect(asked, "no change without a condition").not.toBeNull();
    return asked === `"${row.updated_at}"` ? undefined : problem(412, "Stale", "Somebody was faster.");
  };
  server.use(
    http.get(`${API}${path}/${start.id}`, () => HttpResponse.json(row)),
    http.get(`${API}${path}`, () => HttpResponse.json(page([row]))),
    http.patch(`${API}${path}/${start.id}`, async ({ request }) => {
      const patch = (await request.json()) as object;
      const refusal = stale(request);
      if (refusal) return refusal;
      patches.push(patch);
      write(patch);
      return HttpResponse.json(row);
    }),
    http.delete(`${API}${path}/${start.id}`, ({ request }) => {
      const refusal = stale(request);
      if (refusal) return refusal;
      removed.push(start.id);
      return new HttpResponse(null, { status: 204 });
    }),
    http.get(`${API}${path}/${start.id}/merges`, () => HttpResponse.json(page([]))),
    http.get(`${API}/timeline/:record/:id`, () => {
      const by = {
        kind: "change",
        id: "e1",
        at: moment(1),
        title: "changed",
        actor: "Lena Vogt",
        text: null,
      };
      return HttpResponse.json({ items: [{ ...by, refers_to: null, details: {} }], next_cursor: null });
    }),
  );
  return { patches, removed, write, now: () => row };
}
