import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../support/test-postgres.js";
import { seededDatabase, startAcmeDocs, type AcmeDocs } from "./acme-docs.js";
import { elementApi } from "./element-api.js";
import { actionsFor, expectCount, expectVisible, openBrowser, rowOf, search, visitAs } from "./visitor.js";

let database: TestDatabase;
let server: AcmeDocs;
let browser: Browser;
let manager: Page;

beforeAll(async () => {
  database = await seededDatabase();
  server = await startAcmeDocs({ DATABASE_URL: database.url });
  browser = await openBrowser();
  manager = await visitAs(browser, server, "Dmitri Halloran");
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

test("a manager finds every act on an owner grey, with the reason beside it", async () => {
  await search(manager, "Priya");
  await expectVisible(rowOf(manager, "Priya Raghunathan"));
  const menu = await actionsFor(manager, "Priya Raghunathan");
  for (const act of ["Change roles…", "Suspend…", "Remove…"]) {
    const item = menu.getByRole("menuitem", { name: act });
    expect(await item.getAttribute("aria-disabled")).toBe("true");
    const reason = (await item.getAttribute("aria-description")) ?? (await item.textContent());
    expect(reason).toMatch(/outside your reach/);
  }
  await manager.keyboard.press("Escape");
});

test("a manager finds Owner grey among the roles, with who could give it", async () => {
  await search(manager, "Ana Lucía");
  await expectVisible(rowOf(manager, "Ana Lucía Ferreira"));
  const menu = await actionsFor(manager, "Ana Lucía Ferreira");
  await menu.getByRole("menuitem", { name: "Change roles…" }).click();
  const dialog = manager.getByRole("dialog", { name: "Roles of Ana Lucía Ferreira" });
  await expectVisible(dialog);
  const box = manager.getByRole("checkbox", { name: "Owner" });
  expect(await box.getAttribute("aria-disabled")).toBe("true");
  await expectVisible(manager.getByText(/Owner is outside what you may give\. .*Who can: .*Olivia Marsh/));
  await box.click({ force: true });
  expect(await box.isChecked()).toBe(false);
  await manager.getByRole("button", { name: "Cancel" }).click();
  await expectCount(dialog, 0);
});

test("a manager who calls the API around the page is refused with reasons, and nothing changes", async () => {
  const owner = await elementApi(await visitAs(browser, server, "Olivia Marsh"));
  const api = await elementApi(manager);
  const [priya, ana] = [await owner.person("Priya Raghunathan"), await owner.person("Ana Lucía Ferreira")];
  const ownerRole = owner.role("owner");

  const attempts: [string, object][] = [
    ["POST /people/roles", { changes: [{ user: ana.user, grant: [{ role: ownerRole }] }] }],
    ["POST /people/roles", { changes: [{ user: api.session.you.user, grant: [{ role: ownerRole }] }] }],
    ["POST /people/roles", { changes: [{ user: priya.user, revoke: [{ role: ownerRole }] }] }],
    ["POST /people/roles", { changes: [{ user: priya.user, grant: [{ role: owner.role("viewer") }] }] }],
    ["POST /people/suspend", { people: [{ user: priya.user }] }],
    ["POST /people/remove", { people: [{ user: priya.user }] }],
    ["POST /invitations", { invitations: [{ email: "mallory@acme.example", roles: [{ role: ownerRole }] }] }],
    [`PATCH /people/${priya.user}/profile`, { name: "Nobody" }],
    [`PATCH /people/${priya.user}/attributes`, { attributes: { department: "Sales" } }],
  ];
  for (const [route, input] of attempts) {
    const { status, body } = await api.call(route, input);
    expect([route, status]).toEqual([route, 403]);
    expect(body.reasons?.map(({ message }) => message).join()).toBeTruthy();
  }
  expect(await owner.person("Priya Raghunathan")).toEqual(priya);
  expect(await owner.person("Ana Lucía Ferreira")).toEqual(ana);
});

test("a manager's token opens no other tenant", async () => {
  const foreign = await elementApi(await visitAs(browser, server, "Ingrid Solberg"));
  const stranger = await foreign.person("Pekka Lahtinen");
  const api = await elementApi(manager);

  expect((await api.call(`GET /people/${stranger.user}`)).status).toBe(404);
  expect((await api.call("POST /people/remove", { people: [{ user: stranger.user }] })).status).toBe(404);
  expect(await foreign.person("Pekka Lahtinen")).toEqual(stranger);
});
