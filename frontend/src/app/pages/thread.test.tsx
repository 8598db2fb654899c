import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { open } from "@/test/render";
import { claim, conversation, me, message, suggestion } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";

/** Serve this thread, and record what is posted to its suggestion. */
function serve(thread = conversation()) {
  const posted: { verb: string; body: unknown }[] = [];
  const decided = suggestion({ status: "approved", decided_at: "2026-11-22T09:01:00Z" });
  server.use(
    http.get(`${API}/conversations/:id`, () =>
      HttpResponse.json(posted.length > 0 ? { ...thread, suggestion: decided } : thread),
    ),
    http.post(`${API}/suggestions/:id/:verb`, async ({ params, request }) => {
      posted.push({ verb: String(params.verb), body: await request.json().catch(() => null) });
      return HttpResponse.json(decided);
    }),
  );
  return posted;
}

const card = () => screen.findByRole("region", { name: "Suggestion" });

describe("a reply that is being written", () => {
  const withdrawn = suggestion({ status: "withdrawn", withdrawn_because: "The price has changed." });
  const drafting = (over = {}) =>
    conversation({ drafting: true, stage: "drafting", suggestion: withdrawn, ...over });

  it("says so, and why, and lets a person go on at once", async () => {
    const posted = serve(drafting());
    const changed: unknown[] = [];
    server.use(
      http.patch(`${API}/conversations/:id`, async ({ request }) => {
        changed.push(await request.json());
        return HttpResponse.json(drafting({ ai_paused: true }));
      }),
    );
    const { user } = open("/inbox/c1");
    const shown = within(await card());
    expect(shown.getByRole("status")).toHaveTextContent("A new reply is being written");
    expect(shown.getByText(/The price has changed/)).toBeVisible();
    expect(screen.getByLabelText("State of the newest message")).toHaveTextContent("Being written");
    expect(shown.queryByRole("button", { name: /Approve/ })).toBeNull();
    expect(await shown.findByRole("button", { name: /Hand over/ })).toBeEnabled();
    await user.click(shown.getByRole("button", { name: /Reply yourself/ }));
    expect(screen.getByLabelText(/^Reply to/)).toHaveFocus();
    await user.click(shown.getByRole("button", { name: /Take over/ }));
    await waitFor(() => expect(changed).toEqual([{ owner_id: "u1", ai_paused: true }]));
    expect(posted).toEqual([]);
  });

  it("offers the words of the draft before", async () => {
    serve(drafting());
    const { user } = open("/inbox/c1");
    const shown = within(await card());
    await user.click(shown.getByText("The draft before"));
    await user.click(shown.getByRole("button", { name: "Use as my reply" }));
    expect(screen.getByLabelText(/^Reply to/)).toHaveValue(withdrawn.body);
  });

  it("is also told of a message that has no suggestion yet", async () => {
    serve(drafting({ suggestion: null, ai_paused: true }));
    open("/inbox/c1");
    expect(within(await card()).getByRole("status")).toHaveTextContent(
      "A reply is being written; it waits for a person, for this thread was taken over.",
    );
  });

  it("leaves one that was withdrawn for good with its reason and what one can do", async () => {
    serve(drafting({ drafting: false, stage: "drafted" }));
    open("/inbox/c1");
    const shown = within(await card());
    expect(shown.getByText("Withdrawn: The price has changed.")).toBeVisible();
    expect(shown.getByRole("button", { name: "Use as my reply" })).toBeEnabled();
    expect(await shown.findByRole("button", { name: /Hand over/ })).toBeVisible();
  });
});

describe("the labels of a message", () => {
  it.each([
    ["Product question", "Confirmed"],
    ["Complaint", "Corrected"],
  ])("choosing %s says %s", async (label, said) => {
    serve();
    server.use(http.patch(`${API}/messages/:id/triage`, () => HttpResponse.json(message())));
    const { user } = open("/inbox/c1");
    await user.click(await screen.findByRole("button", { name: "Correct" }));
    await user.click(await screen.findByRole("menuitem", { name: new RegExp(label) }));
    expect(await screen.findByText(`${said}. Messages that say the same follow.`)).toBeVisible();
  });
});

describe("a thread", () => {
  it("shows why the draft is trusted, without a click", async () => {
    serve();
    open("/inbox/c1");
    const shown = within(await card());
    expect(shown.getByTestId("confidence")).toHaveTextContent("84%");
    const draft = shown.getByTestId("draft");
    const underlined = [...draft.querySelectorAll("[data-claim]")].map((mark) => mark.textContent);
    expect(underlined).toEqual(["349.00 EUR", "12 in stock"]);
    expect(within(draft).getAllByLabelText("checked")).toHaveLength(2);
    expect(shown.getByText("All 2 facts checked")).toBeVisible();
    expect(shown.getByText("All facts match the catalogue")).toBeVisible();
    expect(shown.queryByText("A fourth reason")).toBeNull();
    expect(shown.getByRole("link", { name: "Halden Desk 160" })).toBeVisible();
  });

  it("warns of a fact that does not match and makes editing the first choice", async () => {
    const wrong = claim("12 in stock", { kind: "stock", ok: false, expected: "9" });
    serve(conversation({ suggestion: suggestion({ claims: [wrong] }) }));
    open("/inbox/c1");
    const shown = within(await card());
    expect(shown.getByRole("alert")).toHaveTextContent("One fact does not match the catalogue");
    expect(shown.getByText(/should be 9/)).toBeVisible();
  });

  it("approves by the key a", async () => {
    const posted = serve();
    const { user } = open("/inbox/c1");
    await card();
    await user.keyboard("a");
    await waitFor(() => expect(posted).toEqual([{ verb: "approve", body: {} }]));
    expect(await within(await card()).findByText("Approved")).toBeVisible();
  });

  it("edits by the key e and sends with Ctrl+Enter", async () => {
    const posted = serve();
    const { user } = open("/inbox/c1");
    await card();
    await user.keyboard("e");
    const editor = await screen.findByLabelText("Edit the draft");
    await user.clear(editor);
    await user.type(editor, "Hello, it is in stock.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    const sent = { body: "Hello, it is in stock.", accept_unconfirmed: false };
    await waitFor(() => expect(posted).toEqual([{ verb: "edit", body: sent }]));
    await waitFor(() => expect(screen.queryByLabelText("Edit the draft")).toBeNull());
  });

  it("names what nothing confirms in an edit, and sends it only by a choice of its own", async () => {
    const posted: { body: string; accept_unconfirmed: boolean }[] = [];
    const errors = [{ field: "body", message: "“300.00 EUR” should be 349.00 EUR." }];
    const thread = (last?: (typeof posted)[number]) =>
      conversation({
        suggestion: suggestion(last?.accept_unconfirmed ? { status: "edited", body: last.body } : {}),
      });
    server.use(
      http.get(`${API}/conversations/:id`, () => HttpResponse.json(thread(posted.at(-1)))),
      http.post(`${API}/suggestions/:id/edit`, async ({ request }) => {
        const asked = (await request.json()) as (typeof posted)[number];
        posted.push(asked);
        if (!asked.accept_unconfirmed) return problem(409, "Unconfirmed", "It should be 349.00 EUR.", errors);
        return HttpResponse.json(thread(asked).suggestion);
      }),
    );
    const { user } = open("/inbox/c1");
    await card();
    await user.keyboard("e");
    const editor = await screen.findByLabelText("Edit the draft");
    await user.clear(editor);
    await user.type(editor, "It is 300.00 EUR");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText("“300.00 EUR” should be 349.00 EUR.")).toBeVisible();
    expect(editor).toHaveValue("It is 300.00 EUR");
    // Another text has to be checked again before it may be sent anyway.
    await user.type(editor, ".");
    expect(screen.queryByRole("button", { name: "Send it anyway" })).toBeNull();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await user.click(await screen.findByRole("button", { name: "Send it anyway" }));
    expect(await within(await card()).findByText("Approved with changes")).toBeVisible();
    expect(posted.at(-1)).toEqual({ body: "It is 300.00 EUR.", accept_unconfirmed: true });
    expect(posted).toHaveLength(3);
  });

  it("rejects with a reason chosen by its digit", async () => {
    const posted = serve();
    const { user } = open("/inbox/c1");
    await card();
    await user.keyboard("{Shift>}X{/Shift}");
    await screen.findByRole("dialog");
    await user.keyboard("2");
    await waitFor(() =>
      expect(posted).toEqual([
        { verb: "reject", body: { reason: "Misses the question", kind: "incomplete" } },
      ]),
    );
  });

  it("puts the draft back when somebody was faster", async () => {
    serve();
    server.use(
      http.post(`${API}/suggestions/:id/approve`, () =>
        problem(409, "AlreadyDecided", "Marek has rejected it."),
      ),
    );
    const { user } = open("/inbox/c1");
    await card();
    await user.keyboard("a");
    expect(await screen.findByText("Somebody was faster")).toBeVisible();
    expect(screen.getByText("Marek has rejected it.")).toBeVisible();
    expect(within(await card()).getByRole("button", { name: "Approve" })).toBeEnabled();
  });

  it("counts down to a send and stops it", async () => {
    const leaves_at = new Date(Date.now() + 9_000).toISOString();
    const posted = serve(
      conversation({
        stage: "leaving",
        suggestion: suggestion({ status: "scheduled", decision: "auto_send", leaves_at }),
      }),
    );
    const { user } = open("/inbox/c1");
    const shown = within(await card());
    expect(shown.getByText(/Leaves in \d s/)).toBeVisible();
    await user.keyboard("u");
    await waitFor(() => expect(posted.map(({ verb }) => verb)).toEqual(["withdraw"]));
  });

  it("hands an escalation to a person with its reasons", async () => {
    serve(
      conversation({
        stage: "escalated",
        suggestion: suggestion({
          body: null,
          decision: "escalate",
          status: "none",
          reasons: ["Complaint about damage"],
        }),
      }),
    );
    open("/inbox/c1");
    const shown = within(await card());
    expect(shown.getByText("Escalated: a person should answer")).toBeVisible();
    expect(shown.getByText("Complaint about damage")).toBeVisible();
    expect(shown.queryByRole("button", { name: /Approve/ })).toBeNull();
  });

  it("offers an escalation's draft as a start for one's own reply", async () => {
    const draft = suggestion({
      decision: "escalate",
      status: "none",
      reasons: ["The facts do not answer all."],
      claims: [],
    });
    const source = draft.sources[0];
    if (!source) throw new Error("no source");
    serve(
      conversation({
        suggestion: {
          ...draft,
          sources: [
            { ...source, detail: "price" },
            { ...source, detail: "stock" },
          ],
        },
      }),
    );
    const { user } = open("/inbox/c1");
    const shown = within(await card());
    expect(shown.getByText("price, stock")).toBeVisible();
    await user.click(shown.getByRole("button", { name: "Use as my reply" }));
    expect(screen.getByLabelText("Reply to Ingrid Solheim")).toHaveValue(draft.body);
    expect(screen.getByLabelText("Reply to Ingrid Solheim")).toHaveFocus();
  });

  it("folds the quoted words and shows formatting only in a powerless frame", async () => {
    serve();
    const { user } = open("/inbox/c1");
    await card();
    expect(screen.queryByText(/Thank you for your order/)).toBeNull();
    await user.click(screen.getByRole("button", { name: "Show quoted text" }));
    expect(screen.getByText(/Thank you for your order/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show formatting" }));
    const frame = await screen.findByTitle(/with its formatting/);
    expect(frame).toHaveAttribute("sandbox", "");
    expect(frame.getAttribute("srcdoc")).toContain(
      `content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`,
    );
    expect(document.body.textContent).not.toContain('alert("x")');
  });

  it("shows a mail's own pictures, and asks for none that did not come with it", async () => {
    const shown = { id: "a1", name: "p.png", content_type: "image/png", size: 3, content_id: "p@shop" };
    const html =
      '<p>Look <img src="cid:p%40shop"><img src="cid:gone" alt="our logo"><img src=" CID:gone"></p>';
    serve(conversation({ messages: [message({ html, attachments: [shown] })] }));
    server.use(
      http.get(`${API}/attachments/a1`, () => HttpResponse.arrayBuffer(new Uint8Array([1, 2, 3]).buffer)),
    );
    const { user } = open("/inbox/c1");
    await card();
    await user.click(screen.getByRole("button", { name: "Show formatting" }));
    const frame = screen.getByTitle(/with its formatting/);
    await waitFor(() =>
      expect(frame.getAttribute("srcdoc")).toContain('<img src="data:image/png;base64,AQID">'),
    );
    expect(frame.getAttribute("srcdoc")).toContain("[our logo]");
    expect(frame.getAttribute("srcdoc")).not.toMatch(/cid:/i);
  });

  it("sends a reply with Ctrl+Enter and keeps the words when that fails", async () => {
    serve();
    const bodies: unknown[] = [];
    server.use(
      http.post(`${API}/conversations/:id/messages`, async ({ request }) => {
        bodies.push(await request.json());
        return bodies.length === 1
          ? problem(503, "Unavailable", "The database is away.")
          : HttpResponse.json(message({ id: "m2" }), { status: 201 });
      }),
    );
    const { user } = open("/inbox/c1");
    await card();
    await user.keyboard("r");
    const box = screen.getByLabelText("Reply to Ingrid Solheim");
    expect(box).toHaveFocus();
    await user.type(box, "On its way");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText("Not sent; your words are still here")).toBeVisible();
    expect(box).toHaveValue("On its way");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(box).toHaveValue(""));
    expect(bodies).toEqual([
      { body: "On its way", private: false },
      { body: "On its way", private: false },
    ]);
  });

  it("closes at once and offers a way back", async () => {
    serve();
    const patches: unknown[] = [];
    server.use(
      http.patch(`${API}/conversations/:id`, async ({ request }) => {
        patches.push(await request.json());
        return HttpResponse.json(conversation());
      }),
    );
    const { user } = open("/inbox/c1");
    await card();
    await user.keyboard("x");
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() =>
      expect(patches).toEqual([{ status: "closed" }, { status: "open", snoozed_until: null }]),
    );
  });

  it("offers nothing that the reader may not do", async () => {
    serve();
    const reader = me({ role: "rep", permissions: ["conversations:read", "suggestions:read"] });
    open("/inbox/c1", { user: reader });
    await card();
    expect(screen.queryByRole("button", { name: /Approve/ })).toBeNull();
    expect(screen.queryByRole("button", { name: /Close/ })).toBeNull();
    expect(screen.queryByLabelText(/Reply to/)).toBeNull();
    expect(screen.queryByRole("link", { name: "Operations" })).toBeNull();
  });

  it("says what is wrong with a thread that is out of reach", async () => {
    server.use(
      http.get(`${API}/conversations/:id`, () =>
        problem(404, "NotFound", "It does not exist, or is out of your reach."),
      ),
    );
    open("/inbox/c9");
    expect(await screen.findByText("It does not exist, or is out of your reach.")).toBeVisible();
  });
});
