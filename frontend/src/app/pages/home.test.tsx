import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { open } from "@/test/render";
import { me } from "@/test/rows";
import { server } from "@/test/server";

const API = "*/api/v1";
const admin = me();
admin.permissions = [...admin.permissions, "operations:read", "operations:write"];
const names = ["channel", "contacts", "catalogue", "colleagues", "policies"];

/** A workspace in which some things are there; returns what was asked of it. */
function workspace(...there: string[]) {
  const asked: unknown[] = [];
  let dismissed = false;
  const told = () => ({ steps: names.map((name) => ({ name, done: there.includes(name) })), dismissed });
  server.use(
    http.get(`${API}/first-steps`, () => HttpResponse.json(told())),
    http.patch(`${API}/first-steps`, async ({ request }) => {
      const body = (await request.json()) as { dismissed: boolean };
      asked.push(body);
      dismissed = body.dismissed;
      return HttpResponse.json(told());
    }),
  );
  return asked;
}

describe("first steps", () => {
  it("tells an admin what an empty workspace needs", async () => {
    workspace("contacts", "colleagues");
    open("/", { user: admin });
    const list = await screen.findByText("2 of 5 done");
    const section = list.closest("section") ?? document.body;
    expect(within(section).getAllByRole("listitem")).toHaveLength(5);
    expect(within(section).getByText("Import your contacts")).toHaveTextContent("(done)");
    const hrefs = within(section)
      .getAllByRole("link")
      .map((one) => [one.getAttribute("aria-label"), one.getAttribute("href")]);
    expect(hrefs).toEqual([
      ["Begin: Connect a channel", "/settings/channels"],
      ["Begin: Add the catalogue", "/catalogue/sources"],
      ["Begin: Write the policies", "/knowledge"],
    ]);
  });

  it("is put away, and comes back", async () => {
    const asked = workspace();
    const { user } = open("/", { user: admin });
    await user.click(await screen.findByRole("button", { name: "Put away" }));
    await waitFor(() => expect(screen.queryByText("First steps")).toBeNull());
    const toast = (await screen.findByText("First steps put away")).closest("li");
    await user.click(within(toast ?? document.body).getByRole("button", { name: "Undo" }));
    expect(await screen.findByText("0 of 5 done")).toBeVisible();
    expect(asked).toEqual([{ dismissed: true }, { dismissed: false }]);
  });

  it("is gone when all is there", async () => {
    workspace(...names);
    open("/", { user: admin });
    expect(await screen.findByText("Nothing due today.")).toBeVisible();
    expect(screen.queryByText("First steps")).toBeNull();
  });

  it("is not asked for by others", async () => {
    let asked = 0;
    server.use(
      http.get(`${API}/first-steps`, () => {
        asked += 1;
        return HttpResponse.json({ steps: [{ name: "channel", done: false }], dismissed: false });
      }),
    );
    open("/", { user: { ...me(), permissions: ["contacts:read", "activities:read"] } });
    expect(await screen.findByText("Nothing due today.")).toBeVisible();
    expect(asked).toBe(0);
    expect(screen.queryByText("First steps")).toBeNull();
  });
});
