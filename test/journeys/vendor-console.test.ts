import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { eventually, expectVisible, openBrowser, visit, visitAs } from "./visitor.js";

let database: TestDatabase;
let server: AcmeDocs;
let browser: Browser;
let vendor: Page;

beforeAll(async () => {
  database = await seededDatabase();
  server = await startAcmeDocs({ DATABASE_URL: database.url });
  browser = await openBrowser();
  vendor = await visit(browser, server);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const tick = (page: Page, name: string) => page.getByRole("checkbox", { name, exact: true });

test("nobody opens the console who is not of the vendor's team", async () => {
  await vendor.goto("/console");
  await vendor.waitForURL("**/sign-in");
  const refused = await vendor.request.post("/console/session", { data: {} });
  expect(refused.status()).toBe(401);

  const owner = await visitAs(browser, server, "Olivia Marsh");
  await owner.goto("/console");
  await owner.waitForURL("**/sign-in");
});

test("the vendor reads who may give what, and an edit that leaks is refused with its path", async () => {
  await button(
    vendor,
    "Vendor’s team Vera Lindqvist decides in a console of the vendor’s own what customers may do",
  ).click();
  await expectVisible(vendor.getByRole("grid", { name: "Who may give what" }));
  await vendor.getByRole("link", { name: "Globex" }).click();
  await vendor.getByRole("rowheader", { name: /^Manager/ }).click();
  await expectVisible(vendor.getByText("For 90 days at most", { exact: true }));
  await button(vendor, "Edit…").click();

  await tick(vendor, "Owner").check();
  await expectVisible(
    vendor.getByText("Manager may give Owner; Owner may give Billing; Manager may not give Billing"),
  );
  await eventually(() => button(vendor, "Save").getAttribute("aria-description")).toContain("It leaks");
});

test("corrected and saved, the manager's open page follows at once", async () => {
  const manager = await visitAs(browser, server, "Marcus Chen");
  await button(manager, "Invite people").click();
  await manager.getByRole("textbox", { name: "E-mail addresses" }).fill("aaron@globex.example");
  await button(manager, "Add").click();
  await manager.getByRole("button", { name: "Roles for aaron@globex.example" }).click();
  const billing = tick(manager, "Billing");
  await eventually(() => billing.getAttribute("aria-disabled")).toBe("true");

  await tick(vendor, "Owner").uncheck();
  await tick(vendor, "Billing").check();
  await button(vendor, "Save").click();
  await expectVisible(vendor.getByText("Limits of Manager saved"));
  await eventually(() => billing.getAttribute("aria-disabled")).toBe("false");

  await button(vendor, "Undo").click();
  await expectVisible(vendor.getByText("Undone"));
  await eventually(() => billing.getAttribute("aria-disabled")).toBe("true");
});
