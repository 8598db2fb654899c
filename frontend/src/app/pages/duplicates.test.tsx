import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { contact } from "@/test/people-rows";
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

function keeping() {
  const asked: { path: string; body?: unknown }[] = [];
  const note = async ({ request }: { request: Request }) => {
    const words = await request.text();
    asked.push({ path: new URL(request.url).pathname.slice(7), body: words ? JSON.parse(words) : undefined });
    return HttpResponse.json(row);
  };
  server.use(
    http.get(`${API}/contacts/duplicates`, () => HttpResponse.json(page([pair]))),
    http.post(`${API}/contacts/merge`, note),
    http.post(`${API}/merges/m1/undo`, note),
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

  it("remembers that two are not the same", async () => {
    const asked = keeping();
    const { user } = open("/contacts/duplicates");
    await user.click(await screen.findByRole("button", { name: "Ann and Anna Lind are not the same" }));
    await waitFor(() => expect(asked.map(({ path }) => path)).toEqual(["/contacts/duplicates/d1/dismiss"]));
  });
});
