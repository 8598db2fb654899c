import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { open } from "@/test/render";
import { judgement, me, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";

function serve(ids: string[]) {
  const judged: unknown[] = [];
  const gone = new Set<string>();
  server.use(
    http.get(`${API}/judgements`, () =>
      HttpResponse.json(page(ids.filter((id) => !gone.has(id)).map((id) => judgement(id)))),
    ),
    http.post(`${API}/judgements/:id`, async ({ params, request }) => {
      gone.add(String(params.id));
      judged.push([params.id, await request.json()]);
      return HttpResponse.json(judgement(String(params.id), { verdict: "good" }));
    }),
  );
  return judged;
}

describe("judging", () => {
  it("goes through replies one by one by key", async () => {
    const judged = serve(["1", "2", "3"]);
    const { user } = open("/judge");
    expect(await screen.findByText("Question of 1")).toBeVisible();
    expect(screen.getByText("One of the first 50")).toBeVisible();
    expect(screen.getByText("All 2 facts checked")).toBeVisible();
    await user.keyboard("1");
    expect(await screen.findByText("Question of 2")).toBeVisible();
    await user.keyboard("2");
    expect(await screen.findByText("Question of 3")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /^Good/ }));
    expect(await screen.findByText("All judged: 3 in this sitting")).toBeVisible();
    await waitFor(() =>
      expect(judged).toEqual([
        ["1", { verdict: "good", note: null }],
        ["2", { verdict: "would_edit", note: null }],
        ["3", { verdict: "good", note: null }],
      ]),
    );
  });

  it("asks once more before a verdict that stops replies", async () => {
    const judged = serve(["1", "2"]);
    const { user } = open("/judge");
    await screen.findByText("Question of 1");
    await user.keyboard("3");
    expect(await screen.findByRole("dialog", { name: "A fact in this reply is wrong" })).toBeVisible();
    expect(screen.getByText(/stop leaving by themselves at once/)).toBeVisible();
    await user.keyboard("{Escape}");
    expect(judged).toEqual([]);
    await user.keyboard("3");
    await user.type(await screen.findByLabelText(/What is wrong/), "The price{Enter}");
    expect(await screen.findByText("Question of 2")).toBeVisible();
    await waitFor(() => expect(judged).toEqual([["1", { verdict: "wrong_fact", note: "The price" }]]));
  });

  it("brings a reply back when somebody was faster or the server is away", async () => {
    serve(["1", "2"]);
    server.use(http.post(`${API}/judgements/:id`, () => problem(503, "Unavailable", "Away for a moment.")));
    const { user } = open("/judge");
    await screen.findByText("Question of 1");
    await user.keyboard("1");
    expect(await screen.findByText("Not judged; the reply is still here")).toBeVisible();
    expect(await screen.findByText("Question of 1")).toBeVisible();
  });

  it("says when nothing waits, and shows the way to the figures to who may see them", async () => {
    serve([]);
    open("/judge");
    expect(await screen.findByText("Nothing waits to be judged")).toBeVisible();
    expect(screen.getByRole("link", { name: "See what the verdicts say" })).toBeVisible();
  });

  it("shows a rep no way to figures that are not theirs", async () => {
    serve([]);
    open("/judge", { user: me({ role: "rep", permissions: ["suggestions:read", "suggestions:write"] }) });
    expect(await screen.findByText("Nothing waits to be judged")).toBeVisible();
    expect(screen.queryByRole("link", { name: "See what the verdicts say" })).toBeNull();
    expect(screen.queryByRole("link", { name: "AI quality" })).toBeNull();
  });
});
