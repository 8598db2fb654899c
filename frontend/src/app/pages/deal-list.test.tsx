import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { board, deal, detail, pipeline } from "@/test/deal-rows";
import { bulk, listField, view } from "@/test/people-rows";
import { open } from "@/test/render";
import { me, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
type Deal = Schema["DealOut"];
let rows: Deal[] = [];
let asked: URL[] = [];
let sent: object[] = [];

const fields: Schema["FieldOut"][] = [
  listField({ name: "stage", label: "Stage", kind: "ref", of: "stage", ops: ["eq", "in"], options: [] }),
  listField({ name: "stale", label: "Stale", kind: "flag", ops: ["eq"], options: [] }),
];

/** A server with these deals, which can be changed and moved. */
function serve() {
  rows = [deal("1", "Lead"), deal("2", "Proposal")];
  asked = [];
  sent = [];
  const told = ({ request }: { request: Request }) => {
    asked.push(new URL(request.url));
  };
  const keep = (id: unknown, over: Partial<Deal>) => {
    const now = { ...(rows.find((one) => one.id === id) ?? deal("1", "Lead")), ...over };
    rows = rows.map((one) => (one.id === id ? now : one));
    return HttpResponse.json(detail(now));
  };
  server.use(
    http.get(`${API}/pipelines`, () => HttpResponse.json(page([pipeline()]))),
    http.get(`${API}/pipelines/p1/board`, (call) => {
      told(call);
      return HttpResponse.json(board(rows));
    }),
    http.get(`${API}/deals/fields`, () => HttpResponse.json(fields)),
    http.get(`${API}/deals/forecast`, (call) => {
      told(call);
      return HttpResponse.json({ months: [] });
    }),
    http.get(`${API}/deals`, (call) => {
      told(call);
      return HttpResponse.json({ ...page(rows), total: rows.length });
    }),
    http.patch(`${API}/deals/:id`, async ({ params, request }) => {
      const patch = (await request.json()) as Partial<Deal>;
      sent.push({ id: params.id, ...patch });
      return keep(params.id, patch);
    }),
    http.post<{ id: string }, Schema["Move"]>(`${API}/deals/:id/move`, async ({ params, request }) => {
      const body = await request.json();
      sent.push({ id: params.id, ...body });
      const { stage, status } = deal("x", body.stage_id as "Lead");
      return keep(params.id, { stage, status, lost_reason: body.lost_reason, version: body.version + 1 });
    }),
  );
}

const cell = (row: number, column: string) => {
  const heads = screen.getAllByRole("columnheader").map(({ textContent }) => textContent);
  const drawn = screen.getAllByRole("row").slice(1)[row] as HTMLElement;
  const found = within(drawn).getAllByRole("cell")[heads.indexOf(column)];
  if (!found) throw new Error(`no cell ${column}`);
  return found;
};
const filter = encodeURIComponent(JSON.stringify(["stale:eq:true"]));
const fault = (status: number, code: string, field: string, message: string) =>
  problem(status, code, message, [{ field, message }]);

beforeEach(serve);

describe("addresses from before the filters", () => {
  beforeEach(serve);

  it("lead to the same deals, shown the same way", async () => {
    const { router } = open("/deals?view=list&pipeline=p1&owner=u1&min=500&days=30&sort=-amount&q=lamps");
    expect(await screen.findByRole("grid")).toBeVisible();
    const filter = ["pipeline:eq:p1", "owner:eq:u1", "amount:gte:500", "stage_entered_at:lte:-30d"];
    expect(router.state.location.search).toEqual({ show: "list", q: "lamps", sort: "-amount", filter });
    await waitFor(() => expect(asked.at(-1)?.searchParams.getAll("filter")).toEqual(filter));
  });

  it("lead to the board and the forecast, and leave saved views alone", async () => {
    const { router } = open("/deals?view=forecast");
    await waitFor(() => expect(router.state.location.search).toEqual({ show: "forecast" }));
    await router.navigate({ to: "/deals", search: { view: "board" } });
    await waitFor(() => expect(router.state.location.search).toEqual({}));
    await router.navigate({ to: "/deals", search: { view: "boardroom" } });
    expect(router.state.location.search).toEqual({ view: "boardroom" });
  });
});

describe("the list of deals", () => {
  it("counts them, and has the columns of the address, weighted too", async () => {
    const columns = encodeURIComponent(JSON.stringify(["title", "weighted", "probability", "status"]));
    open(`/deals?show=list&columns=${columns}`);
    await screen.findByRole("grid", { name: "Deals" });
    expect(screen.getByText("2 deals")).toBeVisible();
    expect(cell(1, "Weighted")).toHaveTextContent("50.00 EUR");
    expect(cell(1, "Probability")).toHaveTextContent("50%");
    expect(cell(1, "Status")).toHaveTextContent("Open");
  });

  it("is filtered as the board and the forecast are, from one to the other", async () => {
    const { user, router } = open(`/deals?q=lamp&filter=${filter}`);
    expect(await screen.findByText("Stale is yes")).toBeVisible();
    const narrowed = () => [asked.at(-1)?.searchParams.getAll("filter"), asked.at(-1)?.searchParams.get("q")];
    await screen.findByRole("region", { name: "Lead" });
    expect(narrowed()).toEqual([["stale:eq:true"], "lamp"]);
    const ways = screen.getByRole("navigation", { name: "Show as" });
    await user.click(within(ways).getByRole("link", { name: "List" }));
    await screen.findByRole("grid", { name: "Deals" });
    expect(asked.at(-1)?.pathname).toBe("/api/v1/deals");
    expect(narrowed()).toEqual([["stale:eq:true"], "lamp"]);
    await user.click(within(ways).getByRole("link", { name: "Forecast" }));
    await screen.findByText("No open deals");
    expect(narrowed()).toEqual([["stale:eq:true"], "lamp"]);
    await user.click(screen.getByRole("button", { name: "Remove filter: Stale is yes" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ q: "lamp", show: "forecast" }));
  });

  it("opens a saved view in each way of looking at it", async () => {
    const slow = view({
      id: "v1",
      name: "Slow",
      kind: "deals",
      filter: ["stale:eq:true"],
      columns: ["title"],
    });
    server.use(http.get(`${API}/views`, () => HttpResponse.json(page([slow]))));
    const { user, router } = open("/deals?show=list&view=v1");
    await screen.findByRole("grid", { name: "Deals" });
    expect(screen.getAllByRole("columnheader")).toHaveLength(2);
    expect(screen.getByRole("link", { name: "Slow" })).toHaveAttribute("href", "/deals?show=list&view=v1");
    await user.click(screen.getByRole("link", { name: "Board" }));
    await screen.findByRole("region", { name: "Lead" });
    expect(asked.at(-1)?.searchParams.getAll("filter")).toEqual(["stale:eq:true"]);
    expect(router.state.location.search).toEqual({ view: "v1" });
  });

  it("is saved as a view", async () => {
    server.use(
      http.post(`${API}/views`, async ({ request }) => {
        sent.push((await request.json()) as object);
        return HttpResponse.json(view({ kind: "deals" }), { status: 201 });
      }),
    );
    const { user, router } = open(`/deals?show=list&sort=-amount&filter=${filter}`);
    await user.click(await screen.findByRole("button", { name: "Save view" }));
    await user.type(await screen.findByRole("textbox", { name: "Name" }), "Slow");
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Save view" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "v1", show: "list" }));
    expect(sent).toMatchObject([
      {
        kind: "deals",
        name: "Slow",
        shared: "nobody",
        columns: [],
        filter: ["stale:eq:true"],
        sort: "-amount",
      },
    ]);
  });

  it("says what to do where there are none", async () => {
    rows = [];
    open("/deals?show=list");
    expect(await screen.findByText("No deals yet")).toBeVisible();
  });
});

describe("editing deals in place", () => {
  it("changes an amount, and says at the cell why it cannot be changed", async () => {
    const { user } = open("/deals?show=list");
    await screen.findByRole("grid", { name: "Deals" });
    await user.click(cell(0, "Amount"));
    const box = await screen.findByRole("textbox", { name: "Amount" });
    await user.clear(box);
    await user.type(box, "250.00{Enter}");
    await waitFor(() => expect(cell(0, "Amount")).toHaveTextContent("250.00 EUR"));
    expect(sent).toEqual([{ id: "1", amount: "250.00", currency: "EUR" }]);

    const why = "The amount of this deal is the sum of its items; change those.";
    server.use(http.patch(`${API}/deals/:id`, () => fault(409, "AmountFollowsItems", "amount", why)));
    await user.click(cell(1, "Amount"));
    await user.type(await screen.findByRole("textbox", { name: "Amount" }), "1{Enter}");
    expect(await screen.findByText(why)).toBeVisible();
  });

  it("moves a deal to another stage, and back", async () => {
    const { user } = open("/deals?show=list");
    await screen.findByRole("grid", { name: "Deals" });
    await user.click(cell(0, "Stage"));
    await user.click(await screen.findByRole("button", { name: /^Proposal/ }));
    expect(cell(0, "Stage")).toHaveTextContent("Proposal");
    const toast = (await screen.findByText("Stage changed")).closest("li");
    await user.click(within(toast ?? document.body).getByRole("button", { name: "Undo" }));
    await screen.findByText("Taken back");
    expect(sent).toEqual([
      { id: "1", stage_id: "Proposal", lost_reason: null, back: false, version: 1 },
      { id: "1", stage_id: "Lead", lost_reason: null, back: true, version: 2 },
    ]);
  });

  it("asks why before a deal is lost", async () => {
    const { user } = open("/deals?show=list");
    await screen.findByRole("grid", { name: "Deals" });
    await user.click(cell(1, "Stage"));
    await user.click(await screen.findByRole("button", { name: /^Lost/ }));
    expect(sent).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Price" }));
    await user.click(screen.getByRole("button", { name: "Mark as lost" }));
    await waitFor(() => expect(cell(1, "Stage")).toHaveTextContent("Lost"));
    expect(sent).toEqual([{ id: "2", stage_id: "Lost", lost_reason: "Price", back: false, version: 1 }]);
  });

  it("shows where somebody else put a deal meanwhile", async () => {
    const current = deal("1", "Won", { version: 2 });
    server.use(
      http.post(`${API}/deals/:id/move`, () =>
        HttpResponse.json(
          { title: "Conflict", status: 409, code: "Moved", detail: "It is in Won.", errors: [], current },
          { status: 409, headers: { "content-type": "application/problem+json" } },
        ),
      ),
    );
    const { user } = open("/deals?show=list");
    await screen.findByRole("grid", { name: "Deals" });
    await user.click(cell(0, "Stage"));
    await user.click(await screen.findByRole("button", { name: /^Proposal/ }));
    expect(await screen.findByText("It is in Won.")).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(cell(0, "Stage")).toHaveTextContent("Won"));
  });

  it("is not offered to those who may only look", async () => {
    open("/deals?show=list", { user: me({ permissions: ["deals:read"] }) });
    await screen.findByRole("grid", { name: "Deals" });
    expect(screen.queryByRole("checkbox", { name: /^Choose/ })).toBeNull();
    expect(screen.queryByRole("button", { name: /^New/ })).toBeNull();
  });
});

describe("changes of many deals", () => {
  it("move them to any stage but the lost one", async () => {
    server.use(
      http.post(`${API}/bulk-changes`, async ({ request }) => {
        sent.push((await request.json()) as object);
        return HttpResponse.json(bulk({ kind: "deals" }), { status: 202 });
      }),
      http.get(`${API}/bulk-changes/b1`, () => HttpResponse.json(bulk({ kind: "deals" }))),
    );
    const { user } = open("/deals?show=list");
    await user.click(await screen.findByRole("checkbox", { name: "Choose Deal 2" }));
    await user.click(await screen.findByRole("button", { name: "Change …" }));
    await user.selectOptions(await screen.findByRole("combobox", { name: "What" }), "stage");
    const stages = within(screen.getByRole("combobox", { name: "New stage" })).getAllByRole("option");
    expect(stages.map(({ textContent }) => textContent)).toEqual(["Choose …", "Lead", "Proposal", "Won"]);
    expect(screen.queryByRole("checkbox", { name: "Take away what is there instead" })).toBeNull();
    await user.selectOptions(screen.getByRole("combobox", { name: "New stage" }), "Won");
    await user.click(screen.getByRole("button", { name: "Change" }));
    await screen.findByText("3 deals changed");
    expect(sent).toEqual([{ kind: "deals", change: { stage_id: "Won" }, ids: ["2"], filter: [] }]);
  });
});
