import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { open } from "@/test/render";
import { page } from "@/test/rows";
import { server } from "@/test/server";

const API = "*/api/v1";
const at = "2026-11-22T09:00:00Z";

const lesson: Schema["LessonOut"] = {
  id: "l1",
  created_at: at,
  intent: "price_quote",
  language: "en",
  kind: "replace",
  before: "It is in stock.",
  after: "We have it ready to ship.",
  status: "proposed",
  decided_by: null,
  decided_at: null,
  examples: [],
  trial: null,
};

const trial = (over: Partial<Schema["ReplayOut"]>): Schema["ReplayOut"] => ({
  id: "r1",
  created_at: at,
  finished_at: at,
  asked_by: null,
  fingerprint: "f2",
  changes: { lessons: [["l0"], ["l0", "l1"]] },
  status: "done",
  verdict: "pass",
  basis: "decisions",
  reasons: [],
  warning: null,
  done: 4,
  planned: 4,
  counts: {
    replayed: 60,
    evaluated: 0,
    sent_before: 40,
    sent_after: 40,
    would_send_refused: 0,
    unsupported_before: 0,
    unsupported_after: 0,
    changed: 0,
  },
  unconfirmed: [],
  cases: [],
  ...over,
});

/** A server with one lesson, and what it was asked to do. */
function serve(found: Schema["ReplayOut"] | null = null) {
  const asked: unknown[] = [];
  server.use(
    http.get(`${API}/assistant/lessons`, () => HttpResponse.json(page([{ ...lesson, trial: found }]))),
    http.post(`${API}/assistant/replays`, async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json(trial({ status: "pending" }), { status: 202 });
    }),
    http.patch(`${API}/assistant/lessons/l1`, async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json(lesson);
    }),
  );
  return asked;
}

describe("lessons", () => {
  it("are tried before they are followed", async () => {
    const asked = serve();
    const { user } = open("/settings/lessons");
    await user.click(await screen.findByRole("button", { name: "Try it" }));
    await waitFor(() => expect(asked).toEqual([{ lesson: "l1" }]));
    expect(screen.queryByRole("button", { name: "Activate" })).toBeNull();
  });

  it("are followed when their replay passed", async () => {
    const asked = serve(trial({}));
    const { user } = open("/settings/lessons");
    expect(await screen.findByText(/Tried on what people decided/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Activate" }));
    await waitFor(() => expect(asked).toEqual([{ status: "accepted" }]));
  });

  it("are followed against their replay only with a reason", async () => {
    const asked = serve(trial({ verdict: "fail", reasons: ["Its drafts state 3 unsupported facts."] }));
    const { user } = open("/settings/lessons");
    await user.click(await screen.findByRole("button", { name: "Activate anyway" }));
    await user.type(await screen.findByLabelText("Reason"), "It is so");
    await user.click(screen.getByRole("button", { name: "Activate" }));
    await waitFor(() => expect(asked).toEqual([{ status: "accepted", override_reason: "It is so" }]));
  });

  it("name the words that nothing carries", async () => {
    serve(trial({ verdict: "fail", reasons: ["Its drafts say more."], unconfirmed: ["dimmable", "bulb"] }));
    open("/settings/lessons");
    expect(await screen.findByText(/Found nowhere .*: “dimmable”, “bulb”/)).toBeVisible();
  });

  it("say how far a replay is, and wait for it", async () => {
    const created_at = new Date(Date.now() - 30_000).toISOString();
    serve(trial({ created_at, status: "pending", verdict: null, basis: null, done: 3, planned: 9 }));
    open("/settings/lessons");
    const bar = await screen.findByRole("progressbar", { name: "3 of 9 messages answered anew" });
    expect(bar).toHaveAttribute("aria-valuenow", "3");
    expect(screen.getByText(/^about (60|70) s left$/)).toBeVisible();
    expect(screen.getByText(/You can leave this page/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /Try it/ })).toBeNull();
  });

  it("say that a replay has not begun", async () => {
    serve(trial({ status: "pending", verdict: null, basis: null, done: 0, planned: 0 }));
    open("/settings/lessons");
    expect(await screen.findByText("It begins in a moment…")).toBeVisible();
  });
});
