import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { open } from "@/test/render";
import { me, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
const at = "2026-11-22T09:00:00Z";
const user = me();
user.permissions = [...user.permissions, "imports:write", "exports:read"];

const brought = (over: Partial<Schema["ImportDetail"]> = {}): Schema["ImportDetail"] => ({
  id: "i1",
  created_at: at,
  updated_at: at,
  by: { id: "u1", name: "Ada Lindqvist" },
  object: "contact",
  file_name: "kunden.csv",
  size: 100,
  format: "csv",
  encoding: "utf-8",
  delimiter: ";",
  status: "ready",
  error: null,
  rows: 3,
  done: 3,
  total: 3,
  policy: "create_update",
  match_key: "email",
  counts: null,
  undone: null,
  begun_at: null,
  finished_at: null,
  columns: [
    { name: "Vorname", samples: ["Ann", "Bob"], field: "first_name" },
    { name: "Post", samples: ["ann@a.test"], field: null },
  ],
  fields: [
    { name: "first_name", label: "First name", repeats: false },
    { name: "email", label: "E-mail", repeats: true },
  ],
  keys: [{ name: "email", label: "E-mail", needs: ["email"] }],
  ...over,
});
const counts = { create: 2, update: 0, skip: 0, fail: 1 };
const failed: Schema["ImportRowOut"] = {
  number: 4,
  cells: ["Cy", "nothing"],
  outcome: "fail",
  reason: "Post: 'nothing' is not an e-mail address.",
  record_id: null,
  undone: null,
};

/** A server with one import, which a verb carries to its end at once. */
function keeping(start = brought()) {
  let row = start;
  const asked: string[] = [];
  server.use(
    http.get(`${API}/imports`, () => HttpResponse.json(page([row]))),
    http.get(`${API}/imports/i1`, () => HttpResponse.json(row)),
    http.get(`${API}/imports/i1/rows`, () => HttpResponse.json(page([failed]))),
    http.post(`${API}/imports`, ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json(row, { status: 201 });
    }),
    http.patch(`${API}/imports/i1`, async ({ request }) => {
      const body = (await request.json()) as { mapping?: Record<string, string | null> };
      asked.push(JSON.stringify(body));
      const columns = row.columns.map((one) => ({ ...one, field: body.mapping?.[one.name] ?? one.field }));
      row = { ...row, columns };
      return HttpResponse.json(row);
    }),
    http.post(`${API}/imports/i1/:verb`, ({ params }) => {
      const { verb } = params as { verb: string };
      asked.push(verb);
      if (verb === "check") row = { ...row, status: "checked", counts };
      if (verb === "run") row = { ...row, status: "done", counts, begun_at: at };
      if (verb === "undo") row = { ...row, status: "undone", undone: { undone: 2, kept: 0 } };
      return HttpResponse.json(row, { status: 202 });
    }),
  );
  return asked;
}

describe("importing", () => {
  beforeEach(() => server.use(http.get(`${API}/imports`, () => HttpResponse.json(page([])))));

  it("takes a file from choosing it to undoing it", async () => {
    const asked = keeping();
    const { user: hand } = open("/imports?object=contact", { user });
    await hand.upload(await screen.findByLabelText("File to import"), new File(["a;b"], "kunden.csv"));
    await hand.selectOptions(await screen.findByLabelText("Field of Post"), "email");
    await waitFor(() => expect(asked).toContain('{"mapping":{"Post":"email"}}'));
    await hand.click(await screen.findByRole("button", { name: "Check every row" }));
    expect(await screen.findByText("Post: 'nothing' is not an e-mail address.")).toBeVisible();
    await hand.click(screen.getByRole("button", { name: "Import 2 rows" }));
    await hand.click(await screen.findByRole("button", { name: "Undo the import" }));
    const asking = await screen.findByRole("dialog");
    await hand.click([...asking.querySelectorAll("button")].at(-1) ?? asking);
    expect(await screen.findByText(/2 rows undone/)).toBeVisible();
    expect(asked[0]).toContain("object=contact&file_name=kunden.csv");
    expect(asked.filter((one) => /^[a-z]+$/.test(one))).toEqual(["check", "run", "undo"]);
  });

  it("says what is wrong with a file", async () => {
    server.use(http.post(`${API}/imports`, () => problem(422, "Unreadable", "Row 3: this is not UTF-8.")));
    const { user: hand } = open("/imports", { user });
    expect(await screen.findByText("Nothing imported yet")).toBeVisible();
    await hand.upload(screen.getByLabelText("File to import"), new File(["x"], "bad.csv"));
    expect(await screen.findByText("Row 3: this is not UTF-8.")).toBeVisible();
  });

  it("shows how far it is, and stops", async () => {
    const asked = keeping(brought({ status: "running", begun_at: at, done: 1, total: 4 }));
    const { user: hand } = open("/imports/i1", { user });
    expect(await screen.findByRole("progressbar")).toHaveAttribute("aria-valuenow", "25");
    await hand.click(screen.getByRole("button", { name: "Stop" }));
    await waitFor(() => expect(asked).toEqual(["cancel"]));
  });

  it("shows the rows that change nothing, when there are no others", async () => {
    const same = {
      ...failed,
      outcome: "skip" as const,
      reason: "Nothing changes: the record holds all this already.",
    };
    keeping(brought({ status: "checked", counts: { create: 0, update: 0, skip: 3, fail: 0 } }));
    server.use(
      http.get(`${API}/imports/i1/rows`, ({ request }) =>
        HttpResponse.json(page(new URL(request.url).searchParams.get("status") === "skip" ? [same] : [])),
      ),
    );
    open("/imports/i1", { user });
    expect(await screen.findByText(same.reason)).toBeVisible();
    expect(screen.getByText(/There is nothing to import/)).toBeVisible();
    expect(screen.getByRole("button", { name: /Will be left alone/ })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    expect(screen.getByRole("button", { name: "Import 0 rows" })).toBeDisabled();
  });

  it("says that it could not be loaded, and tries again", async () => {
    server.use(http.get(`${API}/imports/i1`, () => problem(404, "NotFound", "There is no such import.")));
    open("/imports/i1", { user });
    expect(await screen.findByText("There is no such import.")).toBeVisible();
  });
});
