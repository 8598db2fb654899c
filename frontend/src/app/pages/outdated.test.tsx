import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { open } from "@/test/render";
import { conversation, correction, message, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";

function serve(first = correction()) {
  const settled: { verb: string; body: unknown }[] = [];
  server.use(
    http.get(`${API}/corrections`, () => HttpResponse.json(page(settled.length > 0 ? [] : [first]))),
    http.post(`${API}/corrections/:id/:verb`, async ({ request, params }) => {
      const body: unknown = await request.json().catch(() => null);
      settled.push({ verb: String(params.verb), body });
      return HttpResponse.json(correction({ status: "sent" }));
    }),
  );
  return settled;
}

describe("outdated quotes", () => {
  it("says what was stated, how it is now, and sends the correction", async () => {
    const settled = serve();
    const { user } = open("/outdated");
    const card = await screen.findByRole("region", { name: "Correction for Ingrid Solheim" });
    expect(within(card).getByText("349.00 EUR")).toBeVisible();
    expect(within(card).getByText("359.00 EUR")).toBeVisible();
    await user.click(within(card).getByRole("button", { name: "Send correction" }));
    expect(await screen.findByText("Everything that was stated still holds")).toBeVisible();
    expect(settled).toEqual([{ verb: "send", body: {} }]);
  });

  it("sends own words", async () => {
    const settled = serve();
    const { user } = open("/outdated");
    await user.click(await screen.findByRole("button", { name: "Edit" }));
    const box = screen.getByRole("textbox", { name: "Edit the correction" });
    await user.clear(box);
    await user.type(box, "It is dearer now.");
    await user.click(screen.getByRole("button", { name: "Send as edited" }));
    await waitFor(() => expect(settled).toEqual([{ verb: "send", body: { body: "It is dearer now." } }]));
  });

  it("dismisses", async () => {
    const settled = serve();
    const { user } = open("/outdated");
    await user.click(await screen.findByRole("button", { name: "Dismiss" }));
    await waitFor(() => expect(settled.map(({ verb }) => verb)).toEqual(["dismiss"]));
  });

  it("says when it is refused", async () => {
    serve();
    server.use(
      http.post(`${API}/corrections/:id/send`, () => problem(409, "Changed", "It changed again meanwhile.")),
    );
    const { user } = open("/outdated");
    await user.click(await screen.findByRole("button", { name: "Send correction" }));
    expect(await screen.findByText("It changed again meanwhile.")).toBeVisible();
  });

  it("waits for a draft that is being written", async () => {
    serve(correction({ body: null }));
    open("/outdated");
    expect(await screen.findByRole("status", { name: "The correction is being drafted" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Send correction" })).toBeNull();
  });

  it("marks the message in its thread", async () => {
    server.use(
      http.get(`${API}/conversations/:id`, () =>
        HttpResponse.json(
          conversation({
            messages: [message(), message({ id: "m2", direction: "out", status: "sent", triage: null })],
            correction: correction(),
          }),
        ),
      ),
    );
    open("/inbox/c1");
    expect(
      await screen.findByText(/No longer so: Halden Desk 160: 349.00 EUR, now 359.00 EUR/),
    ).toBeVisible();
    expect(screen.getByRole("button", { name: "Send correction" })).toBeVisible();
  });
});
