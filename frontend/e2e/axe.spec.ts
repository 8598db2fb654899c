import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./world";

const pages = [
  "/",
  "/inbox?view=all",
  "/approvals",
  "/judge",
  "/tasks",
  "/contacts",
  "/contacts/duplicates",
  "/companies",
  "/companies/duplicates",
  "/catalogue",
  "/catalogue/sources",
  "/knowledge",
  "/knowledge/new",
  "/quality",
  "/quality/log",
  "/knowledge/gaps",
  "/outdated",
  "/operations",
  "/operations/jobs",
  "/operations/dead-letters",
  "/operations/deliveries",
  "/operations/audit",
  "/settings",
  "/settings/security",
  "/settings/assistant",
  "/settings/pipelines",
  "/settings/channels",
  "/settings/users",
  "/settings/teams",
];

async function grave(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1440]) {
    test(`axe finds nothing grave, ${colorScheme}, ${width.toString()} px`, async ({ browser }) => {
      test.setTimeout(240_000);
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      await page.goto("/sign-in");
      await expect(page.getByLabel("E-mail")).toBeVisible();
      expect(await grave(page), "/sign-in").toEqual([]);
      await signIn(page);
      for (const path of pages) {
        await page.goto(path);
        await settle(page);
        expect(await grave(page), path).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide, `${path} scrolls sideways`).toBe(false);
      }
      await page.goto("/inbox?view=all");
      const thread = page.locator("[data-thread]").first();
      if ((await thread.count()) > 0) {
        await thread.click();
        await settle(page);
        expect(await grave(page), "a thread").toEqual([]);
      }
      await context.close();
    });
  }
}
