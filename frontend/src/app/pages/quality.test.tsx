import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import { open } from "@/test/render";
import { assistantSettings, intentQuality, me, quality, share } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";

function serve(report = quality()) {
  const asked: string[] = [];
  const changed: unknown[] = [];
  server.use(
    http.get(`${API}/quality`, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("days") ?? "");
      return HttpResponse.json(report);
    }),
    http.get(`${API}/quality/confidence`, () =>
      HttpResponse.json({ choice: "learnt", in_use: "learnt-2", decisions: 240, fewest: 100, fits: [fit] }),
    ),
    http.get(`${API}/settings/assistant`, () => HttpResponse.json(assistantSettings())),
    http.patch(`${API}/settings/assistant`, async ({ request }) => {
      changed.push(await request.json());
      return HttpResponse.json(assistantSettings());
    }),
  );
  return { asked, changed };
}

const figures = { ece: 0.031, brier: 0.08, log_loss: 0.2 };
const fit = {
  version: 2,
  created_at: "2026-11-22T09:00:00Z",
  decisions: 240,
  adopted: true,
  reason: "It fits held-out decisions no worse than the shipped one.",
  shipped: { ...figures, ece: 0.092 },
  learnt: figures,
};

describe("AI quality", () => {
  it("says each figure with its basis, and the period", async () => {
    const { asked } = serve();
    const { user } = open("/quality");
    expect(await screen.findByText("Answered by itself")).toBeVisible();
    expect(screen.getByText("90 of 200 messages; 95% sure: 38% to 52%")).toBeVisible();
    expect(screen.getAllByText(/last 30 days/).length).toBeGreaterThan(2);
    await user.click(screen.getByRole("radio", { name: "7 days" }));
    await waitFor(() => expect(asked).toEqual(["30", "7"]));
  });

  it("says that there are too few instead of a number", async () => {
    serve(
      quality({
        judged: share(3, 4, null),
        calibration: {
          ...quality().calibration,
          n: 12,
          bins: [],
          curve: [],
          ece: null,
          brier: null,
          aurc: null,
          coverage_at_risk: null,
        },
      }),
    );
    open("/quality");
    expect(await screen.findByText("Too few")).toBeVisible();
    expect(screen.getByText(/Too few decisions to say: 12 of the 50/)).toBeVisible();
    expect(screen.queryByText("ECE")).toBeNull();
  });

  it("draws the reliability diagram and the risk curve, and tells both as tables", async () => {
    serve();
    const { user } = open("/quality");
    expect(
      await screen.findByRole("img", { name: /Reliability diagram. The number can be trusted/ }),
    ).toBeVisible();
    expect(screen.getByRole("img", { name: /60% of the drafts could be sent/ })).toBeVisible();
    await user.click(screen.getByText("Reliability as a table"));
    expect(screen.getByRole("columnheader", { name: "95% interval" })).toBeVisible();
    expect(screen.getByText("Risk and coverage as a table")).toBeVisible();
  });

  it("shows what switched itself off and lets an admin turn it on again", async () => {
    const off_reason = "Switched itself off because 4 of 20 judged replies should not have gone out.";
    const { changed } = serve(
      quality({
        intents: [intentQuality({ mode: "draft_only", off_at: "2026-11-22T09:00:00Z", off_reason })],
      }),
    );
    const { user } = open("/quality");
    expect(await screen.findByText(/4 of 20 judged replies/)).toBeVisible();
    const row = screen.getByRole("row", { name: /Product question/ });
    await user.click(within(row).getByRole("radio", { name: "On" }));
    await waitFor(() => expect(changed).toEqual([{ intents: { product_question: { mode: "on" } } }]));
  });

  it("stacks a card for each intent on a narrow screen, with every figure", async () => {
    const wide = globalThis.matchMedia;
    const media = vi.spyOn(globalThis, "matchMedia");
    media.mockImplementation((query) => ({ ...wide(query), matches: false }));
    const { changed } = serve(quality({ intents: [intentQuality({ mode: "on" })] }));
    const { user } = open("/quality");
    const card = within(await screen.findByRole("article", { name: "Product question" }));
    expect(screen.queryByRole("row", { name: /Product question/ })).toBeNull();
    expect(card.getByText("Handed over")).toBeVisible();
    await user.click(card.getByRole("radio", { name: "Draft only" }));
    await waitFor(() => expect(changed).toEqual([{ intents: { product_question: { mode: "draft_only" } } }]));
    media.mockRestore();
  });

  it("lets an admin go back to the shipped confidence", async () => {
    const { changed } = serve();
    const { user } = open("/quality");
    expect(await screen.findByText("Version 2")).toBeVisible();
    expect(screen.getByText(/0.092 → 0.031/)).toBeVisible();
    await user.click(screen.getByRole("radio", { name: "Shipped" }));
    await waitFor(() => expect(changed).toEqual([{ confidence: "shipped" }]));
  });

  it("gives a manager words instead of switches", async () => {
    serve();
    const permissions = me().permissions.filter((one) => one !== "settings:write");
    open("/quality", { user: me({ role: "manager", permissions }) });
    const row = await screen.findByRole("row", { name: /Product question/ });
    expect(within(row).queryByRole("radio")).toBeNull();
    expect(within(row).getByText("On")).toBeVisible();
    expect(await screen.findByRole("radio", { name: "Shipped" })).toBeDisabled();
  });

  it("says what shadow mode means, and what to expect of an empty period", async () => {
    serve(quality({ mode: "shadow", messages: 0, intents: [] }));
    open("/quality");
    expect(await screen.findByText(/decides as if it were on and sends nothing/)).toBeVisible();
    expect(screen.getByText("No message in the last 30 days")).toBeVisible();
  });

  it("offers another try after an error", async () => {
    serve();
    server.use(http.get(`${API}/quality`, () => problem(503, "Unavailable", "Away for a moment.")));
    open("/quality");
    expect(await screen.findByText("Away for a moment.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
  });
});

describe("the assistant's settings", () => {
  it("has three modes for everything, and changes only the intent that is moved", async () => {
    const { changed } = serve();
    const { user } = open("/settings/assistant");
    const all = await screen.findByRole("radiogroup", { name: "Send by itself" });
    await user.click(within(all).getByRole("radio", { name: "Shadow" }));
    await waitFor(() => expect(changed).toEqual([{ mode: "shadow" }]));
    expect(screen.getByText(/Switched itself off because a person confirmed/)).toBeVisible();
    const shipping = screen.getByRole("radiogroup", { name: /^Shipping/ });
    await user.click(within(shipping).getByRole("radio", { name: "On" }));
    await waitFor(() => expect(changed[1]).toEqual({ intents: { shipping: { mode: "on" } } }));
    const undo = (await screen.findAllByRole("button", { name: "Undo" })).at(-1);
    if (undo) await user.click(undo);
    await waitFor(() => expect(changed.length).toBe(3));
  });
});
