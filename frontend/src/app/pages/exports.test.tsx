import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, describe, expect, it, vi } from "vitest";
import "@/features/transfers/saving"; // what comes when it is first asked for is there already
import { contact } from "@/test/people-rows";
import { open } from "@/test/render";
import { me, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
const user = { ...me(), permissions: [...me().permissions, "exports:read"] };

/** A server that hands out files, and what it was asked for. */
function files() {
  const asked: URL[] = [];
  const file = ({ request }: { request: Request }) => {
    asked.push(new URL(request.url));
    return new HttpResponse(new Blob(["x"]));
  };
  server.use(
    http.get(`${API}/:what.csv`, file),
    http.get(`${API}/:what.xlsx`, file),
    http.get(`${API}/contacts`, () => HttpResponse.json(page([contact()]))),
  );
  return asked;
}

/** The names under which the browser was given files. */
function saved() {
  const names: string[] = [];
  vi.stubGlobal(
    "URL",
    Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined }),
  );
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  return names;
}

afterEach(() => vi.restoreAllMocks());

describe("a list as a file", () => {
  it("is taken as it is filtered, as CSV or for Excel", async () => {
    const asked = files();
    const names = saved();
    const { user: hand } = open("/contacts?q=ingrid&sort=name", { user });
    await screen.findByRole("grid");
    for (const [item, ending] of [
      ["Export as CSV", "csv"],
      ["Export for Excel (XLSX)", "xlsx"],
    ] as const) {
      await hand.click(await screen.findByRole("button", { name: "Import, export and more" }));
      await hand.click(await screen.findByRole("menuitem", { name: item }));
      await waitFor(() => expect(names.at(-1)).toBe(`contacts.${ending}`));
    }
    expect(asked.map(({ pathname }) => pathname)).toEqual(["/api/v1/contacts.csv", "/api/v1/contacts.xlsx"]);
    for (const one of asked) expect(one.searchParams.get("q")).toBe("ingrid");
  });

  it("says why it was refused", async () => {
    files();
    const detail = "A workbook takes up to 50,000 rows, and this list has 60,000.";
    server.use(http.get(`${API}/activities.xlsx`, () => problem(422, "TooLong", detail)));
    const { user: hand } = open("/activities", { user });
    await hand.click(await screen.findByRole("button", { name: "Export" }));
    await hand.click(await screen.findByRole("menuitem", { name: "Export for Excel (XLSX)" }));
    expect(await screen.findByText(detail)).toBeVisible();
  });
});
