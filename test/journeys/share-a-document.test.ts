import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { elementApi } from "./element-api.js";
import { expectVisible, openBrowser, visitAs } from "./visitor.js";

let database: TestDatabase;
let server: AcmeDocs;
let browser: Browser;

beforeAll(async () => {
  database = await seededDatabase();
  server = await startAcmeDocs({ DATABASE_URL: database.url });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

async function openShare(page: Page): Promise<void> {
  await page.goto("/documents/q3-forecast");
  await page.getByRole("button", { name: "Share", exact: true }).click();
}

test("a document is shared, somebody else sees it at once, and the log and its export hold it", async () => {
  const owner = await visitAs(browser, server, "Olivia Marsh");
  const manager = await visitAs(browser, server, "Dmitri Halloran");
  await Promise.all([openShare(owner), openShare(manager)]);
  await expectVisible(manager.getByText("Live", { exact: true }));

  await owner.getByRole("combobox").fill("sukarno");
  await owner.getByRole("option", { name: /Sukarno/ }).click();
  const form = owner.getByRole("region", { name: "Share with Sukarno" });
  await form.getByRole("checkbox", { name: "Document editor" }).check();
  await form.getByRole("button", { name: "Share", exact: true }).click();
  await expectVisible(manager.getByRole("button", { name: /^Change what Sukarno has/ }));

  await owner.goto("/activity");
  const entry = owner.getByRole("row").filter({ hasText: "Sukarno" }).first();
  await expectVisible(entry);
  const download = owner.waitForEvent("download");
  await owner.getByRole("button", { name: "Export…" }).click();
  await owner.getByRole("menuitem", { name: "As CSV" }).click();
  expect(await readFile(await (await download).path(), "utf8")).toMatch(/Olivia Marsh.*Sukarno/);
});

test("whoever may not share is told so by the screen and by the API, and the log shows what they tried", async () => {
  const viewer = await visitAs(browser, server, "Mei-Ling Zhou");
  const owner = await visitAs(browser, server, "Olivia Marsh");
  const olivia = await elementApi(owner);
  const { user } = await olivia.person("Sukarno");
  await openShare(viewer);
  await expectVisible(viewer.getByText("You can’t use this page"));

  const mei = await elementApi(viewer);
  const input = { changes: [{ user, grant: [{ role: olivia.role("owner") }] }] };
  const { status } = await mei.call("POST /people/roles", input);
  expect(status).toBe(403);
  await owner.goto("/activity");
  const refusal = owner.getByRole("row").filter({ hasText: "Mei-Ling Zhou" }).first();
  await expectVisible(refusal.getByText("refused"));
});

test("what is typed while the dialog still loads is not lost, for nothing shows before it does", async () => {
  const owner = await visitAs(browser, server, "Olivia Marsh");
  let letThrough = (): void => {};
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await owner.route(/chunks\/dialog-(?!messages|parts)/, async (route) => {
    await held;
    await route.continue();
  });
  await openShare(owner);
  await owner.locator("permit-finder").waitFor({ state: "attached" });
  const field = owner.getByRole("combobox");
  expect(await field.count()).toBe(0);
  letThrough();
  await field.fill("sukarno");
  await expectVisible(owner.getByRole("option", { name: /Sukarno/ }));
});
