import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { open } from "@/test/render";
import { me, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
const at = "2026-11-22T09:00:00Z";
type LanguageModel = Schema["LanguageModelOut"];

const sources = (over: Partial<LanguageModel["sources"]> = {}): LanguageModel["sources"] => ({
  base_url: "app",
  model: "app",
  output: "default",
  timeout_s: "environment",
  daily_tokens: "default",
  daily_cost: "app",
  price_in: "default",
  price_out: "default",
  ...over,
});

const languageModel = (over: Partial<LanguageModel> = {}): LanguageModel => ({
  base_url: "https://llm.example.com/v1",
  model: "writer-2",
  output: "json_schema",
  timeout_s: 30,
  daily_tokens: 2_000_000,
  daily_cost: "2.50",
  price_in: "0.15",
  price_out: "0.60",
  sources: sources(),
  key: { is_set: true, end: "WXYZ", source: "app", set_at: at },
  configured: "writer-2:abc",
  writer: "mancrel-writer",
  writing: null,
  trial: null,
  used: { tokens: 1200, cost: "0.12", calls: 3 },
  shut_until: null,
  ...over,
});

const nothing = languageModel({
  base_url: null,
  model: "default",
  sources: sources({ base_url: "default", model: "default", daily_cost: "default" }),
  key: { is_set: false, end: null, source: null, set_at: null },
  configured: "mancrel-writer",
});

const model = (over: Partial<Schema["ModelOut"]> = {}): Schema["ModelOut"] => {
  const figures = {
    cases: 300,
    answered_by_itself: 0.6,
    auto_sent: 180,
    auto_sent_with_a_wrong_fact: 0,
    wrong_at_most: 0.017,
  };
  return {
    fingerprint: "f1",
    writer: "mancrel-writer",
    built_in: "1/1",
    configured: "writer-2:abc",
    confidence: "c1",
    lessons: 0,
    auto_threshold: 0.9,
    review_threshold: 0.6,
    decided: 12,
    enough: 50,
    evaluation: { seen: figures, held_out: figures, held_out_third: { ...figures, cases: 224 } },
    activations: [],
    ...over,
  };
};

const replay = (over: Partial<Schema["ReplayOut"]> = {}): Schema["ReplayOut"] => ({
  id: "r1",
  created_at: at,
  finished_at: null,
  asked_by: { id: "u1", name: "Ada" },
  fingerprint: "f2",
  changes: { writer: ["mancrel-writer", "writer-2:abc"] },
  status: "pending",
  verdict: null,
  basis: null,
  reasons: [],
  warning: null,
  done: 0,
  planned: 0,
  counts: {
    replayed: 0,
    evaluated: 0,
    sent_before: 0,
    sent_after: 0,
    would_send_refused: 0,
    unsupported_before: 0,
    unsupported_after: 0,
    changed: 0,
  },
  unconfirmed: [],
  cases: [],
  ...over,
});

/** A server with one set-up, and what it was asked to do. */
function serve(found = languageModel(), replays: Schema["ReplayOut"][] = []) {
  const asked: unknown[] = [];
  server.use(
    http.get(`${API}/assistant/model`, () => HttpResponse.json(model({ writer: found.writer }))),
    http.get(`${API}/assistant/replays`, () => HttpResponse.json(page(replays))),
    http.get(`${API}/settings/language-model`, () => HttpResponse.json(found)),
    http.patch(`${API}/settings/language-model`, async ({ request }) => {
      asked.push({ set: await request.json() });
      return HttpResponse.json(found);
    }),
    http.post(`${API}/settings/language-model/try`, () => {
      asked.push("try");
      return HttpResponse.json(found, { status: 202 });
    }),
    http.post(`${API}/assistant/replays`, async ({ request }) => {
      asked.push({ replay: await request.json() });
      return HttpResponse.json(replay(), { status: 202 });
    }),
    http.patch(`${API}/settings/assistant`, async ({ request }) => {
      asked.push({ assistant: await request.json() });
      return HttpResponse.json({});
    }),
  );
  return asked;
}

const section = async () => {
  const heading = await screen.findByRole("heading", { name: "Language model" });
  return within(heading.closest("section") as HTMLElement);
};

describe("what the model did in the shipped evaluation", () => {
  it("keeps the held-out parts apart, and names a replay's cases by what was asked", async () => {
    const decided = {
      id: "s1",
      conversation_id: "c1",
      title: "price_quote",
      question: "How much is the Halden Desk?",
      status: "approved",
      refused: false,
      before: false,
      after: true,
      unsupported_before: 0,
      unsupported_after: 0,
      confidence_before: 0.98,
      confidence_after: 0.98,
      unconfirmed: [],
    };
    const done = { status: "done" as const, verdict: "pass" as const, basis: "decisions" as const };
    serve(languageModel(), [replay({ ...done, finished_at: at, cases: [decided] })]);
    open("/settings/model");
    expect(await screen.findByText(/Held out, first part: 300 messages/)).toBeVisible();
    expect(screen.getByText(/Held out, third part: 224 messages/)).toBeVisible();
    expect(await screen.findByText("“How much is the Halden Desk?”")).toBeInTheDocument();
  });
});

describe("the language model", () => {
  it("says what is set up, where each value comes from, and never the key", async () => {
    serve();
    open("/settings/model");
    const shown = await section();
    expect(await shown.findByText("https://llm.example.com/v1")).toBeVisible();
    expect(shown.getByText("Set, ends with WXYZ,", { exact: false })).toBeVisible();
    expect(shown.getByText("1,200 of 2,000,000 tokens")).toBeVisible();
    expect(shown.getByText("from the environment")).toBeVisible();
    expect(shown.getByText("Not active")).toBeVisible();
    expect(shown.getByText(/The built-in writer writes until a replay/)).toBeVisible();
  });

  it("is set up, and only what was typed is sent", async () => {
    const asked = serve(nothing);
    const { user } = open("/settings/model");
    const shown = await section();
    expect(await shown.findByText("Not set up")).toBeVisible();
    expect(shown.queryByRole("button", { name: "Try it" })).toBeNull();
    await user.click(shown.getByRole("button", { name: "Set up" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(await dialog.findByLabelText("Base address"), "http://127.0.0.1:11434/v1");
    await user.type(dialog.getByLabelText("Model"), "llama");
    await user.type(dialog.getByLabelText("Key"), "sk-secret");
    await user.type(dialog.getByLabelText("Tokens a day"), "5000");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(asked).toEqual([
        {
          set: {
            base_url: "http://127.0.0.1:11434/v1",
            model: "llama",
            daily_tokens: 5000,
            key: "sk-secret",
          },
        },
      ]),
    );
  });

  it("leaves an emptied field to the environment, keeps the key, and takes it away when asked to", async () => {
    const asked = serve();
    const { user } = open("/settings/model");
    await user.click(await (await section()).findByRole("button", { name: "Change" }));
    let dialog = within(await screen.findByRole("dialog"));
    expect(await dialog.findByLabelText("Key")).toHaveValue("");
    expect(dialog.getByLabelText("Time-out (seconds)")).toHaveAttribute(
      "placeholder",
      "30 (from the environment)",
    );
    await user.clear(dialog.getByLabelText("Cost a day (0: no limit)"));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(asked).toEqual([{ set: { daily_cost: null } }]));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.click((await section()).getByRole("button", { name: "Change" }));
    dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByLabelText("Remove the key"));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(asked).toContainEqual({ set: { key: null } }));
  });

  it("says at the field what cannot be used, before and after asking the server", async () => {
    const asked = serve(nothing);
    server.use(
      http.patch(`${API}/settings/language-model`, () =>
        problem(409, "KeyWithoutServer", "A key belongs to a server.", [
          { field: "key", message: "A key belongs to a server." },
        ]),
      ),
    );
    const { user } = open("/settings/model");
    await user.click(await (await section()).findByRole("button", { name: "Set up" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(await dialog.findByLabelText("Base address"), "llm.example.com");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    expect(await dialog.findByText(/^An address such as/)).toBeVisible();
    await user.clear(dialog.getByLabelText("Base address"));
    await user.type(dialog.getByLabelText("Key"), "sk-secret");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    expect(await dialog.findByText("A key belongs to a server.")).toBeVisible();
    expect(asked).toEqual([]);
  });

  it("is tried, and says what came back", async () => {
    const trial = {
      status: "worked" as const,
      asked_at: at,
      said: "It answered in the form that was asked for.",
      answer: "Good morning.",
      seconds: 1.25,
      tokens_in: 80,
      tokens_out: 12,
    };
    const asked = serve(languageModel({ trial }));
    const { user } = open("/settings/model");
    const shown = await section();
    expect(await shown.findByText("Good morning.")).toBeVisible();
    expect(shown.getByText(/1.25 s, 80 tokens in, 12 out/)).toBeVisible();
    await user.click(shown.getByRole("button", { name: "Try it" }));
    await waitFor(() => expect(asked).toEqual(["try"]));
  });

  it("is replayed before it writes, and shows how far that is", async () => {
    const asked = serve(languageModel(), [replay({ done: 12, planned: 60 })]);
    const { user } = open("/settings/model");
    expect(await screen.findByText("12 of 60 messages answered anew")).toBeVisible();
    const shown = await section();
    await user.click(await shown.findByText("Replay"));
    await waitFor(() => expect(asked).toEqual([{ replay: { writer: "language_model" } }]));
  });

  it("is activated only by a replay of what is set up now", async () => {
    const done = { status: "done" as const, verdict: "pass" as const, basis: "evaluation" as const };
    const old = { ...done, id: "r2", changes: { writer: ["mancrel-writer", "writer-1:abc"] } };
    const asked = serve(languageModel(), [replay(done), replay(old)]);
    const { user } = open("/settings/model");
    expect(await screen.findByText("Another language model is set up by now.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Activate" }));
    await waitFor(() => expect(asked).toEqual([{ assistant: { writer: "language_model" } }]));
  });

  it("is activated only after a second look when it would send much less", async () => {
    const warning = "Nothing would leave by itself: all 46 replies that do now would wait for a person.";
    const done = { status: "done" as const, verdict: "pass" as const, basis: "evaluation" as const, warning };
    const asked = serve(languageModel(), [replay(done)]);
    const { user } = open("/settings/model");
    expect(await screen.findByText(warning)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Activate" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/all 46 replies/)).toBeVisible();
    expect(asked).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Activate" }));
    await waitFor(() =>
      expect(asked).toEqual([{ assistant: { writer: "language_model", accept_fewer: true } }]),
    );
  });

  it("is turned off at once", async () => {
    const writing = {
      base_url: "https://llm.example.com/v1",
      model: "writer-2",
      output: "json_schema" as const,
    };
    const asked = serve(languageModel({ writer: "writer-2:abc", writing }));
    const { user } = open("/settings/model");
    const shown = await section();
    expect(await shown.findByText("It writes")).toBeVisible();
    expect(shown.queryByRole("button", { name: "Replay" })).toBeNull();
    await user.click(shown.getByRole("button", { name: "Turn off" }));
    await waitFor(() => expect(asked).toEqual([{ assistant: { writer: "built_in" } }]));
  });

  it("says that a server that keeps failing is left alone", async () => {
    serve(languageModel({ shut_until: "2026-11-22T09:05:00Z" }));
    open("/settings/model");
    expect(await screen.findByText(/The server kept failing/)).toBeVisible();
  });

  it("is no matter of a manager", async () => {
    serve();
    const permissions = me().permissions.filter((one) => one !== "settings:write");
    open("/settings/model", { user: me({ role: "manager", permissions }) });
    expect(await screen.findByRole("heading", { name: "Active" })).toBeVisible();
    expect(screen.queryByRole("heading", { name: "Language model" })).toBeNull();
  });

  it("says what went wrong and retries", async () => {
    serve();
    server.use(http.get(`${API}/settings/language-model`, () => problem(403, "Forbidden", "You may not.")));
    open("/settings/model");
    expect(await screen.findByText("The language model could not be loaded")).toBeVisible();
  });
});
