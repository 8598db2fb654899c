import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { deal, pipeline } from "@/test/deal-rows";
import { contact, listField } from "@/test/people-rows";
import { open } from "@/test/render";
import { me, page } from "@/test/rows";
import { server } from "@/test/server";
import { shared } from "@/test/shared-record";

const API = "*/api/v1";
async function rename(user: ReturnType<typeof open>["user"], name: string) {
  await user.click(await screen.findByRole("button", { name: "Edit Name" }));
  const box = screen.getByRole("textbox", { name: "Name" });
  await user.clear(box);
  await user.type(box, `${name}{Enter}`);
}

describe("a fact that two people change", () => {
  it("keeps what others wrote elsewhere, without asking", async () => {
    const kept = shared("/contacts", contact());
    const { user } = open("/contacts/k1");
    await screen.findByRole("button", { name: "Edit Name" });
    kept.write({ language: "de" });
    await rename(user, "Inga");
    await waitFor(() => expect(kept.patches).toEqual([{ name: "Inga" }]));
    expect(kept.now().language).toBe("de");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("shows both values and who it was, and mine wins if I say so", async () => {
    const kept = shared("/contacts", contact());
    const { user } = open("/contacts/k1");
    await screen.findByRole("button", { name: "Edit Name" });
    kept.write({ name: "Ingrid S." });
    await rename(user, "Inga");
    const dialog = await screen.findByRole("dialog", { name: "Somebody else changed this too" });
    expect(await within(dialog).findByText(/Lena Vogt changed it/)).toBeVisible();
    const both = within(dialog).getByRole("group", { name: "Name" });
    expect(both).toHaveTextContent("YoursInga");
    expect(both).toHaveTextContent("TheirsIngrid S.");
    expect(kept.patches).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Keep mine" }));
    await waitFor(() => expect(kept.patches).toEqual([{ name: "Inga" }]));
    expect(await screen.findByRole("heading", { name: "Inga" })).toBeVisible();
  });

  it("leaves theirs if I say so, and shows it", async () => {
    const kept = shared("/contacts", contact());
    const { user } = open("/contacts/k1");
    await screen.findByRole("button", { name: "Edit Name" });
    kept.write({ name: "Ingrid S." });
    await rename(user, "Inga");
    await user.click(await screen.findByRole("button", { name: "Take theirs" }));
    expect(await screen.findByText(/nothing of yours was written/)).toBeVisible();
    expect(await screen.findByRole("heading", { name: "Ingrid S." })).toBeVisible();
    expect(kept.patches).toEqual([]);
  });

  it("is asked once more when it is taken back onto somebody else's", async () => {
    const kept = shared("/contacts", contact());
    const { user } = open("/contacts/k1");
    await rename(user, "Inga");
    await waitFor(() => expect(kept.patches).toHaveLength(1));
    const [toast] = await screen.findAllByText("Name changed"); // the newest stands first
    kept.write({ name: "Third" });
    await user.click(within(toast?.closest("li") ?? document.body).getByRole("button", { name: "Undo" }));
    const both = await screen.findByRole("group", { name: "Name" });
    expect(both).toHaveTextContent("Third");
    await user.click(screen.getByRole("button", { name: "Keep mine" }));
    await waitFor(() => expect(kept.now().name).toBe("Ingrid Solheim"));
  });

  it("is settled in a table, too: the cell shows what stays", async () => {
    server.use(
      http.get(`${API}/contacts/fields`, () =>
        HttpResponse.json([
          listField({ name: "lifecycle", options: [{ value: "qualified", label: "Qualified" }] }),
        ]),
      ),
    );
    const kept = shared("/contacts", contact());
    const { user } = open("/contacts");
    const grid = await screen.findByRole("grid");
    const cell = await within(grid).findByText("Lead");
    kept.write({ lifecycle: "customer" });
    await user.click(cell);
    await user.selectOptions(await screen.findByRole("combobox", { name: "Lifecycle" }), "qualified");
    const both = await screen.findByRole("group", { name: "Lifecycle" });
    expect(both).toHaveTextContent("Qualified");
    await user.click(screen.getByRole("button", { name: "Take theirs" }));
    expect(await within(grid).findByText("Customer")).toBeVisible();
    expect(kept.patches).toEqual([]);
  });
});

describe("a form that two people send", () => {
  it("asks field by field, and leaves alone what I did not touch", async () => {
    const start = {
      ...deal("d1", "Lead", { title: "Forty lamps", amount: "100.00" }),
      items: [],
      history: [],
    };
    const kept = shared("/deals", start);
    server.use(http.get(`${API}/pipelines`, () => HttpResponse.json(page([pipeline()]))));
    const { user } = open("/deals/d1", {
      user: { ...me(), permissions: [...me().permissions, "deals:write"] },
    });
    await user.click(await screen.findByRole("button", { name: "Edit" }));
    const form = await screen.findByRole("dialog", { name: "Edit deal" });
    for (const [label, typed] of [
      ["Title", "Fifty lamps"],
      ["Amount", "200"],
    ] as const) {
      await user.clear(within(form).getByLabelText(label));
      await user.type(within(form).getByLabelText(label), typed);
    }
    kept.write({ title: "Sixty lamps", amount: "300.00", expected_close_on: "2027-01-31" });
    await user.click(within(form).getByRole("button", { name: "Save" }));
    const dialog = await screen.findByRole("dialog", { name: "Somebody else changed this too" });
    expect(within(dialog).getAllByRole("group")).toHaveLength(2);
    const amount = within(dialog).getByRole("group", { name: "Amount" });
    await user.click(within(amount).getByRole("radio", { name: /Theirs/ }));
    await user.click(within(dialog).getByRole("button", { name: "Save what is chosen" }));
    await waitFor(() => expect(kept.patches).toEqual([{ title: "Fifty lamps" }]));
    expect(kept.now()).toMatchObject({ amount: "300.00", expected_close_on: "2027-01-31" });
  });
});

describe("what is removed while somebody changes it", () => {
  it("goes only after its changes were seen", async () => {
    const kept = shared("/contacts", contact());
    const { user } = open("/contacts/k1");
    await screen.findByRole("button", { name: "Edit Name" });
    kept.write({ tags: ["vip", "press"] });
    await user.click(screen.getByRole("button", { name: "Remove" }));
    const dialog = await screen.findByRole("dialog", { name: "Somebody has changed this meanwhile" });
    expect(within(dialog).getByRole("group", { name: "Tags" })).toHaveTextContent("vip, press");
    expect(kept.removed).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Remove it" }));
    await waitFor(() => expect(kept.removed).toEqual(["k1"]));
  });
});
