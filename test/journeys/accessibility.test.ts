import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { expectVisible, openBrowser, rowOf, visitAs } from "./visitor.js";

const axe = createRequire(import.meta.url).resolve("axe-core");
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

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

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  describe.each(["phone", "desktop"] as const)("at the width of a %s", (size) => {
    test("axe finds nothing on the pages around the list, on it, nor in the dialog that invites", async () => {
      // axe is injected, which the page's own policy rightly forbids.
      const page = await visitAs(browser, server, "Olivia Marsh", {
        viewport: sizes[size],
        colorScheme,
        bypassCSP: true,
      });
      await expectVisible(rowOf(page, "Ana Lucía Ferreira"));
      expect(await violations(page)).toEqual([]);

      await page.getByRole("button", { name: "Invite people" }).click();
      await expectVisible(page.getByRole("dialog", { name: "Invite people" }));
      await page.getByRole("textbox", { name: "E-mail addresses" }).fill("axe@acme.example");
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await expectVisible(page.getByText("Invitation is sent"));
      expect(await violations(page)).toEqual([]);

      for (const path of ["/", "/documents/q3-forecast", "/outbox", "/sign-in"]) {
        await page.goto(path);
        expect(await violations(page)).toEqual([]);
      }
    });

    test("nothing is wider than the window", async () => {
      const page = await visitAs(browser, server, "Olivia Marsh", { viewport: sizes[size], colorScheme });
      await expectVisible(rowOf(page, "Ana Lucía Ferreira"));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  });
});

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}
