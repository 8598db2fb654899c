import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api";
import { open } from "@/test/render";
import { me, page } from "@/test/rows";
import { problem, server } from "@/test/server";

const API = "*/api/v1";
const at = "2026-11-22T09:00:00Z";
const admin = me({
  permissions: [...me().permissions, "api_keys:read", "api_keys:write", "webhooks:read", "webhooks:write"],
});

const key = (over: Partial<Schema["ApiKeyOut"]> = {}): Schema["ApiKeyOut"] => ({
  id: "k1",
  name: "Shop sync",
  prefix: "mk_abcdefgh",
  scopes: ["contacts:read"],
  owner: { id: admin.id, name: admin.name },
  created_at: at,
  expires_at: null,
  last_used_at: null,
  revoked_at: null,
  ...over,
});

const hook = (over: Partial<Schema["SubscriptionOut"]> = {}): Schema["SubscriptionOut"] => ({
  id: "w1",
  name: "ERP",
  url: "https://erp.example.com/hooks",
  types: ["deal.*"],
  is_active: true,
  disabled_because: null,
  failing_since: null,
  last_success_at: null,
  secrets: [{ id: "s1", created_at: at, expires_at: null }],
  created_at: at,
  updated_at: at,
  deleted_at: null,
  ...over,
});

const types: Schema["TypesOut"] = {
  items: [
    { type: "deal.won", object: "deal", description: "A deal was won." },
    { type: "contact.created", object: "contact", description: "A contact was added." },
  ],
};

function serve(keys: Schema["ApiKeyOut"][] = [], hooks: Schema["SubscriptionOut"][] = []) {
  const sent: unknown[] = [];
  server.use(
    http.get(`${API}/api-keys`, () => HttpResponse.json(page(keys))),
    http.get(`${API}/api-keys/scopes`, () =>
      HttpResponse.json({ scopes: ["contacts:read", "contacts:write", "deals:read"] }),
    ),
    http.post(`${API}/api-keys`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...key(), secret: "mk_the-secret" }, { status: 201 });
    }),
    http.get(`${API}/webhook-subscriptions`, ({ request }) =>
      HttpResponse.json(page(request.url.includes("deleted") ? [] : hooks)),
    ),
    http.get(`${API}/webhook-subscriptions/event-types`, () => HttpResponse.json(types)),
    http.get(`${API}/webhook-subscriptions/:id`, () => HttpResponse.json(hooks[0] ?? hook())),
  );
  return sent;
}

describe("API keys", () => {
  it("makes a key of what is ticked and shows its secret once", async () => {
    const sent = serve();
    const { user } = open("/settings/api-keys", { user: admin });
    await user.click(await screen.findByRole("button", { name: "Create the first one" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(await within(dialog).findByLabelText("Name"), "Shop sync");
    expect(within(dialog).getByRole("button", { name: "Create key" })).toBeDisabled();
    await user.click(within(dialog).getByRole("checkbox", { name: "Contacts: read" }));
    await user.click(within(dialog).getByRole("button", { name: "Create key" }));
    expect(await screen.findByText("mk_the-secret")).toBeVisible();
    expect(screen.getByRole("button", { name: "Copy api key" })).toBeVisible();
    expect(sent).toEqual([{ name: "Shop sync", scopes: ["contacts:read"], expires_at: null }]);
    await user.click(screen.getByRole("button", { name: "I have copied it" }));
    expect(screen.queryByText("mk_the-secret")).not.toBeInTheDocument();
  });

  it("says why a key was refused", async () => {
    serve();
    server.use(
      http.post(`${API}/api-keys`, () => problem(409, "TooManyKeys", "Nobody has more than 50 keys.")),
    );
    const { user } = open("/settings/api-keys", { user: admin });
    await user.click(await screen.findByRole("button", { name: "Create the first one" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(await within(dialog).findByLabelText("Name"), "x");
    await user.click(within(dialog).getByRole("button", { name: "Read all" }));
    await user.click(within(dialog).getByRole("button", { name: "Create key" }));
    expect(await screen.findByText("Nobody has more than 50 keys.")).toBeVisible();
  });

  it("lists what stands how, and revokes after asking", async () => {
    serve([
      key(),
      key({ id: "k2", name: "Old", revoked_at: at }),
      key({ id: "k3", name: "Dated", expires_at: at }),
    ]);
    const revoked: string[] = [];
    server.use(
      http.post(`${API}/api-keys/:id/revoke`, ({ params }) => {
        revoked.push(String(params.id));
        return HttpResponse.json(key({ revoked_at: at }));
      }),
    );
    const { user } = open("/settings/api-keys", { user: admin });
    expect(await screen.findByText("Revoked")).toBeVisible();
    expect(screen.getByText("Expired")).toBeVisible();
    expect(screen.getAllByRole("button", { name: /^Revoke/ })).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Revoke Shop sync" }));
    await user.click(await screen.findByRole("button", { name: "Revoke key" }));
    await waitFor(() => expect(revoked).toEqual(["k1"]));
  });
});

describe("webhooks", () => {
  it("subscribes to single events and shows the secret once", async () => {
    serve();
    const sent: unknown[] = [];
    server.use(
      http.post(`${API}/webhook-subscriptions`, async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ ...hook(), secret: "whsec_once" }, { status: 201 });
      }),
    );
    const { user } = open("/settings/webhooks", { user: admin });
    await user.click(await screen.findByRole("button", { name: "Create the first one" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Name"), "ERP");
    await user.type(within(dialog).getByLabelText("Address"), "https://erp.example.com/hooks");
    await user.click(await within(dialog).findByRole("checkbox", { name: /^Everything/ }));
    await user.click(within(dialog).getByRole("checkbox", { name: /^deal\.won/ }));
    await user.click(within(dialog).getByRole("button", { name: "Create webhook" }));
    expect(await screen.findByText("whsec_once")).toBeVisible();
    expect(sent).toEqual([{ name: "ERP", url: "https://erp.example.com/hooks", types: ["deal.won"] }]);
  });

  it("names the field that was refused", async () => {
    serve();
    server.use(
      http.post(`${API}/webhook-subscriptions`, () =>
        problem(422, "AddressRefused", "No.", [{ field: "url", message: "This is a private address." }]),
      ),
    );
    const { user } = open("/settings/webhooks", { user: admin });
    await user.click(await screen.findByRole("button", { name: "Create the first one" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Name"), "ERP");
    await user.type(within(dialog).getByLabelText("Address"), "http://10.0.0.1/");
    await user.click(within(dialog).getByRole("button", { name: "Create webhook" }));
    expect(await screen.findByText("This is a private address.")).toBeVisible();
  });

  it("shows a delivery with its attempts and sends it once more", async () => {
    const delivery: Schema["WebhookDeliveryOut"] = {
      id: "d1",
      subscription_id: "w1",
      type: "deal.won",
      status: "pending",
      attempts: 1,
      created_at: at,
      next_attempt_at: at,
      delivered_at: null,
    };
    serve(
      [],
      [hook({ is_active: false, disabled_because: "The receiver answered 410 Gone: it wants no more." })],
    );
    let again = 0;
    server.use(
      http.get(`${API}/webhook-subscriptions/:id/deliveries`, () => HttpResponse.json(page([delivery]))),
      http.get(`${API}/webhook-deliveries/:id`, () =>
        HttpResponse.json({
          ...delivery,
          body: '{"type": "deal.won"}',
          log: [
            {
              id: "a1",
              manual: false,
              began_at: at,
              status_code: 503,
              ms: 41,
              answer: "down for lunch",
              error: "The receiver answered 503.",
            },
          ],
        } satisfies Schema["WebhookDeliveryDetail"]),
      ),
      http.post(`${API}/webhook-deliveries/:id/redeliver`, () => {
        again += 1;
        return HttpResponse.json({ ...delivery, body: "{}", log: [] }, { status: 202 });
      }),
    );
    const { user } = open("/settings/webhooks/w1", { user: admin });
    expect(await screen.findByText("The receiver answered 410 Gone: it wants no more.")).toBeVisible();
    await user.click(await screen.findByRole("cell", { name: "deal.won" }));
    expect(await screen.findByText("down for lunch")).toBeVisible();
    expect(screen.getByText("The receiver answered 503.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Send it once more" }));
    await waitFor(() => expect(again).toBe(1));
  });
});
