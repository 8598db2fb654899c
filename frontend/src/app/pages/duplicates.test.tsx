import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { company, contact, listField } from "@/test/people-rows";
import { open } from "@/test/render";
import { page } from "@/test/rows";
import { server } from "@/test/server";

const API = "*/api/v1";
const left = contact({ id: "k1", name: "Ann", language: null });
const right = contact({ id: "k2", name: "Anna Lind", email: "anna@mail.example", language: "sv" });
const pair = { id: "d1", score: 0.8, reasons: ["same_phone", "similar_name"], left, right };
const row = {
  id: "m1",
  created_at: "2026-11-22T09:00:00Z",
  by: null,
  keep: { id: "k1", name: "Ann" },
  merged: [{ id: "k2", name: "Anna Lind" }],
  written: [],
  undone_at: null,
  undoable: true,
};

const acme = company({ id: "c1", name: "Acme", domain: "acme.example", domains: ["acme.example"] });
const gmbh = company({ id: "c2", name: "Acme GmbH", city: "Bremen", tags: [] });
const firms = { id: "d2", score: 0.6, reasons: ["same_name"], left: acme, right: gmbh };

const firmRow = { ...row, keep: { id: "c1", name: "Acme" }, merged: [{ id: "c2", name: "Acme GmbH" }] };

function keeping() {
  const asked: { path: string; body?: unknown }[] = [];
  const note = async ({ request }: { request: Request }) => {
    const words = await request.text();
    asked.push({ path: new URL(request.url).pathname.slice(7), body: words ? JSON.parse(words) : undefined });
    return HttpResponse.json(request.url.includes("companies") ? firmRow : row);
  };
  server.use(
    http.get(`${API}/contacts/duplicates`, () => HttpResponse.json(page([pair]))),
    http.get(`${API}/companies/duplicates`, () => HttpResponse.json(page([firms]))),
    http.get(`${API}/:kind/duplicates/search`, () => HttpResponse.json({ waiting: 0 })),
    http.post(`${API}/contacts/merge`, note),
    http.post(`${API}/merges/m1/undo`, note),
    http.post(`${API}/companies/merge`, note),
    http.post(`${API}/companies/merges/m1/undo`, note),
    http.post(`${API}/contacts/duplicates/d1/dismiss`, async (call) => {
      await note(call);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return asked;
}

describe("duplicates", () => {
  it("merges field by field, shows what comes of it, and takes it back", async () => {
    const asked = keeping();
    const { user } = open("/contacts/duplicates");
    expect(await screen.findByText("Same phone")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Merge Ann and Anna Lind" }));
    const dialog = await screen.findByRole("dialog", { name: "Merge contacts" });
    const names = within(dialog).getByRole("group", { name: "Name" });
    expect(within(names).getByRole("radio", { name: "Ann" })).toBeChecked();
    await user.click(within(names).getByRole("radio", { name: "Anna Lind" }));
    const after = within(dialog).getByRole("region", { name: "Afterwards" });
    expect(within(after).getByText("Anna Lind")).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Merge" }));
    await waitFor(() =>
      expect(asked).toEqual([
        {
          path: "/contacts/merge",
          body: { keep: "k1", drop: ["k2"], fields: { name: "k2", language: "k2" } },
        },
      ]),
    );
    const toast = (await screen.findByText("Anna Lind merged into Ann")).closest("li");
    await user.click(within(toast ?? document.body).getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(asked.at(-1)?.path).toBe("/merges/m1/undo"));
  });

  it("calls custom fields and their options by their labels", async () => {
    keeping();
    const wood = listField({
      name: "custom.wood",
      label: "Favourite wood",
      options: [{ value: "oak", label: "Oak" }],
    });
    const left = { ...pair.left, custom: { wood: "oak" } };
    server.use(
      http.get(`${API}/contacts/duplicates`, () => HttpResponse.json(page([{ ...pair, left }]))),
      http.get(`${API}/contacts/fields`, () => HttpResponse.json([wood])),
    );
    const { user } = open("/contacts/duplicates");
    await user.click(await screen.findByRole("button", { name: "Merge Ann and Anna Lind" }));
    const woods = await screen.findByRole("group", { name: "Favourite wood" });
    expect(within(woods).getByRole("radio", { name: "Oak" })).toBeChecked();
  });

  it("says that it is still looking for them, and how much is left", async () => {
    keeping();
    let waiting: number | null = null;
    server.use(
      http.get(`${API}/contacts/duplicates`, () => HttpResponse.json(page([]))),
      http.get(`${API}/contacts/duplicates/search`, () => HttpResponse.json({ waiting })),
    );
    const { queries } = open("/contacts/duplicates");
    const said = await screen.findByText(/still being looked for/);
    expect(said).toHaveTextContent("more than 10,000 contacts have yet to be compared");
    expect(screen.getByText("No duplicates found so far")).toBeVisible();
    waiting = 0;
    await queries.invalidateQueries();
    expect(await screen.findByText("No duplicates in sight")).toBeVisible();
    expect(screen.queryByText(/still being looked for/)).toBeNull();
  });

  it("remembers that two are not the same", async () => {
    const asked = keeping();
    const { user } = open("/contacts/duplicates");
    await user.click(await screen.findByRole("button", { name: "Ann and Anna Lind are not the same" }));
    await waitFor(() => expect(asked.map(({ path }) => path)).toEqual(["/contacts/duplicates/d1/dismiss"]));
  });

  it("merges companies, whose domains are all kept", async () => {
    const asked = keeping();
    const { user } = open("/companies/duplicates");
    await user.click(await screen.findByRole("button", { name: "Merge Acme and Acme GmbH" }));
    const dialog = await screen.findByRole("dialog", { name: "Merge companies" });
    expect(within(dialog).getByRole("group", { name: "City" })).toBeVisible();
    expect(within(dialog).queryByRole("group", { name: "Domain" })).toBeNull();
    const after = within(dialog).getByRole("region", { name: "Afterwards" });
    expect(within(after).getByText("acme.example")).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Merge" }));
    const body = { keep: "c1", drop: ["c2"], fields: { name: "c1", city: "c2" } };
    await waitFor(() => expect(asked).toEqual([{ path: "/companies/merge", body }]));
    const toast = (await screen.findByText("Acme GmbH merged into Acme")).closest("li");
    await user.click(within(toast ?? document.body).getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(asked.at(-1)?.path).toBe("/companies/merges/m1/undo"));
  });

  it("asks which of two domains leads", async () => {
    const asked = keeping();
    const right = { ...gmbh, domain: "gmbh.example", domains: ["gmbh.example"] };
    server.use(http.get(`${API}/companies/duplicates`, () => HttpResponse.json(page([{ ...firms, right }]))));
    const { user } = open("/companies/duplicates");
    await user.click(await screen.findByRole("button", { name: "Merge Acme and Acme GmbH" }));
    const domains = await screen.findByRole("group", { name: "Main domain" });
    expect(within(domains).getByRole("radio", { name: "acme.example" })).toBeChecked();
    await user.click(within(domains).getByRole("radio", { name: "gmbh.example" }));
    const after = screen.getByRole("region", { name: "Afterwards" });
    expect(within(after).getByText("gmbh.example, acme.example")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Merge" }));
    const fields = { name: "c1", domain: "c2", city: "c2" };
    await waitFor(() =>
      expect(asked).toEqual([{ path: "/companies/merge", body: { keep: "c1", drop: ["c2"], fields } }]),
    );
  });

  it("says while a company is typed that it may be known", async () => {
    const found = { id: "c1", name: "Acme", domain: "acme.example", city: null, score: 0.6 };
    server.use(
      http.post(`${API}/companies/check`, () =>
        HttpResponse.json({ items: [{ ...found, reasons: ["same_name"] }] }),
      ),
    );
    const { user } = open("/companies");
    await user.click(await screen.findByRole("button", { name: /^New/ }));
    await user.type(await screen.findByRole("textbox", { name: "Name" }), "Acme Ltd");
    const link = await screen.findByRole("link", { name: "Acme" });
    expect(link).toHaveAttribute("href", "/companies/c1");
    expect(screen.getByText("(same name)")).toBeVisible();
  });
});
