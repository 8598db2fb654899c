import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { markMentions, plainMentions } from "@/lib/mentions";
import { contact } from "@/test/people-rows";
import { open } from "@/test/render";
import { page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
const ADA = "01a202e2-519e-75f5-b4a4-000000000001";

const news = (over: Partial<Schema["NotificationOut"]> = {}): Schema["NotificationOut"] => ({
  id: "n1",
  kind: "assigned",
  subject_type: "contact",
  subject_id: "k1",
  title: "Grace gave you the contact Ann",
  created_at: "2026-11-22T09:00:00Z",
  read_at: null,
  ...over,
});

describe("the bell", () => {
  it("counts, opens by key, marks as read and goes to the record", async () => {
    const read: unknown[] = [];
    server.use(
      http.get(`${API}/notifications/unread`, () => HttpResponse.json({ unread: 2 })),
      http.get(`${API}/notifications`, () =>
        HttpResponse.json(page([news(), news({ id: "n2", title: "Second" })])),
      ),
      http.post(`${API}/notifications/read`, async ({ request }) => {
        read.push(await request.json());
        return HttpResponse.json({ unread: 1 });
      }),
      http.get(`${API}/contacts/k1`, () => HttpResponse.json(contact())),
    );
    const { user, router } = open("/activities");
    expect((await screen.findAllByRole("button", { name: "Notifications, 2 unread" }))[0]).toBeVisible();
    await user.keyboard("gn");
    const dialog = within(await screen.findByRole("dialog", { name: "Notifications" }));
    await dialog.findByText("Second");
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/contacts/k1"));
    expect(read).toEqual([{ ids: ["n1"], all: false }]);
  });

  it("says when there is nothing", async () => {
    const { user } = open("/activities");
    await screen.findByText("Nothing due today");
    await user.keyboard("gn");
    expect(await screen.findByText("Nothing new")).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("says what went wrong", async () => {
    server.use(http.get(`${API}/notifications`, () => problem(503, "Unavailable", "Not reachable.")));
    const { user } = open("/activities");
    await screen.findByText("Nothing due today");
    await user.keyboard("gn");
    expect(await screen.findByText("Not reachable.")).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});

describe("mentions", () => {
  it("are kept as marks and read as names", () => {
    const people = [
      { id: ADA, name: "Ada" },
      { id: "x", name: "Ada Lindqvist" },
    ];
    const kept = markMentions("Ask @Ada Lindqvist, not mail@Ada or @Adam", people);
    expect(kept).toBe("Ask @[Ada Lindqvist](user:x), not mail@Ada or @Adam");
    expect(plainMentions(`Ask @[Ada](user:${ADA}) now`)).toBe("Ask @Ada now");
  });

  it("tell namesakes apart by their addresses", () => {
    const [one, other] = ["0192aaaa-0000-7000-8000-000000000001", "0192aaaa-0000-7000-8000-000000000002"];
    const people = [
      { id: one, name: "Ada Lee", email: "ada@shop.example" },
      { id: other, name: "Ada Lee", email: "lee@shop.example" },
    ];
    const written = "Ask @Ada Lee (lee@shop.example), please";
    const kept = `Ask @[Ada Lee](user:${other}), please`;
    expect(markMentions(written, people)).toBe(kept);
    expect(plainMentions(kept, people)).toBe(written);
    expect(markMentions("Ask @Ada Lee", people)).toBe("Ask @Ada Lee");
  });

  it("are picked by keyboard in a note", async () => {
    const bodies: { body?: string }[] = [];
    server.use(
      http.get(`${API}/contacts/k1`, () => HttpResponse.json(contact())),
      http.get(`${API}/directory`, () =>
        HttpResponse.json({
          users: [
            { id: "z", name: "Zoe Mint", role: "rep", is_active: false },
            { id: ADA, name: "Grace Hop", email: "grace@shop.example", role: "rep", is_active: true },
            { id: "y", name: "Grace Hop", email: "hop@shop.example", role: "rep", is_active: true },
          ],
          teams: [],
        }),
      ),
      http.post(`${API}/activities`, async ({ request }) => {
        bodies.push((await request.json()) as { body?: string });
        return HttpResponse.json({}, { status: 201 });
      }),
    );
    const { user } = open("/contacts/k1");
    await user.type(await screen.findByRole("textbox", { name: "New note" }, { timeout: 8000 }), "Ask @gra");
    const offered = within(screen.getByRole("listbox", { name: "Colleagues" })).getAllByRole("option");
    expect(offered.map((one) => one.textContent)).toEqual([
      expect.stringContaining("grace@shop.example"),
      expect.stringContaining("hop@shop.example"),
    ]);
    await user.keyboard("{Enter}please");
    await user.click(screen.getByRole("button", { name: "Add note" }));
    await waitFor(() => expect(bodies[0]?.body).toBe(`Ask @[Grace Hop](user:${ADA}) please`));
  });
});
