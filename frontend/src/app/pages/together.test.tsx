import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { stretch } from "@/features/suggestions/turn";
import { onPresence } from "@/lib/presence";
import { open } from "@/test/render";
import { conversation, page, queued, suggestion, turn } from "@/test/rows";
import { server } from "@/test/server";

const API = "*/api/v1";

describe("several people in one thread", () => {
  it("tells that one looks and writes, and shows who else does", async () => {
    const told: unknown[] = [];
    server.use(
      http.post(`${API}/conversations/:id/typing`, async ({ request }) => {
        told.push(await request.json());
        return HttpResponse.json({ others: [{ id: "u9", name: "Ann Berg", state: "viewing" }] });
      }),
    );
    const { user } = open("/inbox/c1");
    expect(await screen.findByText("Ann Berg is viewing")).toBeVisible();
    onPresence({
      subject_id: "c1",
      state: "typing",
      lasts_s: 15,
      user: { id: "u9", name: "Ann Berg" },
    });
    expect(await screen.findByText("Ann Berg is replying")).toBeVisible();
    await user.type(screen.getByRole("textbox", { name: "Reply to Ingrid Solheim" }), "Hello there");
    await waitFor(() => expect(told).toEqual([{ state: "viewing" }, { state: "typing" }]));
    onPresence({ subject_id: "c1", state: "gone", lasts_s: 0, user: { id: "u9", name: "Ann Berg" } });
    await waitFor(() => expect(screen.queryByText(/Ann Berg is/)).toBeNull());
  });

  it("takes a thread over and hands it back", async () => {
    const patches: unknown[] = [];
    let paused = false;
    server.use(
      http.get(`${API}/conversations/:id`, () => HttpResponse.json(conversation({ ai_paused: paused }))),
      http.patch(`${API}/conversations/:id`, async ({ request }) => {
        const patch = (await request.json()) as { ai_paused: boolean };
        patches.push(patch);
        paused = patch.ai_paused;
        return HttpResponse.json(conversation({ ai_paused: paused }));
      }),
    );
    const { user } = open("/inbox/c1");
    await user.click(await screen.findByRole("button", { name: "Take over" }));
    await user.click(await screen.findByRole("button", { name: "Hand back" }));
    expect(await screen.findByRole("button", { name: "Take over" })).toBeVisible();
    expect(patches).toEqual([{ owner_id: "u1", ai_paused: true }, { ai_paused: false }]);
  });
});

describe("a decided suggestion", () => {
  it("shows what the edit changed and who did what", async () => {
    const edited = suggestion({
      status: "edited",
      original_body: "It costs 349.00 EUR today.",
      body: "It costs 339.00 EUR today.",
      claims: [],
    });
    server.use(
      http.get(`${API}/conversations/:id`, () => HttpResponse.json(conversation({ suggestion: edited }))),
      http.get(`${API}/suggestions/:id`, () =>
        HttpResponse.json({
          ...edited,
          inputs: {},
          history: [
            { at: "2026-11-22T09:00:00Z", what: "review", why: "A person asked", by: null, name: null },
            { at: "2026-11-22T09:05:00Z", what: "edited", why: null, by: "u1", name: "Ada Lindqvist" },
          ],
        }),
      ),
    );
    const { user } = open("/inbox/c1");
    expect(await screen.findByText("What the edit changed")).toBeVisible();
    expect(screen.getByText("349.00").tagName).toBe("DEL");
    expect(screen.getByText("339.00").tagName).toBe("INS");
    await user.click(screen.getByRole("button", { name: "Before" }));
    expect(screen.getByText("It costs 349.00 EUR today.")).toBeVisible();
    await user.click(screen.getByText("History of this draft"));
    expect(await screen.findByText("by Ada Lindqvist")).toBeVisible();
  });
});

describe("why this one is first", () => {
  it("says the three factors and how much time is left", async () => {
    server.use(
      http.get(`${API}/suggestions`, () =>
        HttpResponse.json(
          page([
            {
              ...queued("1"),
              turn: turn({ stake: 900, urgency: 2, pressure: 4.5, cost: 8100, due_in_s: -7200 }),
            },
          ]),
        ),
      ),
    );
    open("/approvals");
    expect(await screen.findByText("2 h overdue")).toBeVisible();
    expect(screen.getByText(/900 at stake × 2 urgency × 4.5 time pressure/)).toBeVisible();
    expect(screen.getByText("8,100")).toBeVisible();
  });
  it("names a stretch of time in one unit", () => {
    expect([stretch(60), stretch(-7200), stretch(200_000)]).toEqual(["1 min", "2 h", "2 days"]);
  });
});
