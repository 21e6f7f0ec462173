import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from "playwright-core";
import { expect } from "vitest";
import { chromiumArguments } from "../../scripts/find-chromium.js";
import type { AcmeDocs } from "./acme-docs.js";

export function openBrowser(): Promise<Browser> {
  const path = process.env["CHROME_PATH"];
  if (!path) throw new Error("There is no CHROME_PATH: run the tests by npm test or npx vitest.");
  return chromium.launch({ executablePath: path, args: chromiumArguments() });
}

/** A window of its own, with cookies of its own, that nobody is signed in to. */
export async function visit(
  browser: Browser,
  { url }: AcmeDocs,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(20_000);
  return context.newPage();
}

/** A window in which one of the demo's people is signed in and looks at the team. */
export async function visitAs(
  browser: Browser,
  server: AcmeDocs,
  person: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await visit(browser, server, options);
  await page.goto("/sign-in?next=%2Fteam");
  await page.getByRole("button", { name: person }).click();
  await page.waitForURL("**/team");
  return page;
}

/** Opens the message in the outbox as whoever it was sent to would, up to the button that accepts. */
export async function openInvitation(page: Page, email: string): Promise<void> {
  await page.goto("/outbox");
  await page
    .getByRole("link", { name: `Open the invitation for ${email}` })
    .first()
    .click();
  await page.getByRole("textbox", { name: "The address it was sent to" }).fill(email);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("button", { name: "Accept the invitation" }).waitFor();
}

export function rowOf(page: Page, name: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("button", { name, exact: true }) });
}

export async function search(page: Page, text: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Search people" }).fill(text);
}

/** Opens the menu at the end of somebody's row. */
export async function actionsFor(page: Page, name: string): Promise<Locator> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  const menu = page.getByRole("menu", { name: `Actions for ${name}` });
  await menu.waitFor();
  return menu;
}

export async function expectVisible(locator: Locator): Promise<void> {
  await locator.waitFor({ state: "visible" });
}

export async function expectCount(locator: Locator, count: number): Promise<void> {
  await eventually(() => locator.count()).toBe(count);
}

/** Asks again until the answer is right: pages follow by themselves, and not in the same instant. */
export function eventually<T>(ask: () => T | Promise<T>) {
  return expect.poll(ask, { timeout: 20_000, interval: 50 });
}
