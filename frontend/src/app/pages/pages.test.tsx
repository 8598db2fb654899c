import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { end } from "@/lib/session";
import { open } from "@/test/render";
import { conversation, job, me, page, product, rowOf, session } from "@/test/rows";
import { problem, server } from "@/test/server";
import { safeNext } from "./next";

const API = "*/api/v1";

describe("the door", () => {
  it("signs in and goes on to where one wanted", async () => {
    end();
    server.use(http.post(`${API}/auth/login`, () => HttpResponse.json(session())));
    const { user, router } = open("/sign-in?next=%2Fcatalogue", { signedIn: false });
    await user.type(await screen.findByLabelText("E-mail"), "ada@shop.example");
    await user.type(screen.getByLabelText("Password"), "correct horse");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/catalogue"));
  });

  it("says that the password is wrong, and checks the address first", async () => {
    end();
    server.use(
      http.post(`${API}/auth/login`, () => problem(401, "BadCredentials", "The password is not right.")),
    );
    const { user } = open("/sign-in", { signedIn: false });
    await user.type(await screen.findByLabelText("E-mail"), "ada");
    await user.type(screen.getByLabelText("Password"), "x");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText(/Type the whole address/)).toBeVisible();
    await user.type(screen.getByLabelText("E-mail"), "@shop.example");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The password is not right.");
  });

  it("sends a stranger to the sign-in, remembering the page", async () => {
    end();
    server.use(http.post(`${API}/auth/refresh`, () => problem(401, "Unauthenticated", "Sign in.")));
    const { router } = open("/catalogue?q=desk", { signedIn: false });
    await waitFor(() => expect(router.state.location.pathname).toBe("/sign-in"));
    expect(router.state.location.search).toEqual({ next: "/catalogue?q=desk" });
  });

  it("follows no address of another site", () => {
    expect(
      ["/inbox", "//evil.example", "https://evil.example", "/\\evil.example", undefined].map(safeNext),
    ).toEqual(["/inbox", "/", "/", "/", "/"]);
  });

  it("takes an invitation", async () => {
    end();
    server.use(
      http.get(`${API}/auth/invitations/:token`, () =>
        HttpResponse.json({ email: "jo@shop.example", name: "Jo", role: "rep" }),
      ),
      http.post(`${API}/auth/invitations/:token`, () => HttpResponse.json(session(me({ name: "Jo" })))),
    );
    const { user, router } = open("/invitation/abc", { signedIn: false });
    await user.type(await screen.findByLabelText("Choose a password"), "walnut table lamp");
    await user.click(screen.getByRole("button", { name: "Start" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/"));
  });
});

describe("the inbox", () => {
  it("moves with j and opens the thread in the address", async () => {
    const threads = ["a", "b"].map((id) => conversation({ id, subject: `Subject ${id}` }));
    server.use(
      http.get(`${API}/conversations`, () => HttpResponse.json(page(threads.map(rowOf)))),
      http.get(`${API}/conversations/:id`, ({ params }) =>
        HttpResponse.json(conversation({ id: String(params.id), subject: `Subject ${String(params.id)}` })),
      ),
    );
    const { user, router } = open("/inbox?view=all");
    await screen.findByText("Subject b");
    await user.keyboard("j");
    await waitFor(() => expect(router.state.location.pathname).toBe("/inbox/a"));
    await user.keyboard("j");
    await waitFor(() => expect(router.state.location.pathname).toBe("/inbox/b"));
    expect(router.state.location.search).toEqual({ view: "all" });
  });

  it("says what to do when a view is empty", async () => {
    server.use(http.get(`${API}/conversations`, () => HttpResponse.json(page([]))));
    open("/inbox");
    expect(await screen.findByText("Mine is empty")).toBeVisible();
    expect(screen.getByText(/Take something from Unassigned/)).toBeVisible();
  });
});

describe("the catalogue", () => {
  it("lists products and sorts by the address", async () => {
    const asked: string[] = [];
    server.use(
      http.get(`${API}/products`, ({ request }) => {
        const { searchParams } = new URL(request.url);
        asked.push(searchParams.get("sort") ?? "");
        expect(searchParams.has("cursor")).toBe(false);
        return HttpResponse.json(
          page([product(), product({ id: "p2", title: "Fjord Chair", stock: 0, price: "429.50" })]),
        );
      }),
      http.get(`${API}/catalogue/sources`, () => HttpResponse.json(page([]))),
    );
    const { user, router } = open("/catalogue");
    expect(await screen.findByText("1,349.00 EUR")).toBeVisible();
    expect(screen.getByText("Out of stock")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Price" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ sort: "price" }));
    await waitFor(() => expect(asked.at(-1)).toBe("price"));
  });

  it("shows a new source's secret once", async () => {
    server.use(
      http.get(`${API}/catalogue/sources`, () => HttpResponse.json(page([]))),
      http.post(`${API}/catalogue/sources`, () =>
        HttpResponse.json(
          { id: "s9", name: "shop", webhook_path: "/api/v1/webhooks/catalog/shop", secret: "whsec_abc" },
          { status: 201 },
        ),
      ),
    );
    const { user } = open("/catalogue/sources");
    await user.click(await screen.findByRole("button", { name: /New source/ }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText("Name"), "Shop EU");
    await user.click(dialog.getByRole("button", { name: "Create source" }));
    expect(await dialog.findByText(/Small letters, digits and hyphens/)).toBeVisible();
    await user.clear(dialog.getByLabelText("Name"));
    await user.type(dialog.getByLabelText("Name"), "shop");
    await user.click(dialog.getByRole("button", { name: "Create source" }));
    expect(await dialog.findByText("whsec_abc")).toBeVisible();
    expect(dialog.getByText(/\/api\/v1\/webhooks\/catalog\/shop$/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "I have copied it" }));
    await waitFor(() => expect(screen.queryByText("whsec_abc")).toBeNull());
  });
});

describe("operations", () => {
  it("retries the dead jobs of one cause", async () => {
    const bodies: unknown[] = [];
    server.use(
      http.get(`${API}/jobs/groups`, () =>
        HttpResponse.json({
          items: [
            {
              fingerprint: "ab12",
              subscriber: "channels.deliver",
              error: "SMTP refused",
              count: 3,
              last_at: job().created_at,
            },
          ],
        }),
      ),
      http.post(`${API}/jobs/retry`, async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json({ count: 3 });
      }),
    );
    const { user } = open("/operations/dead-letters");
    await user.click(await screen.findByRole("button", { name: "Retry" }));
    expect(await screen.findByText("3 jobs will run again")).toBeVisible();
    expect(bodies).toEqual([{ status: "dead", fingerprint: "ab12" }]);
  });

  it("opens a job from the address and shows each try", async () => {
    server.use(
      http.get(`${API}/jobs`, () => HttpResponse.json(page([job()]))),
      http.get(`${API}/jobs/:id`, () =>
        HttpResponse.json({ ...job(), tries: [{ attempt: 1, finished_at: null, error: "SMTP refused" }] }),
      ),
    );
    open("/operations/jobs?job=7");
    const dialog = within(await screen.findByRole("dialog"));
    expect(await dialog.findByText("Try 1")).toBeVisible();
    expect(dialog.getByRole("button", { name: "Try again" })).toBeEnabled();
  });
});

describe("everywhere", () => {
  it("opens the palette with Ctrl+K and goes where one says", async () => {
    const { user, router } = open("/activities");
    await screen.findByText("Nothing due today");
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByPlaceholderText(/Search people/), "Knowl");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/knowledge"));
  });

  it("finds records of every kind in the palette and opens one", async () => {
    const hit = { id: me().id, title: "Brightwell", subtitle: null, score: 0.9, matched: "words" };
    server.use(
      http.get(`${API}/search`, () =>
        HttpResponse.json({
          items: [
            { ...hit, kind: "companies" },
            { ...hit, kind: "deals", matched: "typo" },
          ],
        }),
      ),
    );
    const { user, router } = open("/activities");
    await screen.findByText("Nothing due today");
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByPlaceholderText(/Search people/), "brihgt");
    await waitFor(() => expect(screen.getByText("similar")).toBeVisible());
    await user.click(screen.getByText("similar"));
    await waitFor(() => expect(router.state.location.pathname).toBe(`/deals/${me().id}`));
  });

  it("maps the keys with ? and lets one turn them off", async () => {
    const { user } = open("/activities");
    await screen.findByText("Nothing due today");
    await user.keyboard("?");
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText("New activity")).toBeVisible();
    await user.click(dialog.getByRole("switch", { name: "Single-key shortcuts" }));
    expect(localStorage.getItem("mancrel.shortcuts")).toBe("off");
    await user.click(dialog.getByRole("switch", { name: "Single-key shortcuts" }));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});

describe("long lists", () => {
  it("asks for the next page by the server's cursor", async () => {
    const cursors: (string | null)[] = [];
    server.use(
      http.get(`${API}/conversations`, ({ request }) => {
        const cursor = new URL(request.url).searchParams.get("cursor");
        cursors.push(cursor);
        const row = rowOf(conversation({ id: cursor ?? "first", subject: `Subject ${cursor ?? "first"}` }));
        return HttpResponse.json(page([row], cursor ? null : "second"));
      }),
    );
    const { user } = open("/inbox?view=all");
    expect(await screen.findByText("Subject first")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show more" }));
    expect(await screen.findByText("Subject second")).toBeVisible();
    expect(cursors).toEqual([null, "second"]);
    expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  });
});
