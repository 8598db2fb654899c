import { createHmac, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type APIRequestContext, expect, type Page } from "@playwright/test";

export const PASSWORD = process.env.MANCREL_E2E_PASSWORD ?? "mancrel-demo";
export const OUTBOX = join(process.env.MANCREL_STATE_DIR ?? "../.mancrel", "outbox");

/** Sign in through the door, as a person does. */
export async function signIn(page: Page, email = "admin@mancrel.example"): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Work list" })).toBeVisible();
}

/** A bearer token for preparing things beside the browser. */
export async function token(request: APIRequestContext): Promise<string> {
  const answer = await request.post("/api/v1/auth/login", {
    data: { email: "admin@mancrel.example", password: PASSWORD },
  });
  expect(answer.ok()).toBe(true);
  return ((await answer.json()) as { access_token: string }).access_token;
}

export interface Door {
  webhook_path: string;
  secret: string;
}

/** An e-mail channel of this test's own. */
export async function createChannel(request: APIRequestContext, bearer: string): Promise<Door> {
  const answer = await request.post("/api/v1/channels", {
    headers: { authorization: `Bearer ${bearer}` },
    data: {
      kind: "email",
      name: `e2e-${randomUUID().slice(0, 8)}`,
      settings: { address: "support@mancrel.example" },
    },
  });
  expect(answer.status()).toBe(201);
  return (await answer.json()) as Door;
}

/** A catalogue source of this test's own, with one product in it. */
export async function createProduct(
  request: APIRequestContext,
  bearer: string,
  title: string,
): Promise<void> {
  const headers = { authorization: `Bearer ${bearer}` };
  const answer = await request.post("/api/v1/catalogue/sources", {
    headers,
    data: { name: `e2e-${randomUUID().slice(0, 8)}`, kind: "generic" },
  });
  expect(answer.status()).toBe(201);
  const data = {
    external_id: title,
    title,
    price: "349.00",
    currency: "EUR",
    stock: 12,
    delivery_days: "2-4",
    description: "A desk of oiled oak, 160 cm wide.",
    category: "Desks",
  };
  await deliver(request, (await answer.json()) as Door, {
    type: "application/json",
    body: JSON.stringify({ type: "product.upserted", data }),
  });
  const listed = async () => {
    const found = await request.get(`/api/v1/products?q=${encodeURIComponent(title)}`, { headers });
    return ((await found.json()) as { items: unknown[] }).items.length;
  };
  await expect.poll(listed, { timeout: 30_000 }).toBe(1);
}

/** Whether replies may leave by themselves; answers what was set before. */
export async function setAutoSend(request: APIRequestContext, bearer: string, on: boolean): Promise<boolean> {
  const headers = { authorization: `Bearer ${bearer}` };
  const before = await request.get("/api/v1/settings/assistant", { headers });
  const answer = await request.patch("/api/v1/settings/assistant", {
    headers,
    data: { auto_send_enabled: on },
  });
  expect(answer.ok()).toBe(true);
  return ((await before.json()) as { auto_send_enabled: boolean }).auto_send_enabled;
}

/** Sign as Standard Webhooks say: base64 of an HMAC-SHA256 over id, time and body. */
function signature(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

interface Delivery {
  body: string;
  type: string;
}

export async function deliver(
  request: APIRequestContext,
  door: Door,
  { body, type }: Delivery,
): Promise<void> {
  const id = `msg_${randomUUID()}`;
  const timestamp = Math.floor(Date.now() / 1000).toString();
  const answer = await request.post(door.webhook_path, {
    headers: {
      "content-type": type,
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": signature(door.secret, id, timestamp, body),
    },
    data: body,
  });
  expect(answer.status()).toBe(202);
}

interface Mail {
  from: string;
  name: string;
  subject: string;
  text: string;
}

export const mail = ({ from, name, subject, text }: Mail): Delivery => ({
  type: "message/rfc822",
  body: [
    `From: ${name} <${from}>`,
    "To: support@mancrel.example",
    `Subject: ${subject}`,
    `Message-ID: <${randomUUID()}@customer.example>`,
    `Date: ${new Date().toUTCString()}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    text,
    "",
  ].join("\r\n"),
});

/** The mails that left, by what they contain. */
export async function outboxWith(words: string): Promise<string[]> {
  const names = await readdir(OUTBOX).catch(() => []);
  const mails = await Promise.all(
    names.filter((name) => name.endsWith(".eml")).map((name) => readFile(join(OUTBOX, name), "utf8")),
  );
  return mails.filter((text) => text.includes(words));
}
