import { HttpResponse, http, ws } from "msw";
import { setupServer } from "msw/node";
import type { Schema } from "@/lib/api";
import { conversation, counts, me, page, rowOf, session } from "./rows";

const API = "*/api/v1";
const live = ws.link("*/api/v1/live");

/** Answers of a healthy server with one thread; a test replaces what it is about. */
export const server = setupServer(
  live.addEventListener("connection", () => undefined),
  http.post(`${API}/auth/refresh`, () => HttpResponse.json(session())),
  http.post(`${API}/auth/logout`, () => new HttpResponse(null, { status: 204 })),
  http.get(`${API}/conversations/counts`, () => HttpResponse.json(counts())),
  http.get(`${API}/conversations`, () => HttpResponse.json(page([rowOf(conversation())]))),
  http.get(`${API}/conversations/:id`, () => HttpResponse.json(conversation())),
  http.post(`${API}/conversations/:id/read`, () => new HttpResponse(null, { status: 204 })),
  http.post(`${API}/conversations/:id/typing`, () => HttpResponse.json({ others: [] })),
  http.get(`${API}/corrections`, () => HttpResponse.json(page([]))),
  http.get(`${API}/gaps`, () => HttpResponse.json(page([]))),
  http.get(`${API}/articles/:id/versions`, () => HttpResponse.json(page([]))),
  http.get(`${API}/suggestions`, () => HttpResponse.json(page([]))),
  http.get(`${API}/judgements`, () => HttpResponse.json(page([]))),
  http.get(`${API}/views`, () => HttpResponse.json(page([]))),
  http.get(`${API}/bulk-changes`, () => HttpResponse.json(page([]))),
  http.get(`${API}/companies/fields`, () => HttpResponse.json([])),
  http.get(`${API}/companies`, () => HttpResponse.json(page([]))),
  http.get(`${API}/contacts/fields`, () => HttpResponse.json([])),
  http.get(`${API}/contacts/:id`, () => problem(404, "NotFound", "There is no such contact.")),
  http.get(`${API}/contacts/:id/consents`, () => HttpResponse.json(page([]))),
  http.get(`${API}/custom-fields`, () => HttpResponse.json(page([]))),
  http.get(`${API}/tags`, () => HttpResponse.json({ items: [] })),
  http.get(`${API}/contacts`, () => HttpResponse.json(page([]))),
  http.get(`${API}/search`, () => HttpResponse.json({ items: [] })),
  http.get(`${API}/products/search`, () => HttpResponse.json({ items: [] })),
  http.get(`${API}/articles`, () => HttpResponse.json(page([]))),
  http.get(`${API}/products`, () => HttpResponse.json(page([]))),
  http.get(`${API}/activities/counts`, () =>
    HttpResponse.json({ my_day: 0, overdue: 0, upcoming: 0, team: 0 }),
  ),
  http.get(`${API}/notifications/unread`, () => HttpResponse.json({ unread: 0 })),
  http.get(`${API}/notifications`, () => HttpResponse.json(page([]))),
  http.get(`${API}/calendar`, () => HttpResponse.json({ created_at: null })),
  http.get(`${API}/activities`, () => HttpResponse.json(page([]))),
  http.get(`${API}/deals/fields`, () => HttpResponse.json([])),
  http.get(`${API}/deals`, () => HttpResponse.json(page([]))),
  http.get(`${API}/first-steps`, () => HttpResponse.json({ steps: [], dismissed: false })),
  http.get(`${API}/channels`, () => HttpResponse.json(page([]))),
  http.get(`${API}/teams`, () => HttpResponse.json(page([]))),
  http.get(`${API}/jobs/counts`, () => HttpResponse.json({ queues: [] } satisfies Schema["JobCounts"])),
  http.get(`${API}/directory`, () =>
    HttpResponse.json({
      users: [{ id: me().id, name: me().name, email: me().email, role: "admin", is_active: true }],
      teams: [],
    }),
  ),
);

export function problem(status: number, code: string, detail: string, errors?: Schema["FieldError"][]) {
  return HttpResponse.json(
    { type: "about:blank", title: code, status, code, detail, errors },
    { status, headers: { "content-type": "application/problem+json" } },
  );
}
