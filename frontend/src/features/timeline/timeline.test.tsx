import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { open } from "@/test/render";
import { server } from "@/test/server";
import type { Change, Entry } from "./api";
import { doer, headline, shownValue } from "./words";

const API = "*/api/v1";

const entry = (more: Partial<Entry>): Entry => ({
  kind: "change",
  id: "0192-1",
  at: "2026-11-22T10:00:00Z",
  title: "changed",
  text: null,
  actor: "Ada",
  refers_to: null,
  details: {},
  ...more,
});

it("says in words what happened", () => {
  expect(headline(entry({ kind: "ai", title: "auto_send", details: { confidence: 0.974 } }))).toBe(
    "Assistant answered by itself (97%)",
  );
  expect(headline(entry({ kind: "activity", title: "Ring her", details: { kind: "call" } }))).toBe(
    "Call: Ring her",
  );
  expect(headline(entry({ actor: null, details: { via: "deals.deal_was_won" } }))).toBe(
    "Changed because a deal was won",
  );
  expect([shownValue("name", null), shownValue("is_active", true), shownValue("name", "x")]).toEqual([
    "–",
    "yes",
    "x",
  ]);
  expect(["0", "3696.0000", "3696.5", "0.1255"].map((one) => shownValue("amount", one))).toEqual([
    "0.00",
    "3,696.00",
    "3,696.50",
    "0.1255",
  ]);
  expect(shownValue("name", "3696")).toBe("3696");
});

it("says in words who did it", () => {
  const ada = { name: "Ada" };
  expect([
    doer(ada, null),
    doer(ada, "key mk_1a2b"),
    doer(ada, "transfers.advance"),
    doer(null, "assistant.draft_reply"),
    doer(null, "channels.receive_mail"),
    doer(null, "gone.job"),
    doer(null, null),
  ]).toEqual([
    "Ada",
    "Ada (API key mk_1a2b)",
    "Ada (import)",
    "Mancrel (reply)",
    "Mancrel (e-mail)",
    "Mancrel",
    "Mancrel",
  ]);
});

it("shows who changed what, before and after, and chooses by action", async () => {
  const asked: string[] = [];
  const change: Change = {
    id: "0192-2",
    seq: 7,
    created_at: "2026-11-22T10:00:00Z",
    action: "changed",
    subject: { kind: "deals", id: "0192-3", name: "Office chairs" },
    actor: null,
    via: "assistant.triage_message",
    fields: [{ field: "stage_id", before: "Lead", after: "Qualified" }],
  };
  server.use(
    http.get(`${API}/audit/chain`, () => HttpResponse.json({ seq: 7, link: "ab", waiting: 0 })),
    http.get(`${API}/audit`, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("action") ?? "all");
      return HttpResponse.json({ items: [change], next_cursor: null, total: 1 });
    }),
  );
  const { user } = open("/operations/audit");
  const table = await screen.findByRole("region", { name: "Changes" });
  expect(within(table).getByText("Mancrel (triage)")).toHaveAttribute("title", "assistant.triage_message");
  expect(within(table).getByRole("link", { name: "Office chairs" })).toHaveAttribute("href", "/deals/0192-3");
  expect(within(table).getByText("Deal")).toBeVisible();
  expect(within(table).getByText("Lead")).toBeVisible();
  expect(within(table).getByText("Qualified")).toBeVisible();
  expect(await screen.findByText(/7 links in the chain/)).toBeVisible();
  await user.click(screen.getByRole("radio", { name: "Binned" }));
  await screen.findByText("Qualified");
  expect(asked).toEqual(["all", "deleted"]);
});
