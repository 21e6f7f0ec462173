import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { elementApi, type ElementApi } from "./element-api.js";
import {
  actionsFor,
  expectCount,
  expectVisible,
  openBrowser,
  openInvitation,
  rowOf,
  visit,
  visitAs,
} from "./visitor.js";

let database: TestDatabase;
let server: AcmeDocs;
let browser: Browser;
let owner: Page;
let guest: Page;
let guestApi: ElementApi;

beforeAll(async () => {
  database = await seededDatabase();
  server = await startAcmeDocs({ DATABASE_URL: database.url });
  browser = await openBrowser();
  owner = await visitAs(browser, server, "Olivia Marsh");
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

test("an owner invites three people with different roles in one dialog", async () => {
  await owner.getByRole("button", { name: "Invite people" }).click();
  const dialog = owner.getByRole("dialog", { name: "Invite people" });
  await owner
    .getByRole("textbox", { name: "E-mail addresses" })
    .fill("aaron@acme.example, abby@acme.example, abel@acme.example");
  await owner.getByRole("button", { name: "Add", exact: true }).click();

  await chooseRole(owner, "aaron@acme.example", "Manager");
  await chooseRole(owner, "abby@acme.example", "Viewer");
  await chooseRole(owner, "abel@acme.example", "Billing");
  await owner.getByRole("button", { name: "Send 3" }).click();
  await dialog.waitFor({ state: "hidden" });

  await expectVisible(owner.getByRole("tab", { name: /Invitations.*6/ }));
});

test("one of them opens the link, signs in with the invited address and accepts", async () => {
  guest = await visit(browser, server);
  await openInvitation(guest, "aaron@acme.example");
  await guest.getByRole("link", { name: "Documents" }).click();
  await expectVisible(guest.getByText("You have no place in Acme"));
  await guest.goBack();
  await expectVisible(guest.getByText("Olivia Marsh invites you to Acme as Manager."));
  await guest.getByRole("button", { name: "Accept the invitation" }).click();
  await guest.waitForURL("**/team");

  await expectVisible(guest.getByRole("button", { name: "Invite people" }));
  await guest.getByRole("link", { name: "Documents" }).click();
  await expectVisible(guest.getByRole("link", { name: "Q3 forecast" }));
  await guest.goBack();
  guestApi = await elementApi(guest);
  expect((await guestApi.call("GET /people")).status).toBe(200);
});

test("the owner's list shows them by itself", async () => {
  await expectVisible(rowOf(owner, "Aaron").getByText("Manager"));
  await expectVisible(owner.getByRole("tab", { name: /Invitations.*5/ }));
});

test("an accepted link cannot be used again", async () => {
  const other = await visit(browser, server);
  await other.goto("/outbox");
  await other.getByRole("link", { name: "Open the invitation for aaron@acme.example" }).click();
  await other.getByRole("textbox", { name: "The address it was sent to" }).fill("aaron@acme.example");
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await expectVisible(other.getByText("This invitation has been accepted."));
  await expectCount(other.getByRole("button", { name: "Accept the invitation" }), 0);
});

test("demoted by the owner, they lose access at once: on the page that is open, and with the token they had", async () => {
  const menu = await actionsFor(owner, "Aaron");
  await menu.getByRole("menuitem", { name: "Change roles…" }).click();
  const dialog = owner.getByRole("dialog", { name: "Roles of Aaron" });
  await owner.getByRole("checkbox", { name: "Manager" }).uncheck();
  await owner.getByRole("checkbox", { name: "Billing" }).check();
  await owner.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });

  const { status, body } = await guestApi.call("GET /people");
  expect([401, 403]).toContain(status);
  expect(body.people).toBeUndefined();
  await expectVisible(guest.getByText("You can’t use this page"));
  await expectCount(guest.getByRole("row"), 0);
  await expectVisible(rowOf(owner, "Aaron").getByText("Billing"));
});

async function chooseRole(page: Page, email: string, role: string): Promise<void> {
  await page.getByRole("button", { name: `Roles for ${email}` }).click();
  await expectVisible(page.getByRole("dialog", { name: `Roles for ${email}` }));
  for (const chosen of await page.getByRole("checkbox", { checked: true }).all()) await chosen.uncheck();
  await page.getByRole("checkbox", { name: role, exact: true }).check();
  await page.getByRole("button", { name: "Done" }).click();
}
