import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { createChannel, createProduct, deliver, mail, outboxWith, setAutoSend, signIn, token } from "./world";

test("nothing but preferences is stored, and a reload keeps one signed in", async ({ page }) => {
  await signIn(page);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Work list" })).toBeVisible();
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toMatch(/token|eyJ|bearer/i);
  expect(await page.evaluate(() => document.cookie)).toBe("");
  const cookies = await page.context().cookies();
  expect(cookies.every(({ httpOnly }) => httpOnly)).toBe(true);
});

test("a stranger is sent to the door", async ({ page }) => {
  await page.goto("/inbox?view=all");
  await expect(page.getByRole("heading", { name: "Sign in to Mancrel" })).toBeVisible();
  await expect(page).toHaveURL(/next=/);
});

test("a mail appears by itself, is approved, and leaves", async ({ page, request }) => {
  const bearer = await token(request);
  const door = await createChannel(request, bearer);
  const word = randomUUID().slice(0, 6);
  const title = `Nordlys Desk ${word}`;
  await createProduct(request, bearer, title);
  const auto = await setAutoSend(request, bearer, false);
  try {
    await signIn(page);
    await page.goto("/inbox?view=all");
    await expect(page.locator("[data-live=live]").filter({ visible: true })).toBeVisible();
    await deliver(
      request,
      door,
      mail({
        from: `ingrid-${word}@customer.example`,
        name: "Ingrid Solheim",
        subject: `Question ${word}`,
        text: `Hello,\n\nis the ${title} in stock, and what does it cost?\n\nBest, Ingrid`,
      }),
    );

    // Without a reload: the socket says so.
    await page.getByText(`Question ${word}`).first().click({ timeout: 30_000 });
    const suggestion = page.getByRole("region", { name: "Suggestion" });
    await expect(suggestion.locator("[data-claim][data-ok=true]").first()).toBeVisible({ timeout: 30_000 });
    await expect(suggestion.getByTestId("confidence")).toHaveText(/^\d+%$/);
    await page.keyboard.press("a");
    await expect(suggestion).toHaveAttribute("data-suggestion", /approved|sent/);
    await expect
      .poll(() => outboxWith(`ingrid-${word}@customer.example`), { timeout: 60_000 })
      .toHaveLength(1);
    await expect(page.locator("[data-delivery=sent]").first()).toBeVisible({ timeout: 30_000 });
  } finally {
    await setAutoSend(request, bearer, auto);
  }
});

test("single keys reach everything and can be turned off", async ({ page }) => {
  await signIn(page);
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page).toHaveURL(/\/inbox/);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search or do" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("switch", { name: "Single-key shortcuts" }).click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page).toHaveURL(/\/inbox/);
});

test("a rep sees no house-keeping", async ({ page }) => {
  await signIn(page, "rep@mancrel.example");
  await expect(page.getByRole("link", { name: "Inbox" }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Operations" })).toHaveCount(0);
  await page.goto("/operations");
  await expect(page.getByRole("alert")).toBeVisible();
});
