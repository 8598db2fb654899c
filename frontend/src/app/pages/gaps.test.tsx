import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { open } from "@/test/render";
import { gap, page } from "@/test/rows";
import { server } from "@/test/server";

const API = "*/api/v1";
const at = "2026-11-22T09:00:00Z";

const article = (over: Partial<Schema["ArticleOut"]> = {}): Schema["ArticleOut"] => ({
  id: "a1",
  deleted_at: null,
  title: "Returns",
  body: "You can return it within 60 days.",
  language: "en",
  version: 2,
  created_at: at,
  updated_at: at,
  ...over,
});

const version = (over: Partial<Schema["VersionOut"]>): Schema["VersionOut"] => ({
  version: 1,
  title: "Returns",
  body: "You can return it within 30 days.",
  language: "en",
  restored_from: null,
  author: { id: "u2", name: "Marta Berg" },
  created_at: at,
  ...over,
});

describe("knowledge gaps", () => {
  it("opens a new article with the question as its title and marks the gap answered", async () => {
    const sent: unknown[] = [];
    server.use(
      http.get(`${API}/gaps`, () => HttpResponse.json(page([gap()]))),
      http.get(`${API}/gaps/:id`, () => HttpResponse.json(gap())),
      http.post(`${API}/gaps/:id/article`, async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(article({ version: 1 }), { status: 201 });
      }),
      http.get(`${API}/articles/:id`, () => HttpResponse.json(article())),
    );
    const { user } = open("/knowledge/gaps");
    expect(await screen.findByRole("heading", { name: "Do you ship to Norway?" })).toBeVisible();
    expect(screen.getByText("asked 3 times")).toBeVisible();
    await user.click(screen.getByRole("link", { name: "Write an article" }));
    expect(await screen.findByLabelText("Title")).toHaveValue("Do you ship to Norway?");
    await user.type(screen.getByLabelText("Text"), "We ship to Norway for 19 EUR.");
    await user.click(screen.getByRole("button", { name: "Publish" }));
    await waitFor(() =>
      expect(sent).toEqual([
        { title: "Do you ship to Norway?", body: "We ship to Norway for 19 EUR.", language: "en" },
      ]),
    );
  });

  it("says which questions only a person can answer, and leads to the thread", async () => {
    const why = "It asks about this customer's own order.";
    const theirs = gap({ question: "Where is it?", for_a_person: why });
    server.use(http.get(`${API}/gaps`, () => HttpResponse.json(page([theirs]))));
    open("/knowledge/gaps");
    expect(await screen.findByText("For a person")).toBeVisible();
    expect(screen.getByText(new RegExp(`${why} No article can answer that`))).toBeVisible();
    expect(screen.queryByRole("link", { name: "Write an article" })).toBeNull();
    const thread = theirs.examples[0]?.conversation_id ?? "";
    expect(screen.getByRole("link", { name: "Open the thread" })).toHaveAttribute(
      "href",
      `/inbox/${thread}?view=all`,
    );
  });

  it("dismisses a gap and says when there is none", async () => {
    const changed: unknown[] = [];
    server.use(
      http.get(`${API}/gaps`, () => HttpResponse.json(page(changed.length > 0 ? [] : [gap()]))),
      http.patch(`${API}/gaps/:id`, async ({ request }) => {
        changed.push(await request.json());
        return HttpResponse.json(gap({ status: "dismissed" }));
      }),
    );
    const { user } = open("/knowledge/gaps");
    await user.click(await screen.findByRole("button", { name: "Dismiss" }));
    expect(await screen.findByText("Every question could be answered")).toBeVisible();
    expect(changed).toEqual([{ status: "dismissed" }]);
  });
});

describe("the versions of an article", () => {
  it("shows what changed and brings an old one back", async () => {
    const restored: string[] = [];
    server.use(
      http.get(`${API}/articles/:id`, () => HttpResponse.json(article())),
      http.get(`${API}/articles/:id/versions`, () =>
        HttpResponse.json(page([version({ version: 2, body: article().body }), version({})])),
      ),
      http.post(`${API}/articles/:id/versions/:version/restore`, ({ params }) => {
        restored.push(String(params.version));
        return HttpResponse.json(article({ version: 3 }));
      }),
    );
    const { user } = open("/knowledge/a1");
    await user.click(await screen.findByRole("button", { name: "What changed" }));
    const diff = within(screen.getByTestId("diff"));
    expect(diff.getByText("30").tagName).toBe("DEL");
    expect(diff.getByText("60").tagName).toBe("INS");
    await user.click(screen.getByRole("button", { name: "Bring back" }));
    await waitFor(() => expect(restored).toEqual(["1"]));
  });
});
