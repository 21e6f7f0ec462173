import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { actionsFor, expectCount, expectVisible, openBrowser, rowOf, visitAs } from "./visitor.js";

let database: TestDatabase;
let servers: [AcmeDocs, AcmeDocs];
let browser: Browser;
let owner: Page;

beforeAll(async () => {
  database = await seededDatabase();
  const start = () => startAcmeDocs({ DATABASE_URL: database.url });
  servers = await Promise.all([start(), start()]);
  browser = await openBrowser();
  owner = await visitAs(browser, servers[0], "Olivia Marsh");
});
afterAll(async () => {
  await browser.close();
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});

test("a second window follows a change by itself", async () => {
  const manager = await visitAs(browser, servers[0], "Dmitri Halloran");
  await expectVisible(rowOf(manager, "Ana Lucía Ferreira").getByText("Editor"));

  await changeRole(owner, "Ana Lucía Ferreira", "Billing");
  await expectVisible(rowOf(manager, "Ana Lucía Ferreira").getByText("Billing"));
});

test("a window at another server process on the same database follows too", async () => {
  const manager = await visitAs(browser, servers[1], "Dmitri Halloran");
  await expectVisible(rowOf(manager, "Amara Nwosu").getByText("Manager"));

  await changeRole(owner, "Amara Nwosu", "Billing");
  await expectVisible(rowOf(manager, "Amara Nwosu").getByText("Billing"));

  await changeRole(manager, "Fatoumata Diallo", "Viewer");
  await expectVisible(rowOf(owner, "Fatoumata Diallo").getByText("Viewer"));
});

test("somebody removed vanishes from the other window", async () => {
  const manager = await visitAs(browser, servers[1], "Dmitri Halloran");
  await expectVisible(rowOf(manager, "Ana Lucía Ferreira"));

  const menu = await actionsFor(owner, "Ana Lucía Ferreira");
  await menu.getByRole("menuitem", { name: "Remove…" }).click();
  const dialog = owner.getByRole("dialog", { name: "Remove Ana Lucía Ferreira from Acme" });
  await expectVisible(dialog);
  await owner.getByRole("button", { name: "Remove", exact: true }).click();
  await expectCount(rowOf(manager, "Ana Lucía Ferreira"), 0);
});

async function changeRole(page: Page, name: string, role: string): Promise<void> {
  const menu = await actionsFor(page, name);
  await menu.getByRole("menuitem", { name: "Change roles…" }).click();
  const dialog = page.getByRole("dialog", { name: `Roles of ${name}` });
  await expectVisible(dialog);
  await page.getByRole("checkbox", { name: role, exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
}
