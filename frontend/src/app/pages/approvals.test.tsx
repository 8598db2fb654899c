import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { open } from "@/test/render";
import { conversation, page, queued, suggestion } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";

function serve(ids: string[]) {
  const decided: string[] = [];
  server.use(
    http.get(`${API}/suggestions`, () =>
      HttpResponse.json(page(ids.filter((id) => !decided.includes(id)).map((id) => queued(id)))),
    ),
    http.post(`${API}/suggestions/:id/:verb`, ({ params }) => {
      decided.push(String(params.id));
      return HttpResponse.json(suggestion({ id: String(params.id), status: "approved" }));
    }),
  );
  return decided;
}

describe("the approval queue", () => {
  it("goes through one by one by key and counts", async () => {
    const decided = serve(["1", "2", "3"]);
    const { user } = open("/approvals");
    expect(await screen.findByText("Question of 1")).toBeVisible();
    await user.keyboard("a");
    expect(await screen.findByText("Question of 2")).toBeVisible();
    expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "1");
    await user.keyboard("{Shift>}A{/Shift}");
    expect(await screen.findByText("Question of 3")).toBeVisible();
    await user.keyboard("a");
    expect(await screen.findByText("All decided: 3 in this sitting")).toBeVisible();
    await waitFor(() => expect(decided).toEqual(["1", "2", "3"]));
  });

  it("moves with j and k without deciding", async () => {
    const decided = serve(["1", "2"]);
    const { user } = open("/approvals");
    await screen.findByText("Question of 1");
    await user.keyboard("j");
    expect(await screen.findByText("Question of 2")).toBeVisible();
    await user.keyboard("k");
    expect(await screen.findByText("Question of 1")).toBeVisible();
    expect(decided).toEqual([]);
  });

  it("brings an item back when its decision is refused", async () => {
    serve(["1", "2"]);
    server.use(
      http.post(`${API}/suggestions/:id/approve`, () => problem(503, "Unavailable", "Away for a moment.")),
    );
    const { user } = open("/approvals");
    await screen.findByText("Question of 1");
    await user.keyboard("a");
    expect(await screen.findByText("Not decided; the draft is still here")).toBeVisible();
    expect(await screen.findByText("Question of 1")).toBeVisible();
  });

  it("hands a thread over to somebody else and goes on", async () => {
    serve(["1", "2"]);
    const given: unknown[] = [];
    const people = [{ id: "u2", name: "Bea", is_active: true }];
    server.use(
      http.get(`${API}/directory`, () => HttpResponse.json({ users: people, teams: [] })),
      http.get(`${API}/conversations/:id`, () => HttpResponse.json(conversation())),
      http.patch(`${API}/conversations/:id`, async ({ request }) => {
        given.push(await request.json());
        return HttpResponse.json(conversation());
      }),
    );
    const { user } = open("/approvals");
    await screen.findByText("Question of 1");
    await waitFor(() => expect(screen.getByRole("button", { name: /Hand over/ })).toBeEnabled());
    await user.keyboard("h");
    await user.click(await screen.findByRole("menuitem", { name: /Bea/ }));
    expect(await screen.findByText("Question of 2")).toBeVisible();
    await waitFor(() => expect(given).toEqual([{ owner_id: "u2" }]));
  });

  it("says when nothing waits, and when the queue cannot be read", async () => {
    serve([]);
    open("/approvals");
    expect(await screen.findByText("Nothing waits for approval")).toBeVisible();
  });

  it("offers another try after an error", async () => {
    let calls = 0;
    server.use(
      http.get(`${API}/suggestions`, () => {
        calls += 1;
        return calls === 1
          ? problem(503, "Unavailable", "Away for a moment.")
          : HttpResponse.json(page([queued("1")]));
      }),
    );
    const { user } = open("/approvals");
    expect(await screen.findByText("Away for a moment.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Question of 1")).toBeVisible();
  });
});
