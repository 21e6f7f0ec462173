import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { actionsFor, expectVisible, openBrowser, rowOf, search, visitAs } from "./visitor.js";

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

/** A team lead asks for a role that they may give once an owner agrees. */
async function askForBilling(lead: Page, name: string, why: string): Promise<void> {
  await lead.goto("/team");
  await search(lead, name);
  await expectVisible(rowOf(lead, name));
  const menu = await actionsFor(lead, name);
  await menu.getByRole("menuitem", { name: "Change roles…" }).click();
  await lead.getByRole("checkbox", { name: "Billing" }).check();
  await expectVisible(lead.getByText(/Who can agree: .*Olivia Marsh/));
  await lead.getByRole("textbox", { name: "Reason for the change" }).fill(why);
  await lead.getByRole("button", { name: "Ask for approval" }).click();
  await expectVisible(lead.getByText(`Asked for Billing for ${name}.`));
}

test("a team lead asks, an owner sees it appear and agrees, and the log tells who asked and who agreed", async () => {
  const lead = await visitAs(browser, server, "Samuel Okafor");
  const owner = await visitAs(browser, server, "Olivia Marsh");
  await owner.goto("/approvals");
  await expectVisible(owner.getByText("Nothing waits for you"));
  await expectVisible(owner.getByText("Live", { exact: true }));

  await askForBilling(lead, "Sukarno", "Pays the rent of the office in Jakarta");
  await expectVisible(owner.getByText("Pays the rent of the office in Jakarta"));
  await owner.getByRole("button", { name: "Agree: Billing for Sukarno" }).click();
  await expectVisible(owner.getByText("Yours is the last agreement that is needed"));
  await owner.getByRole("button", { name: "Agree", exact: true }).click();
  await expectVisible(owner.getByText("Granted: Billing for Sukarno"));

  await search(lead, "Sukarno");
  await expectVisible(rowOf(lead, "Sukarno").getByText("Billing"));
  await owner.goto("/activity");
  const log = owner.getByRole("row").filter({ hasText: "Sukarno" });
  await expectVisible(log.filter({ hasText: "Samuel Okafor" }).first());
  await expectVisible(log.filter({ hasText: "Olivia Marsh" }).first());
});

test("what is refused stays as it was, and what was withdrawn can be answered no more", async () => {
  const lead = await visitAs(browser, server, "Samuel Okafor");
  const owner = await visitAs(browser, server, "Olivia Marsh");
  await askForBilling(lead, "Siobhán O’Donnell", "For the trip");
  await owner.goto("/approvals");
  await owner.getByRole("button", { name: "Refuse: Billing for Siobhán O’Donnell" }).click();
  await owner.getByRole("textbox", { name: /^Reason/ }).fill("The budget is closed");
  await owner.getByRole("button", { name: "Refuse", exact: true }).click();
  await expectVisible(owner.getByText("Nothing waits for you"));
  await lead.goto("/approvals");
  await lead.getByRole("tab", { name: "Asked by me" }).click();
  await expectVisible(lead.getByText("The budget is closed"));

  await askForBilling(lead, "Siobhán O’Donnell", "For the next trip");
  await expectVisible(owner.getByText("For the next trip"));
  await lead.goto("/approvals");
  await lead.getByRole("tab", { name: "Asked by me" }).click();
  await lead.getByRole("button", { name: "Withdraw: Billing for Siobhán O’Donnell" }).click();
  await lead.getByRole("textbox", { name: /^Reason/ }).fill("It was called off");
  await lead.getByRole("button", { name: "Withdraw", exact: true }).click();
  await expectVisible(owner.getByText("It was called off").or(owner.getByText("Withdrawn")).first());
});

test("a viewer asks for a role on the phone, and has it once an owner gives it", async () => {
  const viewer = await visitAs(browser, server, "Mei-Ling Zhou", { viewport: { width: 390, height: 844 } });
  const owner = await visitAs(browser, server, "Olivia Marsh");
  await viewer.goto("/ask");
  await viewer.getByRole("radio", { name: "Billing" }).check();
  await viewer.getByRole("textbox", { name: "What do you need it for?" }).fill("I keep the contracts");
  await viewer.getByRole("button", { name: "Ask for Billing" }).click();
  await expectVisible(viewer.getByText("Billing for you"));

  await owner.goto("/approvals");
  await owner.getByRole("button", { name: "Agree: Billing for Mei-Ling Zhou" }).click();
  await expectVisible(owner.getByText("You give it yourself, with your own rights"));
  await owner.getByRole("button", { name: "Agree", exact: true }).click();
  await expectVisible(viewer.getByText("Granted by Olivia Marsh"));
  await expectVisible(viewer.getByText("You have it").first());
});
