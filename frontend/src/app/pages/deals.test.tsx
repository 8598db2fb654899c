import { screen, waitFor, within } from "@testing-library/react";
import { delay, HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { board, deal, detail, pipeline } from "@/test/deal-rows";
import { open } from "@/test/render";
import { me, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
type Deal = Schema["DealOut"];
let cards: Deal[] = [];
const asked: Schema["Move"][] = [];

/** A server that moves its cards, to the end of the column. */
function serve() {
  cards = [deal("1", "Lead"), deal("2", "Lead"), deal("3", "Proposal")];
  asked.length = 0;
  server.use(
    http.get(`${API}/pipelines`, () => HttpResponse.json(page([pipeline()]))),
    http.get(`${API}/pipelines/p1/board`, () => HttpResponse.json(board(cards))),
    http.post<{ id: string }, Schema["Move"]>(`${API}/deals/:id/move`, async ({ params, request }) => {
      const body = await request.json();
      asked.push(body);
      const known = cards.find(({ id }) => id === params.id) ?? deal("1", "Lead");
      if (body.version !== known.version) return late(known);
      const now = deal(known.id, body.stage_id as "Lead", { version: known.version + 1 });
      cards = [...cards.filter(({ id }) => id !== known.id), now];
      return HttpResponse.json(detail(now));
    }),
  );
}

const late = (current: Deal) =>
  HttpResponse.json(
    {
      type: "about:blank",
      title: "Conflict",
      status: 409,
      code: "Moved",
      detail: "Moved",
      errors: [],
      current,
    },
    { status: 409, headers: { "content-type": "application/problem+json" } },
  );

const column = (name: string) => screen.findByRole("region", { name });
const titles = async (name: string) =>
  within(await column(name))
    .queryAllByRole("article")
    .map((card) => card.getAttribute("aria-label"));

describe("the board of deals", () => {
  beforeEach(serve);

  it("moves a card by keyboard, and back with undo", async () => {
    const { user } = open("/deals");
    const handle = await screen.findByRole("button", { name: "Move Deal 1" });
    handle.focus();
    await user.keyboard(" ");
    expect(handle).toHaveAttribute("aria-pressed", "true");
    await user.keyboard("{ArrowRight}");
    expect(screen.getByText(/^Proposal, place 1/)).toBeInTheDocument();
    expect(asked).toEqual([]);
    await user.keyboard("{ArrowDown} ");
    expect(await titles("Proposal")).toEqual(["Deal 3", "Deal 1"]);
    await waitFor(() =>
      expect(asked).toEqual([
        { stage_id: "Proposal", after_id: "3", before_id: null, version: 1, lost_reason: null },
      ]),
    );
    const toast = (await screen.findByText("Deal 1 moved to Proposal")).closest("li");
    await user.click(within(toast ?? document.body).getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(asked[1]).toMatchObject({ stage_id: "Lead", before_id: "2", version: 2 }));
  });

  it("leaves a lifted card where it was on Escape", async () => {
    const { user } = open("/deals");
    (await screen.findByRole("button", { name: "Move Deal 1" })).focus();
    await user.keyboard(" {ArrowRight}{Escape}");
    expect(await titles("Lead")).toEqual(["Deal 1", "Deal 2"]);
    expect(asked).toEqual([]);
  });

  it("shows the move at once, before the server has answered", async () => {
    server.use(
      http.post(`${API}/deals/:id/move`, async () => {
        await delay("infinite");
        return new HttpResponse();
      }),
    );
    const { user } = open("/deals");
    await user.click(await screen.findByRole("button", { name: "Move Deal 2 to …" }));
    await user.click(await screen.findByRole("menuitem", { name: "Proposal" }));
    expect(await titles("Proposal")).toEqual(["Deal 3", "Deal 2"]);
    expect(within(await column("Proposal")).getByText("200.00 EUR")).toBeInTheDocument();
    expect(within(await column("Lead")).getByText("10.00 EUR weighted")).toBeInTheDocument();
  });

  it("shows where the other one put the card, and moves it anyway when asked", async () => {
    const { user } = open("/deals");
    await screen.findByRole("button", { name: "Move Deal 1" });
    cards = [deal("1", "Won", { version: 2 }), ...cards.slice(1)];
    await user.click(screen.getByRole("button", { name: "Move Deal 1 to …" }));
    await user.click(await screen.findByRole("menuitem", { name: "Proposal" }));
    const anyway = await within(await column("Won")).findByRole("button", { name: "Move anyway" });
    expect(await titles("Won")).toEqual(["Deal 1"]);
    await user.click(anyway);
    await waitFor(() => expect(asked.map(({ version }) => version)).toEqual([1, 2]));
    await waitFor(async () => expect(await titles("Proposal")).toEqual(["Deal 3", "Deal 1"]));
  });

  it("puts a card back when the server refuses, and says why", async () => {
    server.use(http.post(`${API}/deals/:id/move`, () => problem(403, "Forbidden", "This is not yours.")));
    const { user } = open("/deals");
    await user.click(await screen.findByRole("button", { name: "Move Deal 1 to …" }));
    await user.click(await screen.findByRole("menuitem", { name: "Proposal" }));
    await screen.findByText("This is not yours.");
    await waitFor(async () => expect(await titles("Lead")).toEqual(["Deal 1", "Deal 2"]));
  });

  it("asks why before a deal is lost", async () => {
    const { user } = open("/deals");
    await user.click(await screen.findByRole("button", { name: "Move Deal 1 to …" }));
    await user.click(await screen.findByRole("menuitem", { name: "Lost" }));
    const dialog = await screen.findByRole("dialog", { name: "Why was it lost?" });
    expect(within(dialog).getByRole("button", { name: "Mark as lost" })).toBeDisabled();
    await user.click(within(dialog).getByRole("button", { name: "Price" }));
    await user.click(within(dialog).getByRole("button", { name: "Mark as lost" }));
    await waitFor(() => expect(asked[0]).toMatchObject({ stage_id: "Lost", lost_reason: "Price" }));
  });

  it("offers no move to those who may not change the deal", async () => {
    cards = [deal("1", "Lead", { editable: false })];
    open("/deals", { user: me({ permissions: ["deals:read"] }) });
    await screen.findByRole("link", { name: "Deal 1" });
    expect(screen.queryByRole("button", { name: /^Move Deal/ })).toBeNull();
    expect(screen.queryByRole("button", { name: /^New/ })).toBeNull();
  });
});
