import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { contact, field, listField, note } from "@/test/people-rows";
import { open } from "@/test/render";
import { conversation, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";

/** A server that keeps one contact, and what it was asked to change. */
function keeping(start = contact()) {
  let row = start;
  const patches: object[] = [];
  server.use(
    http.get(`${API}/contacts/k1`, () => HttpResponse.json(row)),
    http.patch(`${API}/contacts/k1`, async ({ request }) => {
      const patch = (await request.json()) as object;
      patches.push(patch);
      row = { ...row, ...patch };
      return HttpResponse.json(row);
    }),
  );
  return patches;
}

async function undo(words: string) {
  const toast = (await screen.findByText(words)).closest("li");
  return within(toast ?? document.body).getByRole("button", { name: "Undo" });
}

describe("a contact's page", () => {
  it("changes a fact where it stands, and takes it back", async () => {
    const patches = keeping();
    const { user } = open("/contacts/k1");
    await user.click(await screen.findByRole("button", { name: "Edit Name" }));
    const box = screen.getByRole("textbox", { name: "Name" });
    await user.clear(box);
    await user.type(box, "Inga{Enter}");
    await waitFor(() => expect(patches).toEqual([{ name: "Inga" }]));
    await user.click(await undo("Name changed"));
    await waitFor(() => expect(patches.at(-1)).toEqual({ name: "Ingrid Solheim" }));
  });

  it("says why somebody is in no list, and puts them there", async () => {
    const patches = keeping(contact({ screened_out: true }));
    const { user } = open("/contacts/k1");
    await user.click(await screen.findByRole("button", { name: "Show in lists" }));
    await waitFor(() => expect(patches).toEqual([{ screened_out: false }]));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Show in lists" })).toBeNull());
    await user.click(await undo("Shown in the lists again"));
    await waitFor(() => expect(patches.at(-1)).toEqual({ screened_out: true }));
  });

  it("forgets with Escape what was typed", async () => {
    const patches = keeping();
    const { user } = open("/contacts/k1");
    await user.click(await screen.findByRole("button", { name: "Edit Name" }));
    await user.type(screen.getByRole("textbox", { name: "Name" }), "x{Escape}");
    expect(screen.queryByRole("textbox", { name: "Name" })).toBeNull();
    expect(patches).toEqual([]);
  });

  it("adds an address with a label, prefers it, and removes one", async () => {
    const patches = keeping();
    const { user } = open("/contacts/k1");
    await user.click(await screen.findByRole("button", { name: "Add E-mail address" }));
    await user.type(screen.getByRole("textbox", { name: "New e-mail address" }), "inga@home.example");
    await user.selectOptions(screen.getByRole("combobox", { name: "Label" }), "home");
    await user.click(screen.getByRole("button", { name: "Add the e-mail address" }));
    const added = { value: "inga@home.example", label: "home", primary: false };
    await waitFor(() => expect(patches[0]).toEqual({ emails: [contact().emails[0], added] }));
    await user.click(await screen.findByRole("button", { name: "Make inga@home.example the primary one" }));
    await waitFor(() => expect(patches).toHaveLength(2));
    await user.click(await screen.findByRole("button", { name: "Remove ingrid@mail.example" }));
    await waitFor(() => expect(patches[2]).toEqual({ emails: [{ ...added, primary: true }] }));
  });

  it("says why an address was refused", async () => {
    keeping();
    server.use(
      http.patch(`${API}/contacts/k1`, () =>
        problem(422, "PhoneUnclear", "This is not a telephone number; write it with its country."),
      ),
    );
    const { user } = open("/contacts/k1");
    await user.click(await screen.findByRole("button", { name: "Add Telephone number" }));
    await user.type(screen.getByRole("textbox", { name: "New telephone number" }), "12{Enter}");
    expect(await screen.findByText(/This is not a telephone number/)).toBeVisible();
  });

  it("edits tags, lifecycle and a field that an admin defined", async () => {
    server.use(http.get(`${API}/custom-fields`, () => HttpResponse.json(page([field()]))));
    const patches = keeping();
    const { user } = open("/contacts/k1");
    await user.type(await screen.findByRole("combobox", { name: "Add a tag" }), "trade{Enter}");
    await waitFor(() => expect(patches[0]).toEqual({ tags: ["vip", "trade"] }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Lifecycle" }), "customer");
    await waitFor(() => expect(patches[1]).toEqual({ lifecycle: "customer" }));
    const wood = await screen.findByRole("combobox", { name: "Favourite wood" });
    expect(within(wood).queryByRole("option", { name: "Elm" })).toBeNull();
    await user.selectOptions(wood, "oak");
    await waitFor(() => expect(patches[2]).toEqual({ custom: { wood: "oak" } }));
  });

  it("writes down consent with how it was obtained", async () => {
    keeping();
    const bodies: object[] = [];
    server.use(
      http.post(`${API}/contacts/k1/consents`, async ({ request }) => {
        bodies.push((await request.json()) as object);
        return HttpResponse.json({}, { status: 201 });
      }),
    );
    const { user } = open("/contacts/k1");
    await user.click(await screen.findByRole("button", { name: "Change consent: Marketing by e-mail" }));
    await user.type(screen.getByRole("textbox", { name: /How it was obtained/ }), "The fair");
    await user.click(screen.getByRole("button", { name: "Write down" }));
    await waitFor(() =>
      expect(bodies).toEqual([{ purpose: "marketing_email", status: "granted", source: "The fair" }]),
    );
  });

  it("offers nothing that the reader may not do", async () => {
    keeping(contact({ editable: false }));
    open("/contacts/k1");
    expect(await screen.findByRole("heading", { name: "Ingrid Solheim" })).toBeVisible();
    await screen.findByText("ingrid@mail.example");
    expect(screen.queryByRole("button", { name: /^Edit |^Remove|^Add E/ })).toBeNull();
    expect(screen.getByRole("switch", { name: "Do not contact" })).toBeDisabled();
  });
});

describe("notes", () => {
  it("are written, changed, and removed with a way back", async () => {
    keeping();
    const asked: string[] = [];
    const log = async (request: Request) => {
      const text = await request.text();
      asked.push(`${request.method} ${text}`.trim());
    };
    server.use(
      http.get(`${API}/activities`, () => HttpResponse.json(page([note()]))),
      http.post(`${API}/activities`, async ({ request }) => {
        await log(request);
        return HttpResponse.json(note(), { status: 201 });
      }),
      http.delete(`${API}/activities/n1`, async ({ request }) => {
        await log(request);
        return new HttpResponse(null, { status: 204 });
      }),
      http.post(`${API}/activities/n1/restore`, () => {
        asked.push("restore");
        return HttpResponse.json(note());
      }),
    );
    const { user } = open("/contacts/k1");
    expect(await screen.findByText(/and oak/)).toBeVisible();
    await user.type(screen.getByRole("textbox", { name: "New note" }), "Call in May");
    await user.click(screen.getByRole("button", { name: "Add note" }));
    await waitFor(() => expect(asked[0]).toContain('"kind":"note","title":"Call in May"'));
    await user.click(screen.getByRole("button", { name: "Remove note" }));
    await user.click(await undo("Note removed"));
    await waitFor(() => expect(asked.slice(1)).toEqual(["DELETE", "restore"]));
  });
});

describe("the filter bar", () => {
  const asked: string[] = [];
  beforeEach(() => {
    asked.length = 0;
    server.use(
      http.get(`${API}/contacts/fields`, () =>
        HttpResponse.json([
          listField(),
          listField({ name: "name", label: "Name", kind: "text", ops: ["contains", "in"], options: [] }),
          listField({ name: "owner", label: "Owner", kind: "ref", ops: ["eq"], options: [], of: "user" }),
          listField({
            name: "company",
            label: "Company",
            kind: "ref",
            ops: ["eq"],
            options: [],
            of: "company",
          }),
        ]),
      ),
      http.get(`${API}/contacts`, ({ request }) => {
        asked.push(new URL(request.url).searchParams.getAll("filter").join(" & "));
        return HttpResponse.json(page([contact()]));
      }),
    );
  });

  it("adds conditions, keeps them in the address, and takes them off", async () => {
    const { user, router } = open("/contacts");
    await user.click(await screen.findByRole("button", { name: "Filter" }));
    const fields = await screen.findByRole("combobox", { name: "Field" });
    expect(within(fields).queryByRole("option", { name: "Company" })).toBeNull();
    await user.selectOptions(screen.getByRole("combobox", { name: "Value" }), "lead");
    await user.click(screen.getByRole("button", { name: "Add filter" }));
    expect(await screen.findByText("Lifecycle is Lead")).toBeVisible();
    await waitFor(() => expect(asked.at(-1)).toBe("lifecycle:eq:lead"));
    expect(router.state.location.search).toEqual({ filter: ["lifecycle:eq:lead"] });
    await user.click(screen.getByRole("button", { name: "Remove filter: Lifecycle is Lead" }));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });

  it("reads what an address says, commas and all", async () => {
    const filter = encodeURIComponent(JSON.stringify(["name:in:a\\,b,c", "owner:eq:me"]));
    open(`/contacts?filter=${filter}`);
    expect(await screen.findByText("Name is one of a,b, c")).toBeVisible();
    expect(await screen.findByText("Owner is me")).toBeVisible();
    await waitFor(() => expect(asked.at(-1)).toBe("name:in:a\\,b,c & owner:eq:me"));
  });

  it("sorts by what a column is called", async () => {
    const { user, router } = open("/contacts");
    await user.click(await screen.findByRole("button", { name: "Lifecycle" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ sort: "lifecycle" }));
  });
});

describe("custom fields in the settings", () => {
  it("are defined with options, and removed with a way back", async () => {
    const bodies: object[] = [];
    const asked: string[] = [];
    server.use(
      http.get(`${API}/settings/contacts`, () => HttpResponse.json({ phone_region: "DE" })),
      http.get(`${API}/custom-fields`, ({ request }) =>
        HttpResponse.json(page(request.url.includes("deleted") ? [] : [field()])),
      ),
      http.post(`${API}/custom-fields`, async ({ request }) => {
        bodies.push((await request.json()) as object);
        return HttpResponse.json(field(), { status: 201 });
      }),
      http.delete(`${API}/custom-fields/f1`, () => {
        asked.push("delete");
        return new HttpResponse(null, { status: 204 });
      }),
      http.post(`${API}/custom-fields/f1/restore`, () => {
        asked.push("restore");
        return HttpResponse.json(field());
      }),
    );
    const { user } = open("/settings/fields");
    await user.click(await screen.findByRole("button", { name: "Remove Favourite wood" }));
    await user.click(await undo("Favourite wood removed; its values come back with it"));
    await waitFor(() => expect(asked).toEqual(["delete", "restore"]));
    await user.click(screen.getByRole("button", { name: /New field/ }));
    await user.type(await screen.findByRole("textbox", { name: "Name" }), "Size");
    await user.selectOptions(screen.getByRole("combobox", { name: "Kind" }), "choice");
    await user.click(screen.getByRole("button", { name: "Add an option" }));
    await user.type(screen.getByRole("textbox", { name: "Option 1" }), "Small");
    await user.click(screen.getByRole("button", { name: "Create field" }));
    await waitFor(() =>
      expect(bodies).toEqual([
        {
          object: "contact",
          kind: "choice",
          label: "Size",
          required: false,
          indexed: false,
          options: [{ key: null, label: "Small" }],
        },
      ]),
    );
  });

  it("say when they cannot be loaded, and when there are none", async () => {
    server.use(
      http.get(`${API}/settings/contacts`, () => HttpResponse.json({ phone_region: "DE" })),
      http.get(`${API}/custom-fields`, () => problem(503, "Unavailable", "Away for a moment.")),
    );
    const { user } = open("/settings/fields");
    expect(await screen.findByText("Away for a moment.")).toBeVisible();
    server.use(http.get(`${API}/custom-fields`, () => HttpResponse.json(page([]))));
    await user.click(screen.getByRole("button", { name: /Try again/ }));
    expect(await screen.findByText("No custom fields of contacts yet")).toBeVisible();
  });
});

describe("a thread with somebody who wants no messages", () => {
  it("warns whoever writes by hand", async () => {
    const thread = conversation();
    server.use(
      http.get(`${API}/conversations/:id`, () =>
        HttpResponse.json({ ...thread, contact: { ...thread.contact, do_not_contact: true } }),
      ),
    );
    open("/inbox/c1");
    expect(await screen.findByText(/does not want to be contacted/)).toBeVisible();
  });
});
