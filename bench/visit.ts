import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import type { Host, TenantName } from "./host.js";
import { waysToFirstRow, type PageName } from "./pages.js";
import { installProbe } from "./probe.js";

/** One cell of the table: what is visited, and on how much slower a machine. */
export interface Cell {
  page: PageName;
  tenant: TenantName;
  slowdown: number;
}

export interface Visit {
  cell: Cell;
  firstRowMs: number;
  scriptsKiB: number;
  searchMs: number;
  /** Only of the element with many people, at full speed. */
  longestFrameMs: number | null;
}

const scrollsFor = 3_000;

/** A visit by somebody who has never been here: nothing is cached. The renderer is warm, for that is the browser's. */
export async function visit(browser: Browser, host: Host, cell: Cell): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    await context.addCookies([{ name: "tenant", value: cell.tenant, url: host.url }]);
    const page = await context.newPage();
    await page.goto(`${host.url}/empty`);
    await page.addInitScript(installProbe, waysToFirstRow[cell.page]);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: cell.slowdown });
    await page.goto(`${host.url}/${cell.page}`, { waitUntil: "commit" });
    const { milliseconds, scriptsKiB } = await page.evaluate(() => window.bench.firstRow);
    await calmDown(page);
    const searchMs = await search(page, host.searchTerm);
    const isScrolled = cell.page === "element" && cell.tenant === "many" && cell.slowdown === 1;
    const longestFrameMs = isScrolled ? await scroll(page) : null;
    return { cell, firstRowMs: milliseconds, scriptsKiB, searchMs, longestFrameMs };
  } finally {
    await context.close();
  }
}

/** Whatever a page does after its first row is done before the next thing is measured. */
async function calmDown(page: Page): Promise<void> {
  await sleep(500);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 5_000 })));
}

async function search(page: Page, term: string): Promise<number> {
  const box = page.getByRole("searchbox", { name: "Search people" });
  await box.focus();
  await box.selectText();
  await page.evaluate((text) => window.bench.expect(text), term);
  await (term === "" ? page.keyboard.press("Delete") : page.keyboard.insertText(term));
  return page.evaluate(() => window.bench.found);
}

/** All of them again; down by the wheel, then through the whole list by the scroll bar. */
async function scroll(page: Page): Promise<number> {
  await search(page, "");
  await calmDown(page);
  const longest = page.evaluate((duration) => window.bench.longestFrame(duration), scrollsFor);
  await page.mouse.move(600, 500);
  for (let turn = 0; turn < 40; turn++) {
    await page.mouse.wheel(0, 300);
    await sleep(30);
  }
  const table = page.locator("permit-people-table .scroller");
  for (let part = 0; part < 20; part++) {
    await table.evaluate((all, at) => (all.scrollTop = all.scrollHeight * at), part / 20);
    await sleep(50);
  }
  return longest;
}
