import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { open } from "@/test/render";
import { counts, me, page } from "@/test/rows";
import { server } from "@/test/server";

const API = "*/api/v1";
const importer = me();
importer.permissions = [...importer.permissions, "imports:write"];

beforeEach(() =>
  server.use(
    ...["contacts", "deals", "conversations"].map((room) =>
      http.get(`${API}/${room}`, () => HttpResponse.json(page([]))),
    ),
  ),
);

describe("a list without rows", () => {
  it("offers to make the first record, or to bring a file of them", async () => {
    const { user } = open("/contacts", { user: importer });
    expect(await screen.findByText("No contacts yet")).toBeVisible();
    expect(screen.getByRole("link", { name: "Import a file" })).toHaveAttribute(
      "href",
      "/imports?object=contact",
    );
    await user.click(screen.getByRole("button", { name: "New contact" }));
    expect(await screen.findByRole("dialog", { name: "New contact" })).toBeVisible();
  });

  it("takes off what narrows it", async () => {
    const { user, router } = open("/contacts?q=nobody&sort=name");
    expect(await screen.findByText("No contact matches")).toBeVisible();
    expect(screen.queryByRole("button", { name: "New contact" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Show all contacts" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ sort: "name" }));
  });

  it("makes the first deal from its middle", async () => {
    const { user } = open("/deals?show=list");
    await screen.findByText("No deals yet");
    await user.click(screen.getByRole("button", { name: "New deal" }));
    expect(await screen.findByRole("dialog", { name: "New deal" })).toBeVisible();
  });
});

describe("an inbox that nothing ever came into", () => {
  it("leads to the channels", async () => {
    server.use(
      http.get(`${API}/conversations/counts`, () =>
        HttpResponse.json(
          counts({
            mine: 0,
            unassigned: 0,
            team: 0,
            needs_approval: 0,
            escalated: 0,
            snoozed: 0,
            closed: 0,
            all: 0,
          }),
        ),
      ),
    );
    open("/inbox");
    expect(await screen.findByText("No mail has come in yet")).toBeVisible();
    expect(screen.getByRole("link", { name: "Connect a channel" })).toHaveAttribute(
      "href",
      "/settings/channels",
    );
  });
});
