import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { elementApi } from "./element-api.js";
import { expectCount, expectVisible, openBrowser, visitAs } from "./visitor.js";

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

test("what a manager is refused by the API stands in the log, in its export, and in an address to pass on", async () => {
  const owner = await visitAs(browser, server, "Olivia Marsh");
  const olivia = await elementApi(owner);
  const ana = await olivia.person("Ana Lucía Ferreira");
  await owner.getByRole("link", { name: "Activity" }).click();
  await expectVisible(owner.getByRole("grid", { name: "Activity" }));
  await expectVisible(owner.getByText("Live", { exact: true }));

  const manager = await elementApi(await visitAs(browser, server, "Dmitri Halloran"));
  const { status } = await manager.call("POST /people/roles", {
    changes: [{ user: ana.user, grant: [{ role: olivia.role("owner") }] }],
  });
  expect(status).toBe(403);

  const refusal = owner.getByRole("row").filter({ hasText: "Tried to change roles of" });
  await expectVisible(refusal.getByText("Owner is outside what you may give"));
  await refusal.getByRole("button", { name: "Only what Dmitri Halloran did" }).click();
  await owner.getByRole("button", { name: "Filter by result" }).click();
  await owner.getByRole("radio", { name: "Refused" }).check();
  await expectVisible(owner.getByText("1 entry", { exact: true }));
  await owner.keyboard.press("Escape");

  const download = owner.waitForEvent("download");
  await owner.getByRole("button", { name: "Export…" }).click();
  await owner.getByRole("menuitem", { name: "As CSV" }).click();
  const [, line, ...more] = (await readFile(await (await download).path(), "utf8")).trimEnd().split("\r\n");
  expect(line).toMatch(/user\.change-roles,refused,Dmitri Halloran,.*Ana Lucía Ferreira/);
  expect(more).toEqual([]);

  await owner.reload();
  await expectVisible(owner.getByText("1 entry", { exact: true }));
  await owner.getByRole("button", { name: "Verify" }).click();
  await expectVisible(owner.getByText(/nothing altered/));
});

test("whoever may not read the log is told so", async () => {
  const viewer = await visitAs(browser, server, "Mei-Ling Zhou");
  await viewer.goto("/activity");
  await expectVisible(viewer.getByText("You can’t use this page"));
  await expectCount(viewer.getByRole("row"), 0);
});
