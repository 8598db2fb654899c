import { randomUUID } from "node:crypto";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { payloads } from "./payloads";
import { createChannel, deliver, setAutoSend, signIn, token } from "./world";

const HOST = "attacker.example";
const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
const base64 = (text: string) =>
  Buffer.from(text)
    .toString("base64")
    .replace(/(.{76})/g, "$1\r\n");

interface Letter {
  id: string;
  first: string;
  html: string;
  name?: string;
  subject?: string;
  file?: string;
}

/** A mail with HTML, all words of it by a stranger; with the same `first` they make one thread. */
function letter({ id, first, html, name = "Jo", subject = "Hello", file = "a.txt" }: Letter) {
  const part = (type: string, text: string, ...more: string[]) =>
    [`--xx`, `Content-Type: ${type}`, "Content-Transfer-Encoding: base64", ...more, "", base64(text)].join(
      "\r\n",
    );
  const body = [
    `From: ${word(name)} <xss-${first}@customer.example>`,
    "To: support@mancrel.example",
    `Subject: ${word(subject)}`,
    `Message-ID: <${id}@customer.example>`,
    // Automated ones are shown like any other, but nobody drafts an answer to each.
    ...(id === first ? [] : [`References: <${first}@customer.example>`, "Auto-Submitted: auto-generated"]),
    `Date: ${new Date().toUTCString()}`,
    "MIME-Version: 1.0",
    "Content-Type: multipart/mixed; boundary=xx",
    "",
    part("text/html; charset=utf-8", html),
    part(
      "application/octet-stream",
      "x",
      `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(file)}`,
    ),
    "--xx--",
    "",
  ].join("\r\n");
  return { type: "message/rfc822", body };
}

/** What a page that was taken in would do: open a dialog, ask another host, leave, or open a window. */
function watch(context: BrowserContext, page: Page, origin: string): string[] {
  const seen: string[] = [];
  page.on("dialog", (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("request", (request) => {
    const url = request.url();
    const own = url.startsWith(`${origin}/`) || url.startsWith("data:") || url.startsWith("blob:");
    if (!own) seen.push(`request: ${url}`);
  });
  context.on("page", (popup) => seen.push(`window: ${popup.url()}`));
  page.on("framenavigated", (frame) => {
    const stays = frame.url().startsWith(`${origin}/`) || /^about:(srcdoc|blank)$/.test(frame.url());
    if (!stays) seen.push(`navigation: ${frame.url()}`);
  });
  return seen;
}

const attack = (html: string) => html.replaceAll("%", HOST);

test("the watch sees what it watches for", async ({ page, context, baseURL }) => {
  const seen = watch(context, page, new URL(baseURL ?? "").origin);
  await page.goto("about:blank");
  await page.setContent(
    attack(
      "<img src=x onerror=alert(document.domain)><img src=http://%/1.png><a href=http://%/ target=_blank>x</a>",
    ),
  );
  await page.getByRole("link").click();
  await expect.poll(() => seen.some((one) => one.startsWith("dialog"))).toBe(true);
  await expect.poll(() => seen.some((one) => one.startsWith(`request: http://${HOST}/1`))).toBe(true);
  await expect.poll(() => seen.some((one) => one.startsWith("window"))).toBe(true);
});

test("nothing that strangers write runs, loads or leads away", async ({
  page,
  context,
  request,
  baseURL,
}) => {
  test.setTimeout(300_000);
  expect(new Set(payloads).size).toBeGreaterThanOrEqual(120);
  const bearer = await token(request);
  const headers = { authorization: `Bearer ${bearer}` };
  const door = await createChannel(request, bearer);
  const auto = await setAutoSend(request, bearer, false);
  const first = randomUUID();
  try {
    const listed = async () => {
      const found = await request.get(`/api/v1/conversations?external_id=${first}@customer.example`, {
        headers,
      });
      return ((await found.json()) as { items: { id: string }[] }).items[0]?.id;
    };
    for (const [index, payload] of payloads.entries()) {
      const html = attack(`<p>Is it in stock?</p>${payload}<p>end ${index.toString()}</p>`);
      const id = index === 0 ? first : randomUUID();
      const words = attack(payload);
      await deliver(request, door, letter({ id, first, html, name: words, subject: words, file: words }));
      // The others answer this one: their senders' names make them senders of their own, taken in side by side.
      if (index === 0) await expect.poll(listed, { timeout: 60_000 }).toBeTruthy();
    }
    const all = attack(payloads.join("\n"));
    await deliver(request, door, letter({ id: randomUUID(), first, html: all, subject: all.slice(0, 900) }));

    const thread = (await listed()) ?? "";
    const messages = async () => {
      const found = await request.get(`/api/v1/conversations/${thread}`, { headers });
      return ((await found.json()) as { messages: { direction: string }[] }).messages.length;
    };
    await expect.poll(messages, { timeout: 180_000 }).toBe(payloads.length + 1);

    await signIn(page);
    const seen = watch(context, page, new URL(baseURL ?? "").origin);
    await page.goto("/inbox?view=all");
    await expect(page.locator("[data-thread]").first()).toBeVisible();
    await page.goto(`/inbox/${thread}?view=all`);
    await expect(page.locator("[data-message]")).toHaveCount(payloads.length + 1);
    expect(seen, "as text").toEqual([]);

    const formatting = page.getByRole("button", { name: "Show formatting" });
    const shown = await formatting.count();
    expect(shown, "mails that still have a formatted view").toBeGreaterThan(payloads.length / 2);
    await formatting.evaluateAll((all) => {
      for (const one of all) (one as HTMLElement).click();
    });
    await expect(page.locator("iframe")).toHaveCount(shown);
    await page.waitForLoadState("networkidle");
    // Meta refreshes, lazy images and timers get the time they would need.
    await page.waitForTimeout(3000);
    expect(seen, "with formatting").toEqual([]);
    expect(page.url()).toContain(`/inbox/${thread}`);
    const sandboxes = await page
      .locator("iframe")
      .evaluateAll((all) => all.map((one) => one.getAttribute("sandbox")));
    expect(new Set(sandboxes)).toEqual(new Set([""]));
    await page.goto("/contacts");
    await page.goto("/");
    await page.waitForLoadState("networkidle");
    expect(seen, "elsewhere").toEqual([]);
  } finally {
    await setAutoSend(request, bearer, auto);
  }
});
