import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { open } from "@/test/render";
import { me, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
const at = "2026-11-22T09:00:00Z";

const article = (over: Partial<Schema["ArticleOut"]> = {}): Schema["ArticleOut"] => ({
  id: "a1",
  title: "Returns",
  body: "Within 30 days.",
  language: "en",
  version: 1,
  created_at: at,
  updated_at: at,
  deleted_at: null,
  ...over,
});
const team: Schema["TeamOut"] = {
  id: "t1",
  name: "Night",
  members: [],
  created_at: at,
  updated_at: at,
  deleted_at: null,
};
const gone = () => new HttpResponse(null, { status: 204 });

/** A server that remembers whether one record is in its bin, and what it was asked. */
function binned(path: string, record: object) {
  const asked: string[] = [];
  server.use(
    http.delete(`${API}${path}`, () => {
      asked.push("delete");
      return gone();
    }),
    http.post(`${API}${path}/restore`, () => {
      asked.push("restore");
      return HttpResponse.json(record);
    }),
  );
  return asked;
}

/** The toast's button; earlier tests' toasts may still be there. */
async function undoOf(words: string): Promise<HTMLElement> {
  const toast = (await screen.findByText(words)).closest("li");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.body.style.pointerEvents).not.toBe("none"));
  return within(toast ?? document.body).getByRole("button", { name: "Undo" });
}

describe("what was removed comes back", () => {
  it("offers to undo the removal of an article", async () => {
    const asked = binned("/articles/a1", article());
    server.use(http.get(`${API}/articles/a1`, () => HttpResponse.json(article())));
    const { user, router } = open("/knowledge/a1");
    await user.click(await screen.findByRole("button", { name: "Remove" }));
    await user.click(await screen.findByRole("button", { name: "Remove article" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/knowledge"));
    await user.click(await undoOf("Article removed"));
    await waitFor(() => expect(asked).toEqual(["delete", "restore"]));
  });

  it("offers to undo the removal of a team, and says why that failed", async () => {
    const asked = binned("/teams/t1", team);
    server.use(
      http.get(`${API}/teams`, () => HttpResponse.json(page([team]))),
      http.post(`${API}/teams/t1/restore`, () => {
        asked.push("restore");
        return problem(409, "DuplicateTeam", "A team with this name already exists.");
      }),
    );
    const { user } = open("/settings/teams", {
      user: me({ permissions: ["teams:read", "teams:write", "users:read"] }),
    });
    await user.click(await screen.findByRole("button", { name: "Remove Night" }));
    await user.click(await screen.findByRole("button", { name: "Remove team" }));
    await user.click(await undoOf("Night removed"));
    expect(await screen.findByText("A team with this name already exists.")).toBeVisible();
    expect(asked).toEqual(["delete", "restore"]);
  });

  it("shows the bin of articles, and restores from it", async () => {
    const asked = binned("/articles/a1", article());
    server.use(
      http.get(`${API}/articles`, ({ request }) => {
        const inBin = new URL(request.url).searchParams.get("deleted") === "true";
        return HttpResponse.json(page(inBin && asked.length === 0 ? [article({ deleted_at: at })] : []));
      }),
    );
    const { user, router } = open("/knowledge");
    await user.click(await screen.findByRole("button", { name: "Bin" }));
    expect(router.state.location.search).toEqual({ show: "bin" });
    const list = await screen.findByRole("list", { name: "Removed articles" });
    await user.click(within(list).getByRole("button", { name: "Restore Returns" }));
    expect(await screen.findByText("The bin is empty")).toBeVisible();
    expect(asked).toEqual(["restore"]);
  });
});
