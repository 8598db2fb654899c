import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { contact } from "@/test/people-rows";
import { open } from "@/test/render";
import { me, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
const ada = { id: "u1", name: "Ada" };
const permitted = (...more: string[]) => me({ permissions: [...me().permissions, ...more] });
const admin = permitted("privacy:read", "privacy:write");

const rule = (over: Partial<Schema["RetentionOut"]> = {}): Schema["RetentionOut"] => ({
  kind: "spam",
  keep_days: null,
  least_days: 1,
  due: 0,
  last_run_at: null,
  last_removed: null,
  ...over,
});

const erasure = (over: Partial<Schema["ErasureOut"]> = {}): Schema["ErasureOut"] => ({
  id: "e1",
  subject_id: "01a205ab-554e-79e6-9ead-b5f78ec0b019",
  reason: "request",
  by: ada,
  status: "done",
  error: null,
  counts: { messages: 3 },
  created_at: "2026-11-20T09:00:00Z",
  finished_at: "2026-11-20T09:01:00Z",
  ...over,
});

/** A server with one person, and what it was asked to do. */
function serve() {
  const asked: unknown[] = [];
  server.use(
    http.get(`${API}/contacts/k1`, () => HttpResponse.json(contact())),
    http.get(`${API}/contacts/k1/personal-data`, () =>
      HttpResponse.json({
        contact: { id: "k1", name: "Ingrid Solheim" },
        contacts: 1,
        counts: { messages: 3, deals: 1 },
      }),
    ),
    http.get(`${API}/timeline/contacts/k1`, () => HttpResponse.json(page([]))),
    http.get(`${API}/contacts/k1/merges`, () => HttpResponse.json(page([]))),
    http.get(`${API}/person-exports`, () => HttpResponse.json(page([]))),
    http.get(`${API}/erasures`, () => HttpResponse.json(page([erasure()]))),
    http.get(`${API}/settings/retention`, () => HttpResponse.json({ items: [rule()] })),
    http.post(`${API}/settings/retention/preview`, async ({ request }) => {
      asked.push({ preview: await request.json() });
      return HttpResponse.json({ items: [rule({ due: 12 })] });
    }),
    http.patch(`${API}/settings/retention`, async ({ request }) => {
      asked.push({ patch: await request.json() });
      return HttpResponse.json({ items: [rule({ keep_days: 30 })] });
    }),
    http.post(`${API}/contacts/k1/erase`, async ({ request }) => {
      asked.push({ erase: await request.json() });
      return HttpResponse.json(erasure({ status: "running" }), { status: 202 });
    }),
  );
  return asked;
}

async function chooses(user: ReturnType<typeof open>["user"], item: string) {
  await user.click(await screen.findByRole("button", { name: "Personal data" }));
  await user.click(await screen.findByRole("menuitem", { name: item }));
  return within(await screen.findByRole("dialog"));
}

describe("personal data", () => {
  it("erases somebody only after their name was typed, and says what goes", async () => {
    const asked = serve();
    const { user } = open("/contacts/k1", { user: admin });
    const dialog = await chooses(user, "Erase this person…");
    expect(await dialog.findByText("3 messages")).toBeVisible();
    const erase = dialog.getByRole("button", { name: "Erase for good" });
    expect(erase).toBeDisabled();
    await user.selectOptions(dialog.getByLabelText("Why"), "objection");
    await user.type(dialog.getByLabelText(/^Type/), "Ingrid  Solheim");
    await user.click(erase);
    await waitFor(() =>
      expect(asked).toEqual([{ erase: { reason: "objection", confirm: "Ingrid  Solheim" } }]),
    );
    expect(await screen.findByText("They asked for it")).toBeVisible();
  });

  it("says why somebody cannot be erased, and keeps what was typed", async () => {
    serve();
    server.use(
      http.post(`${API}/contacts/k1/erase`, () => problem(409, "Conflict", "They are being erased already.")),
    );
    const { user } = open("/contacts/k1", { user: admin });
    const dialog = await chooses(user, "Erase this person…");
    await user.type(dialog.getByLabelText(/^Type/), "Ingrid Solheim{Enter}");
    expect(await dialog.findByText("They are being erased already.")).toBeVisible();
    expect(dialog.getByLabelText(/^Type/)).toHaveValue("Ingrid Solheim");
  });

  it("offers erasing only to those who may", async () => {
    serve();
    const { user } = open("/contacts/k1", { user: permitted("privacy:read") });
    await user.click(await screen.findByRole("button", { name: "Personal data" }));
    expect(await screen.findByRole("menuitem", { name: "Export everything…" })).toBeVisible();
    expect(screen.queryByRole("menuitem", { name: "Erase this person…" })).toBeNull();
  });
});

describe("how long things are kept", () => {
  it("says what other rules would remove before they are saved", async () => {
    const asked = serve();
    const { user } = open("/settings/privacy", { user: admin });
    await user.type(await screen.findByLabelText("Spam and automated threads: days"), "30");
    expect(await screen.findByText("would remove 12 now")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(asked).toContainEqual({ patch: { spam: 30 } }));
  });

  it("lists who was erased without saying who", async () => {
    serve();
    open("/settings/privacy", { user: admin });
    expect(await screen.findByText("They asked for it")).toBeVisible();
    expect(screen.getByText("3 messages")).toBeVisible();
    expect(screen.getByText(/subject 01a205ab/)).toBeVisible();
  });
});
