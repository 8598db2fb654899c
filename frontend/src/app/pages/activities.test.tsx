import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { quickDays, repeatWords } from "@/features/activities/when";
import { note } from "@/test/people-rows";
import { open } from "@/test/render";
import { page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
const call = note({ id: "a1", kind: "call", title: "Call Ann", body: null, due_at: "2026-11-20T09:00:00Z" });

function listing(...items: (typeof call)[]) {
  const asked: string[] = [];
  server.use(
    http.get(`${API}/activities`, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("view") ?? "");
      return HttpResponse.json(page(items));
    }),
    http.get(`${API}/activities/counts`, () =>
      HttpResponse.json({ my_day: 1, overdue: 3, upcoming: 0, team: 7 }),
    ),
  );
  return asked;
}

describe("the activities page", () => {
  it("shows a view with its count, and another behind its tab", async () => {
    const asked = listing(call);
    const { user } = open("/activities");
    expect(await screen.findByText("Call Ann")).toBeVisible();
    const tabs = within(screen.getByRole("navigation", { name: "Views" }));
    await user.click(tabs.getByRole("link", { name: /Overdue\s*3/ }));
    await waitFor(() => expect(asked).toEqual(["my_day", "overdue"]));
  });

  it("creates any kind by key, with date, repetition and reminder", async () => {
    listing();
    const bodies: Record<string, unknown>[] = [];
    server.use(
      http.post(`${API}/activities`, async ({ request }) => {
        bodies.push((await request.json()) as Record<string, unknown>);
        return HttpResponse.json(call, { status: 201 });
      }),
    );
    const { user } = open("/activities");
    await screen.findByText("Nothing due today");
    await user.keyboard("c");
    await user.type(screen.getByRole("textbox", { name: "New activity" }), "Weekly round");
    await user.selectOptions(screen.getByRole("combobox", { name: "Kind" }), "meeting");
    await user.click(screen.getByRole("button", { name: "Tomorrow" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Repeat" }), "week");
    await user.click(screen.getByRole("button", { name: "Mon" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Remind me" }), "10");
    await user.click(screen.getByRole("button", { name: "Add" }));
    await waitFor(() => expect(bodies).toHaveLength(1));
    expect(bodies[0]).toMatchObject({
      kind: "meeting",
      title: "Weekly round",
      repeat: { every: "week", interval: 1, weekdays: ["mo"] },
      reminders: [{ minutes_before: 10, by_mail: false }],
    });
    expect(bodies[0]?.due_at).toBe(bodies[0]?.start_at);
  });

  it("ticks at once and takes it back", async () => {
    listing(call);
    const patches: unknown[] = [];
    server.use(
      http.patch(`${API}/activities/a1`, async ({ request }) => {
        patches.push(await request.json());
        return HttpResponse.json(call);
      }),
    );
    const { user } = open("/activities");
    await user.click(await screen.findByRole("button", { name: "Call Ann, done" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(patches).toEqual([{ done: true }, { done: false }]));
  });

  it("puts off until tomorrow", async () => {
    listing(call);
    const patches: { due_at?: string }[] = [];
    server.use(
      http.patch(`${API}/activities/a1`, async ({ request }) => {
        patches.push((await request.json()) as { due_at?: string });
        return HttpResponse.json(call);
      }),
    );
    const { user } = open("/activities");
    await user.click(await screen.findByRole("button", { name: "Put off or remove Call Ann" }));
    await user.click(screen.getByRole("menuitem", { name: "Tomorrow" }));
    await waitFor(() => expect(new Date(patches[0]?.due_at ?? 0).getTime()).toBeGreaterThan(Date.now()));
  });

  it("says what went wrong", async () => {
    server.use(http.get(`${API}/activities`, () => problem(503, "Unavailable", "Not reachable right now.")));
    open("/activities");
    expect(await screen.findByText("Not reachable right now.")).toBeVisible();
  });
});

describe("the usual days", () => {
  it("are today's evening, tomorrow's morning and next Monday's", () => {
    const days = quickDays(new Date(2026, 10, 22, 18, 30)).map(({ at }) => at);
    expect(days).toEqual([new Date(2026, 10, 22, 19), new Date(2026, 10, 23, 9), new Date(2026, 10, 23, 9)]);
    expect(quickDays(new Date(2026, 10, 23, 8))[2]?.at).toEqual(new Date(2026, 10, 30, 9));
  });

  it("repeat in words", () => {
    const repeat = { every: "week" as const, interval: 2, weekdays: ["mo" as const], until: null, count: 5 };
    expect(repeatWords(repeat)).toBe("every 2 weeks on Mo, 5 times");
  });
});

describe("the dialog of an activity", () => {
  it("edits one: only what was changed is sent, and it can be taken back", async () => {
    const repeat = {
      every: "week" as const,
      interval: 1,
      weekdays: ["fr" as const],
      until: null,
      count: null,
    };
    listing({ ...call, body: "About lamps", repeat });
    const patches: unknown[] = [];
    server.use(
      http.patch(`${API}/activities/a1`, async ({ request }) => {
        patches.push(await request.json());
        return HttpResponse.json(call);
      }),
    );
    const { user } = open("/activities");
    await user.click(await screen.findByRole("button", { name: "Edit Call Ann" }));
    const dialog = await screen.findByRole("dialog", { name: "Edit call" });
    const title = within(dialog).getByRole("textbox", { name: "Title" });
    await user.clear(title);
    expect(within(dialog).getByRole("button", { name: "Save" })).toBeDisabled();
    await user.type(title, "Call Anna");
    await user.clear(within(dialog).getByRole("textbox", { name: /^Text/ }));
    await user.selectOptions(within(dialog).getByRole("combobox", { name: "Remind me" }), "10");
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    const reminders = [{ minutes_before: 10, by_mail: false }];
    await waitFor(() => expect(patches).toEqual([{ title: "Call Anna", body: null, reminders }]));
    const toast = (await screen.findByText("Call Anna changed")).closest("li");
    await user.click(within(toast ?? document.body).getByRole("button", { name: "Undo" }));
    await waitFor(() =>
      expect(patches.at(-1)).toEqual({ title: "Call Ann", body: "About lamps", reminders: [] }),
    );
  });

  it("says in the dialog why one was not changed", async () => {
    listing(call);
    server.use(http.patch(`${API}/activities/a1`, () => problem(409, "Stale", "Somebody was faster.")));
    const { user } = open("/activities");
    await user.click(await screen.findByRole("button", { name: "Edit Call Ann" }));
    const dialog = await screen.findByRole("dialog", { name: "Edit call" });
    await user.type(within(dialog).getByRole("textbox", { name: "Title" }), "!");
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    expect(await within(dialog).findByText("Somebody was faster.")).toBeVisible();
  });
});
