import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
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

describe("a list as a file", () => {
  it("is taken as it is filtered, as CSV or for Excel", async () => {
    const asked = files();
    const { user: hand } = open("/contacts?q=ingrid&sort=name", { user });
    await screen.findByRole("grid");
    for (const [item, ending] of [
      ["Export as CSV", "csv"],
      ["Export for Excel (XLSX)", "xlsx"],
    ] as const) {
      await hand.click(await screen.findByRole("button", { name: "Import, export and more" }));
      await hand.click(await screen.findByRole("menuitem", { name: item }));
      await waitFor(() => expect(asked.at(-1)?.pathname).toBe(`/api/v1/contacts.${ending}`));
    }
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
