import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { pipeline } from "@/test/deal-rows";
import { open } from "@/test/render";
import { page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";

/** A server that keeps pipelines, and what it was asked. */
function keeping(rows = [pipeline()]) {
  const asked: { method: string; path: string; body?: unknown }[] = [];
  const note = async ({ request }: { request: Request }) => {
    const words = await request.text();
    const body: unknown = words ? JSON.parse(words) : undefined;
    asked.push({ method: request.method, path: new URL(request.url).pathname.slice(7), body });
    return HttpResponse.json(pipeline());
  };
  server.use(
    http.get(`${API}/pipelines`, ({ request }) =>
      HttpResponse.json(page(request.url.includes("deleted") ? [] : rows)),
    ),
    http.post(`${API}/pipelines`, note),
    http.patch(`${API}/pipelines/p1`, note),
    http.post(`${API}/pipelines/p1/restore`, note),
    http.delete(`${API}/pipelines/p1`, async (call) => {
      await note(call);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return asked;
}

const names = (dialog: HTMLElement) =>
  within(dialog)
    .getAllByRole("textbox", { name: /^Name of/ })
    .map((box) => (box as HTMLInputElement).value);

async function editing() {
  const { user } = open("/settings/pipelines");
  await user.click(await screen.findByRole("button", { name: "Edit Sales" }));
  return { user, dialog: await screen.findByRole("dialog", { name: "Edit Sales" }) };
}

describe("pipelines", () => {
  it("moves stages by the arrow keys, adds one, and says where the deals of another go", async () => {
    const asked = keeping();
    const { user, dialog } = await editing();
    const handle = within(dialog).getByRole("button", { name: "Move Proposal" });
    handle.focus();
    await user.keyboard("{ArrowUp}");
    expect(names(dialog)).toEqual(["Proposal", "Lead", "Won", "Lost"]);
    expect(within(dialog).getByText("Proposal: place 1 of 4")).toBeInTheDocument();
    await user.click(within(dialog).getByRole("button", { name: "Add a stage" }));
    expect(within(dialog).getByRole("button", { name: "Save" })).toBeDisabled();
    await user.type(within(dialog).getByRole("textbox", { name: "Name of stage 3" }), "Talks");
    const chance = within(dialog).getByRole("spinbutton", { name: "Probability of Talks in percent" });
    fireEvent.change(chance, { target: { value: "60" } });
    await user.click(within(dialog).getByRole("button", { name: "Leave out Lead" }));
    const into = within(dialog).getByRole("combobox", { name: "Deals in Lead go to" });
    expect(within(into).queryByRole("option", { name: "Won" })).toBeNull();
    await user.selectOptions(into, "Proposal");
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    const [proposal, won, lost] = [pipeline().stages[1], pipeline().stages[2], pipeline().stages[3]].map(
      (stage) => expect.objectContaining({ id: stage?.id, name: stage?.name, outcome: stage?.outcome }),
    );
    const talks = { id: null, name: "Talks", probability: 60, outcome: "open", stale_after_days: null };
    await waitFor(() =>
      expect(asked).toEqual([
        {
          method: "PATCH",
          path: "/pipelines/p1",
          body: { name: "Sales", stages: [proposal, talks, won, lost], moves: { Lead: "Proposal" } },
        },
      ]),
    );
  });

  it("says how far the deals of a stage that was left out have come", async () => {
    const leaving = [{ id: "s9", name: "Talks", into: { id: "Proposal", name: "Proposal" }, left: 1450 }];
    keeping([{ ...pipeline(), leaving }]);
    open("/settings/pipelines");
    expect(await screen.findByText("1,450 deals of Talks go on to Proposal")).toBeVisible();
  });

  it("keeps what ends deals, and an open stage", async () => {
    keeping();
    const { user, dialog } = await editing();
    expect(within(dialog).getByRole("button", { name: "Leave out Won" })).toBeDisabled();
    await user.click(within(dialog).getByRole("button", { name: "Leave out Lead" }));
    expect(within(dialog).getByRole("button", { name: "Leave out Proposal" })).toBeDisabled();
  });

  it("says why it was not saved", async () => {
    keeping();
    server.use(
      http.patch(`${API}/pipelines/p1`, () => problem(409, "StageInUse", "Deals are in this stage.")),
    );
    const { user, dialog } = await editing();
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    expect(await within(dialog).findByText("Deals are in this stage.")).toBeVisible();
  });

  it("are created, removed, and brought back", async () => {
    const asked = keeping();
    const { user } = open("/settings/pipelines");
    await user.click(await screen.findByRole("button", { name: "Remove Sales" }));
    const toast = (await screen.findByText("Sales removed")).closest("li");
    await user.click(within(toast ?? document.body).getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(asked.map(({ method }) => method)).toEqual(["DELETE", "POST"]));
    await user.click(screen.getByRole("button", { name: /New pipeline/ }));
    const dialog = await screen.findByRole("dialog", { name: "New pipeline" });
    await user.type(within(dialog).getByRole("textbox", { name: "Name" }), "Projects");
    await user.click(within(dialog).getByRole("button", { name: "Create pipeline" }));
    await waitFor(() =>
      expect(asked.at(-1)).toMatchObject({ path: "/pipelines", body: { name: "Projects" } }),
    );
    expect(asked.at(-1)?.body).toMatchObject({
      stages: [{ name: "Lead" }, { name: "Proposal" }, { name: "Won" }, { name: "Lost" }],
    });
  });

  it("say when they cannot be loaded, and when there are none", async () => {
    keeping([]);
    server.use(http.get(`${API}/pipelines`, () => problem(503, "Unavailable", "Away for a moment.")));
    const { user } = open("/settings/pipelines");
    expect(await screen.findByText("Away for a moment.")).toBeVisible();
    server.use(http.get(`${API}/pipelines`, () => HttpResponse.json(page([]))));
    await user.click(screen.getByRole("button", { name: /Try again/ }));
    expect(await screen.findByText("No pipelines yet")).toBeVisible();
  });
});
