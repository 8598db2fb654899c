import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { bulk, contact, field, listField, view } from "@/test/people-rows";
import { open } from "@/test/render";
import { page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
const people = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    contact({ id: `k${n.toString()}`, name: `Person ${n.toString()}`, email: `p${n.toString()}@a.test` }),
  );

/** A server with these contacts, a hundred a page; answers what it was asked. */
function listing(rows: Schema["ContactOut"][]) {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get(`${API}/contacts`, ({ request }) => {
      const search = new URL(request.url).searchParams;
      asked.push(search);
      const from = Number(search.get("cursor") ?? 0);
      const next = from + 100 < rows.length ? (from + 100).toString() : null;
      return HttpResponse.json({ ...page(rows.slice(from, from + 100), next), total: rows.length });
    }),
  );
  return asked;
}

const drawn = () => screen.getAllByRole("row").slice(1);
/** Move the list's window, as a wheel would. */
const scroll = (top: number) => {
  const box = screen.getByRole("grid").parentElement as HTMLElement;
  fireEvent.scroll(box, { target: { scrollTop: top } });
};
const cell = (row: number, column: string) => {
  const heads = screen.getAllByRole("columnheader").map(({ textContent }) => textContent);
  const found = within(drawn()[row] as HTMLElement).getAllByRole("cell")[heads.indexOf(column)];
  if (!found) throw new Error(`no cell ${column}`);
  return found;
};

describe("a list of ten thousand", () => {
  it("draws only the rows in sight, and reads on as one moves", async () => {
    const asked = listing(people(10_000));
    open("/contacts");
    const grid = await screen.findByRole("grid", { name: "Contacts" });
    expect(grid).toHaveAttribute("aria-rowcount", "10001");
    expect(drawn().length).toBeLessThan(60);
    scroll(3000);
    await waitFor(() => expect(asked.map((one) => one.get("cursor"))).toEqual([null, "100"]));
    expect(drawn().length).toBeLessThan(60);
    expect(drawn().at(-1)).toHaveAccessibleName(/Person (6|7|8|9)\d/);
  });

  it("is moved in, chosen from and opened by keyboard", async () => {
    listing(people(20));
    const { user, router } = open("/contacts");
    const grid = await screen.findByRole("grid");
    grid.focus();
    await user.keyboard("{ArrowDown}{ArrowDown} {Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    expect(await screen.findByText("3 contacts chosen")).toBeVisible();
    expect(grid.getAttribute("aria-activedescendant")).toBe(cell(3, "Name").id);
    await user.keyboard("{Escape}");
    expect(screen.queryByText(/chosen/)).toBeNull();
    await user.keyboard("{Home}{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/contacts/k3"));
  });

  it("says when the next rows cannot be read, and tries again", async () => {
    const rows = people(150);
    listing(rows);
    server.use(
      http.get(`${API}/contacts`, ({ request }) =>
        request.url.includes("cursor")
          ? problem(503, "Unavailable", "Away.")
          : HttpResponse.json({ ...page(rows.slice(0, 100), "100"), total: 150 }),
      ),
    );
    const { user } = open("/contacts");
    await screen.findByRole("grid");
    scroll(3000);
    expect(await screen.findByText("The next rows could not be loaded.")).toBeVisible();
    const asked = listing(rows);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(asked.map((one) => one.get("cursor"))).toEqual(["100"]));
  });
});

describe("columns", () => {
  it("are chosen, kept in the address, and every custom field is one", async () => {
    server.use(http.get(`${API}/custom-fields`, () => HttpResponse.json(page([field({ indexed: false })]))));
    listing([contact({ custom: { wood: "oak" } })]);
    const { user, router } = open("/contacts");
    await user.click(await screen.findByRole("button", { name: "Columns" }));
    await user.click(await screen.findByRole("checkbox", { name: "Company" }));
    await user.click(screen.getByRole("checkbox", { name: "Favourite wood" }));
    await user.keyboard("{Escape}");
    expect(cell(0, "Favourite wood")).toHaveTextContent("Oak");
    expect(screen.queryByRole("columnheader", { name: "Company" })).toBeNull();
    expect(router.state.location.search).toEqual({
      columns: ["name", "email", "lifecycle", "tags", "owner", "updated_at", "custom.wood"],
    });
  });

  it("stand in the order of the address", async () => {
    listing(people(1));
    open(`/contacts?columns=${encodeURIComponent(JSON.stringify(["name", "owner", "email"]))}`);
    await screen.findByRole("grid");
    const heads = screen.getAllByRole("columnheader").map(({ textContent }) => textContent);
    expect(heads).toEqual(["", "Name", "Owner", "E-mail"]);
  });
});

describe("editing in place", () => {
  const patches: object[] = [];
  beforeEach(() => {
    patches.length = 0;
    const rows = people(3);
    listing(rows);
    server.use(
      http.patch(`${API}/contacts/:id`, async ({ request, params }) => {
        const patch = (await request.json()) as Record<string, unknown>;
        patches.push({ id: params.id, ...patch });
        if (patch.language === "german") {
          const errors = [{ field: "language", message: "Two letters, such as de." }];
          return problem(422, "Invalid", "A field has a value that cannot be used.", errors);
        }
        return HttpResponse.json({ ...rows.find(({ id }) => id === params.id), ...patch });
      }),
    );
  });

  it("saves a choice at once, and takes it back", async () => {
    const { user } = open("/contacts");
    await screen.findByRole("grid");
    await user.click(cell(0, "Lifecycle"));
    await user.selectOptions(await screen.findByRole("combobox", { name: "Lifecycle" }), "customer");
    expect(cell(0, "Lifecycle")).toHaveTextContent("Customer");
    const toast = (await screen.findByText("Lifecycle changed")).closest("li");
    await user.click(within(toast ?? document.body).getByRole("button", { name: "Undo" }));
    await waitFor(() =>
      expect(patches).toEqual([
        { id: "k0", lifecycle: "customer" },
        { id: "k0", lifecycle: "lead" },
      ]),
    );
  });

  it("edits a name with F2, and forgets it with Escape", async () => {
    const { user } = open("/contacts");
    (await screen.findByRole("grid")).focus();
    await user.keyboard("{ArrowDown}{F2}");
    await user.type(screen.getByRole("textbox", { name: "Name" }), "x{Escape}");
    expect(patches).toEqual([]);
    await user.keyboard("{F2}");
    const box = screen.getByRole("textbox", { name: "Name" });
    await user.clear(box);
    await user.type(box, "Inga{Enter}");
    await waitFor(() => expect(patches).toEqual([{ id: "k0", name: "Inga" }]));
    expect(cell(0, "Name")).toHaveTextContent("Inga");
  });

  it("says at the cell why a value was refused, and shows what is true", async () => {
    const { user } = open(`/contacts?columns=${encodeURIComponent(JSON.stringify(["name", "language"]))}`);
    await screen.findByRole("grid");
    await user.click(cell(1, "Language"));
    const box = screen.getByRole("textbox", { name: "Language" });
    await user.clear(box);
    await user.type(box, "german{Enter}");
    expect(await screen.findByText("Two letters, such as de.")).toBeVisible();
    expect(screen.getByRole("textbox", { name: "Language" })).toHaveValue("german");
    await user.keyboard("{Escape}");
    expect(cell(1, "Language")).toHaveTextContent("Norwegian");
  });

  it("is not offered where the record is somebody else's", async () => {
    listing([contact({ editable: false })]);
    const { user, router } = open("/contacts");
    await screen.findByRole("grid");
    await user.click(cell(0, "Lifecycle"));
    await waitFor(() => expect(router.state.location.pathname).toBe("/contacts/k1"));
  });
});

describe("changes of many", () => {
  const bodies: Record<string, unknown>[] = [];
  function answering(...answers: Schema["BulkOut"][]) {
    bodies.length = 0;
    server.use(
      http.post(`${API}/bulk-changes`, async ({ request }) => {
        bodies.push((await request.json()) as Record<string, unknown>);
        return HttpResponse.json(answers[0], { status: 202 });
      }),
      http.get(`${API}/bulk-changes/b1`, () =>
        HttpResponse.json(answers.length > 1 ? answers.shift() : answers[0]),
      ),
    );
  }

  it("change the rows that were chosen with Shift, and are undone", async () => {
    listing(people(10));
    answering(bulk());
    const undone: string[] = [];
    server.use(
      http.post(`${API}/bulk-changes/b1/undo`, () => {
        undone.push("b1");
        return HttpResponse.json(bulk({ status: "undone" }), { status: 202 });
      }),
    );
    const { user } = open("/contacts");
    await user.click(await screen.findByRole("checkbox", { name: "Choose Person 1" }));
    await user.keyboard("{Shift>}");
    await user.click(screen.getByRole("checkbox", { name: "Choose Person 3" }));
    await user.keyboard("{/Shift}");
    expect(await screen.findByText("3 contacts chosen")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Change …" }));
    const change = await screen.findByRole("button", { name: "Change" });
    expect(change, "nothing is said yet").toBeDisabled();
    await user.selectOptions(screen.getByRole("combobox", { name: "What" }), "add_tags");
    await user.type(screen.getByRole("combobox", { name: "Add a tag" }), "fair{Enter}");
    await user.click(change);
    await waitFor(() =>
      expect(bodies).toEqual([
        { kind: "contacts", change: { add_tags: ["fair"] }, ids: ["k1", "k2", "k3"], filter: [] },
      ]),
    );
    expect(await screen.findByText("3 contacts changed")).toBeVisible();
    await user.click(
      within(screen.getByRole("region", { name: "Change of many" })).getByRole("button", { name: "Undo" }),
    );
    await waitFor(() => expect(undone).toEqual(["b1"]));
  });

  it("show every row as chosen when all that match are, and all that are read but one when that is left", async () => {
    listing(people(300));
    const { user } = open("/contacts");
    await user.click(await screen.findByRole("checkbox", { name: "Choose Person 2" }));
    await user.click(await screen.findByRole("button", { name: "Choose all 300 that match" }));
    expect(screen.getByRole("checkbox", { name: "Choose Person 1" })).toBeChecked();
    await user.click(screen.getByRole("checkbox", { name: "Choose Person 1" }));
    expect(screen.getByRole("checkbox", { name: "Choose Person 1" })).not.toBeChecked();
    expect(await screen.findByText("99 contacts chosen")).toBeVisible();
  });

  it("change all that match, and say how far they are and what was refused", async () => {
    listing(people(300));
    const counts = { changed: 298, same: 0, refused: 2, failed: 0 };
    answering(
      bulk({ status: "running", done: 0, total: 300, undoable: false }),
      bulk({ status: "done", done: 300, total: 300, counts }),
    );
    server.use(
      http.get(`${API}/bulk-changes/b1/rows`, () =>
        HttpResponse.json(
          page([
            {
              number: 1,
              record_id: "k1",
              name: "Ann",
              outcome: "refused",
              reason: "Not yours.",
              undone: null,
            },
          ]),
        ),
      ),
    );
    const filter = encodeURIComponent(JSON.stringify(["lifecycle:eq:lead"]));
    const { user } = open(`/contacts?filter=${filter}&q=Person`);
    await user.click(await screen.findByRole("checkbox", { name: "Choose all rows" }));
    await user.click(screen.getByRole("button", { name: "Choose all 300 that match" }));
    await user.click(screen.getByRole("button", { name: "Move to the bin" }));
    const dialog = screen.getByRole("dialog", { name: "Move 300 contacts to the bin?" });
    await user.click(within(dialog).getByRole("button", { name: "Move to the bin" }));
    await waitFor(() =>
      expect(bodies).toEqual([
        { kind: "contacts", change: { delete: true }, filter: ["lifecycle:eq:lead"], q: "Person" },
      ]),
    );
    expect(await screen.findByText("Changing 300 contacts: 0 done")).toBeVisible();
    expect(await screen.findByText("298 contacts changed, 2 not yours to change")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Details" }));
    expect(await screen.findByText("Not yours.")).toBeVisible();
  });
});

describe("saved views", () => {
  const leads = view({
    id: "v1",
    name: "Leads",
    filter: ["lifecycle:eq:lead"],
    sort: "name",
    columns: ["name", "owner"],
  });

  it("open from the address, say what is changed, and are reset", async () => {
    const asked = listing(people(2));
    server.use(
      http.get(`${API}/views`, () => HttpResponse.json(page([leads]))),
      http.get(`${API}/contacts/fields`, () => HttpResponse.json([listField()])),
    );
    const { user, router } = open("/contacts?view=v1");
    await screen.findByRole("grid");
    expect(asked.at(-1)?.getAll("filter")).toEqual(["lifecycle:eq:lead"]);
    expect(asked.at(-1)?.get("sort")).toBe("name");
    expect(asked, "nothing else was asked for first").toHaveLength(1);
    expect(screen.getByRole("link", { name: "Leads" })).toHaveAttribute("aria-current", "page");
    await user.click(screen.getByRole("button", { name: /Remove filter/ }));
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "v1", filter: [] }));
    await user.click(await screen.findByRole("button", { name: "Reset" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "v1" }));
  });

  it("are saved from what is on screen, and shared", async () => {
    listing(people(2));
    const bodies: object[] = [];
    server.use(
      http.post(`${API}/views`, async ({ request }) => {
        bodies.push((await request.json()) as object);
        return HttpResponse.json(leads, { status: 201 });
      }),
    );
    const filter = encodeURIComponent(JSON.stringify(["lifecycle:eq:lead"]));
    const { user, router } = open(`/contacts?filter=${filter}`);
    await user.click(await screen.findByRole("button", { name: "Save view" }));
    await user.type(await screen.findByRole("textbox", { name: "Name" }), "Leads");
    await user.click(screen.getByRole("radio", { name: /Everyone/ }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Save view" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "v1" }));
    expect(bodies).toEqual([
      {
        kind: "contacts",
        name: "Leads",
        shared: "everyone",
        team_id: null,
        columns: ["name", "email", "company", "lifecycle", "tags", "owner", "updated_at"],
        filter: ["lifecycle:eq:lead"],
        sort: null,
      },
    ]);
  });

  it("begin a list that one opens without more, and can be left", async () => {
    const asked = listing(people(2));
    server.use(http.get(`${API}/views`, () => HttpResponse.json(page([{ ...leads, is_default: true }]))));
    const { user, router } = open("/contacts");
    await screen.findByRole("grid");
    expect(asked.at(-1)?.getAll("filter")).toEqual(["lifecycle:eq:lead"]);
    await user.click(screen.getByRole("link", { name: "All contacts" }));
    await waitFor(() => expect(asked.at(-1)?.getAll("filter")).toEqual([]));
    expect(router.state.location.search).toEqual({ view: "all" });
  });

  it("say what is left out, and when they are gone", async () => {
    listing(people(1));
    const gone = {
      part: "filter" as const,
      value: "custom.budget:gt:5",
      reason: "There is no such field any more.",
    };
    server.use(http.get(`${API}/views`, () => HttpResponse.json(page([{ ...leads, left_out: [gone] }]))));
    const { router } = open("/contacts?view=v1");
    expect(await screen.findByText(/without the filter “budget is more than 5”/)).toBeVisible();
    await router.navigate({ to: "/contacts", search: { view: "v9" } });
    expect(await screen.findByText(/This view was deleted, or is not shared with you/)).toBeVisible();
  });

  it("of others are copied, not overwritten", async () => {
    listing(people(1));
    server.use(http.get(`${API}/views`, () => HttpResponse.json(page([{ ...leads, editable: false }]))));
    open("/contacts?view=v1&sort=-name");
    expect(await screen.findByRole("button", { name: "Save as …" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
  });
});

describe("two contacts that are one", () => {
  it("are merged from the list, though nobody suggested it", async () => {
    listing([
      contact({ id: "k0", name: "Ann Lee", editable: true }),
      contact({ id: "k1", name: "Anna Lee", editable: true }),
      contact({ id: "k2", name: "Bo", editable: true }),
    ]);
    const sent: unknown[] = [];
    server.use(
      http.post(`${API}/contacts/merge`, async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({
          id: "m1",
          keep: { id: "k0", name: "Ann Lee" },
          merged: [{ id: "k1", name: "Anna Lee" }],
        });
      }),
    );
    const { user } = open("/contacts");
    await user.click(await screen.findByRole("checkbox", { name: "Choose Ann Lee" }));
    expect(screen.queryByRole("button", { name: "Merge …" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("checkbox", { name: "Choose Anna Lee" }));
    await user.click(await screen.findByRole("button", { name: "Merge …" }));
    const dialog = await screen.findByRole("dialog", { name: "Merge contacts" });
    await user.click(within(dialog).getByRole("button", { name: "Merge" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ keep: "k0", drop: ["k1"] });
    await waitFor(() => expect(screen.queryByRole("region", { name: "Chosen" })).not.toBeInTheDocument());
  });
});
