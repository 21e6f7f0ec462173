import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { elementApi } from "./element-api.js";
import { expectCount, expectVisible, openBrowser, rowOf, visitAs } from "./visitor.js";

let database: TestDatabase;
let server: AcmeDocs;
let browser: Browser;
let viewer: Page;

beforeAll(async () => {
  database = await seededDatabase();
  server = await startAcmeDocs({ DATABASE_URL: database.url });
  browser = await openBrowser();
  viewer = await visitAs(browser, server, "Mei-Ling Zhou");
  await expectVisible(rowOf(viewer, "Ana Lucía Ferreira"));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

test("a viewer sees the people and no control that would be refused", async () => {
  await expectCount(viewer.getByRole("button", { name: "Invite people" }), 0);
  await expectCount(viewer.getByRole("tab", { name: /Invitations/ }), 0);
  await expectCount(viewer.getByRole("checkbox", { name: /^Select/ }), 0);
  await expectCount(viewer.getByRole("button", { name: "Actions for Ana Lucía Ferreira" }), 0);
});

test("a viewer opens a person and finds nothing to fill in or to save", async () => {
  await viewer.getByRole("button", { name: "Ana Lucía Ferreira", exact: true }).click();
  const panel = viewer.getByRole("dialog", { name: "Ana Lucía Ferreira" });
  await expectVisible(panel);
  await expectVisible(viewer.getByRole("definition").filter({ hasText: "Design" }));
  await expectCount(viewer.getByRole("button", { name: /Save|Change roles|Suspend|Remove/ }), 0);
  await expectCount(viewer.getByRole("textbox"), 0);
  await viewer.getByRole("button", { name: "Close" }).click();
});

test("a role that the viewer may not know of is masked, and not among the roles to filter by", async () => {
  await expectVisible(rowOf(viewer, "Ingeborg Aasen").getByText("+1 you can’t manage"));
  const { session, call } = await elementApi(viewer);
  expect(JSON.stringify(session)).not.toContain("support-access");
  expect(JSON.stringify((await call("GET /people?limit=100")).body)).not.toContain("Support access");
});

test("whoever holds roles that can only be given does not see the people at all", async () => {
  const editor = await visitAs(browser, server, "Ana Lucía Ferreira");
  await expectVisible(editor.getByText("You can’t use this page"));
  await expectCount(editor.getByRole("row"), 0);
});
