import { randomInt, randomUUID } from "node:crypto";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { signIn, token } from "./world";

/** A pipeline of this test's own with one deal in its first stage. */
async function createBoard(request: APIRequestContext): Promise<{ pipeline: string; deal: string }> {
  const headers = { authorization: `Bearer ${await token(request)}` };
  const word = randomUUID().slice(0, 6);
  const answer = await request.post("/api/v1/pipelines", {
    headers,
    data: {
      name: `Fairs ${word}`,
      stages: [
        { name: "Asked", probability: 10, outcome: "open" },
        { name: "Offered", probability: 50, outcome: "open" },
        { name: "Agreed", probability: 100, outcome: "won" },
        { name: "Gone", probability: 0, outcome: "lost" },
      ],
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  const deal = `Twenty lamps ${word}`;
  const made = await request.post("/api/v1/deals", { headers, data: { title: deal, pipeline_id: id } });
  expect(made.status(), await made.text()).toBe(201);
  return { pipeline: id, deal };
}

const column = (page: Page, stage: string) => page.getByRole("region", { name: stage, exact: true });
const card = (page: Page, stage: string, deal: string) =>
  column(page, stage).getByRole("article", { name: deal });

test("a contact is created and found again", async ({ page }) => {
  const word = randomUUID().slice(0, 6);
  await signIn(page);
  await page.goto("/contacts");
  await page.getByRole("button", { name: /^New/ }).click();
  const dialog = page.getByRole("dialog", { name: "New contact" });
  await dialog.getByLabel("Name").fill(`Solveig ${word}`);
  await dialog.getByLabel("E-mail").fill(`solveig-${word}@fjord.example`);
  await dialog.getByRole("button", { name: "Create contact" }).click();
  await expect(page.getByRole("heading", { name: `Solveig ${word}` })).toBeVisible();

  await page.goto("/contacts");
  await page.getByLabel("Search contacts").fill(word);
  await page.getByText(`Solveig ${word}`).first().click();
  await expect(page).toHaveURL(/\/contacts\/[0-9a-f-]{36}/);

  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Search or do" }).getByRole("combobox").fill(`solveig-${word}`);
  await expect(page.getByRole("option", { name: new RegExp(`Solveig ${word}`) })).toBeVisible();
});

test("of two people who change the same, the second is shown both and chooses", async ({ page, request }) => {
  const headers = { authorization: `Bearer ${await token(request)}` };
  const word = randomUUID().slice(0, 6);
  const made = await request.post("/api/v1/contacts", { headers, data: { name: `Tove ${word}` } });
  expect(made.status(), await made.text()).toBe(201);
  const { id } = (await made.json()) as { id: string };
  await signIn(page);
  await page.goto(`/contacts/${id}`);
  await page.getByRole("button", { name: "Edit Name" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(`Mine ${word}`);

  const theirs = { name: `Theirs ${word}`, language: "sv" };
  expect((await request.patch(`/api/v1/contacts/${id}`, { headers, data: theirs })).status()).toBe(200);
  await page.getByRole("textbox", { name: "Name" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Somebody else changed this too" });
  await expect(dialog.getByRole("group", { name: "Name" })).toContainText(`Theirs ${word}`);
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await expect(page.getByRole("heading", { name: `Mine ${word}` })).toBeVisible();
  const kept = await request.get(`/api/v1/contacts/${id}`, { headers });
  expect(await kept.json()).toMatchObject({ name: `Mine ${word}`, language: "sv" });
});

test("a file of contacts is checked and brought in", async ({ page }) => {
  // A word that reads like a number beyond all numbers: it must be looked for as it is written.
  const word = `12e${randomInt(1000, 9999)}`;
  const rows = [
    "Name,E-mail",
    `Ada ${word},ada-${word}@import.example`,
    `Bo ${word},bo-${word}@import.example`,
  ];
  await signIn(page);
  await page.goto("/imports?object=contact");
  const file = {
    name: `fair-${word}.csv`,
    mimeType: "text/csv",
    buffer: Buffer.from(`${rows.join("\n")}\n`),
  };
  await page.getByLabel("File to import").setInputFiles(file);
  await expect(page.getByRole("heading", { name: `fair-${word}.csv` })).toBeVisible();
  await page.getByRole("button", { name: "Check every row" }).click();
  await page.getByRole("button", { name: "Import 2 rows" }).click();
  await expect(page.getByRole("button", { name: "Undo the import" })).toBeVisible({ timeout: 30_000 });

  await page.goto(`/contacts?q=${word}`);
  await expect(page.getByText(`Ada ${word}`)).toBeVisible();
  await expect(page.getByText(`Bo ${word}`)).toBeVisible();
});

test("a card moves by mouse and by keyboard, and another browser sees both", async ({
  page,
  browser,
  request,
}) => {
  const { pipeline, deal } = await createBoard(request);
  const other = await (await browser.newContext()).newPage();
  for (const one of [page, other]) {
    await signIn(one);
    await one.goto(`/deals?filter=pipeline:eq:${pipeline}`);
    await expect(card(one, "Asked", deal)).toBeVisible();
    await expect(one.locator("[data-live=live]").filter({ visible: true })).toBeVisible();
  }

  const from = await card(page, "Asked", deal).boundingBox();
  const to = await column(page, "Offered").boundingBox();
  if (!from || !to) throw new Error("the board is not drawn");
  await page.mouse.move(from.x + 40, from.y + from.height - 12);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 120, { steps: 12 });
  await page.mouse.up();
  await expect(card(page, "Offered", deal)).toBeVisible();
  await expect(card(other, "Offered", deal)).toBeVisible();

  await other.getByRole("button", { name: `Move ${deal}`, exact: true }).focus();
  for (const key of ["Space", "ArrowLeft", "Space"]) await other.keyboard.press(key);
  await expect(card(other, "Asked", deal)).toBeVisible();
  await expect(card(page, "Asked", deal)).toBeVisible();
});
