import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { eventually, expectVisible, openBrowser, visitAs } from "./visitor.js";

let database: TestDatabase;
let server: AcmeDocs;
let browser: Browser;
let owner: Page;

beforeAll(async () => {
  database = await seededDatabase();
  server = await startAcmeDocs({ DATABASE_URL: database.url });
  browser = await openBrowser();
  owner = await visitAs(browser, server, "Olivia Marsh");
  await expectVisible(owner.getByRole("button", { name: "Invite people" }));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

test("somebody is invited with the keyboard alone", async () => {
  await tabTo(owner, "button", "Invite people");
  await owner.keyboard.press("Enter");
  await focusIsOn(owner, "textbox", "E-mail addresses");
  await owner.keyboard.type("keyed@acme.example");
  await owner.keyboard.press("Enter");

  await tabTo(owner, "button", /^Roles for keyed@acme\.example/);
  await owner.keyboard.press("Enter");
  await tabTo(owner, "checkbox", "Billing");
  await owner.keyboard.press("Space");
  await tabTo(owner, "button", "Done");
  await owner.keyboard.press("Enter");
  await focusIsOn(owner, "button", /^Roles for keyed@acme\.example: .*Billing/);

  await expectVisible(owner.getByRole("button", { name: "Send 1" }));
  await tabTo(owner, "button", "Send 1");
  await owner.keyboard.press("Enter");
  await owner.getByRole("dialog", { name: "Invite people" }).waitFor({ state: "hidden" });
  await focusIsOn(owner, "button", "Invite people");

  await owner.goto("/outbox");
  await expectVisible(owner.getByRole("link", { name: "Open the invitation for keyed@acme.example" }));
});

test("Escape asks before what was typed is lost", async () => {
  await owner.goto("/team");
  await owner.getByRole("button", { name: "Invite people" }).focus();
  await owner.keyboard.press("Enter");
  await focusIsOn(owner, "textbox", "E-mail addresses");
  await owner.keyboard.type("lost@acme.example");
  await owner.keyboard.press("Escape");
  await expectVisible(owner.getByRole("alertdialog"));
  await owner.keyboard.press("Enter");
  await expectVisible(owner.getByRole("dialog", { name: "Invite people" }));
  expect(await owner.getByRole("textbox", { name: "E-mail", exact: true }).inputValue()).toBe(
    "lost@acme.example",
  );
});

/** Walks with Tab, as a keyboard does, until the control has the focus. */
async function tabTo(page: Page, role: "button" | "checkbox", name: string | RegExp): Promise<void> {
  const control = page.getByRole(role, typeof name === "string" ? { name, exact: true } : { name }).first();
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press("Tab");
    if (await hasFocus(control)) return;
  }
  throw new Error(`Tab does not lead to ${role} ${String(name)}`);
}

async function focusIsOn(page: Page, role: "button" | "textbox", name: string | RegExp): Promise<void> {
  const control = page.getByRole(role, typeof name === "string" ? { name, exact: true } : { name });
  await eventually(() => hasFocus(control)).toBe(true);
}

async function hasFocus(control: ReturnType<Page["getByRole"]>): Promise<boolean> {
  return (await control.count()) > 0 && control.evaluate((element) => element.matches(":focus"));
}
