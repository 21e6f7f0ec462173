import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { expectVisible, openBrowser, rowOf, visitAs } from "./visitor.js";

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

test("the element works under the strictest policy, and nothing on the page is refused by it", async () => {
  const page = await visitAs(browser, server, "Olivia Marsh");
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  const response = await page.reload();
  expect(response?.headers()["content-security-policy"]).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'",
  );
  expect(response?.headers()["referrer-policy"]).toBe("no-referrer");
  await expectVisible(rowOf(page, "Ana Lucía Ferreira"));
  await page.getByRole("button", { name: "Invite people" }).click();
  await expectVisible(page.getByRole("dialog", { name: "Invite people" }));
  expect(complaints).toEqual([]);
});

test("everything comes from the page's own origin", async () => {
  const page = await visitAs(browser, server, "Olivia Marsh");
  const origins = new Set<string>();
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  await page.reload();
  await expectVisible(rowOf(page, "Ana Lucía Ferreira"));
  expect([...origins]).toEqual([server.url]);
});

test("another site can sign nobody in", async () => {
  const response = await fetch(`${server.url}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: "https://evil.example", "Content-Type": "application/x-www-form-urlencoded" },
    body: "person=olivia-marsh",
  });
  expect(response.status).toBe(403);
  expect(response.headers.get("set-cookie")).toBeNull();
});
