import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definition } from "../../../support/acme.js";
import { openVendor, type Vendor } from "../../../support/vendor.js";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await openVendor();
  await vendor.permit.define(definition);
});
afterAll(() => vendor.close());

const config = (rest = "") => `${vendor.E}/config${rest}`;
const good = (key: string, more: object = {}) => ({
  key,
  name: "Our team",
  elements_type: "user_management",
  settings: { title: "Team", isDarkMode: 0, isShowTitle: true },
  roles_to_levels: { LEVEL_1: ["owner"], LEVEL_4: ["editor"] },
  ...more,
});
const keysOn = (levels: Record<string, { key: string }[]>) =>
  Object.fromEntries(Object.entries(levels).map(([level, roles]) => [level, roles.map(({ key }) => key)]));

describe("a configuration of an element", () => {
  test.each([
    [
      "a role that is not there",
      { roles_to_levels: { LEVEL_1: ["nobody"] } },
      ["body", "roles_to_levels", "LEVEL_1", 0],
    ],
    [
      "a role on two levels",
      { roles_to_levels: { LEVEL_1: ["owner"], LEVEL_2: ["owner"] } },
      ["body", "roles_to_levels", "LEVEL_2", 0],
    ],
    ["a level that is not there", { roles_to_levels: { LEVEL_5: [] } }, ["body", "roles_to_levels"]],
    ["a type that is not there", { elements_type: "policy_editor" }, ["body", "elements_type"]],
    [
      "settings that are not flat",
      { settings: { colors: { primary: "red" } } },
      ["body", "settings", "colors"],
    ],
    ["a webhook of no web address", { webhook: { url: "javascript:alert(1)" } }, ["body", "webhook", "url"]],
    ["a key that is no key", { key: "our team" }, ["body", "key"]],
  ])("is refused with %s", async (_, more, loc) => {
    const before = await vendor.ask("GET", config());
    const { status, body } = await vendor.ask("POST", config(), good("refused", more));
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(loc);
    expect((await vendor.ask("GET", config())).body).toEqual(before.body);
  });

  test("is refused to a key that may only read, and of a key that is taken", async () => {
    await vendor.database.rows(
      `update api_key set access_level = 'read' where environment_id is not null and name = 'tests'`,
    );
    expect((await vendor.ask("POST", config(), good("unread"))).status).toBe(403);
    await vendor.database.rows(
      `update api_key set access_level = 'admin' where environment_id is not null and name = 'tests'`,
    );
    expect((await vendor.ask("POST", config(), good("team"))).status).toBe(409);
    expect((await vendor.ask("GET", config("/unread"))).status).toBe(404);
  });

  test("is made, read by key and by id, changed in what is given alone, and deleted", async () => {
    const made = await vendor.ask("POST", config(), good("ours"));
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({
      key: "ours",
      name: "Our team",
      settings: { title: "Team", isDarkMode: 0 },
    });
    expect(keysOn(made.body.roles_to_levels)).toEqual({
      LEVEL_1: ["owner"],
      LEVEL_2: [],
      LEVEL_3: [],
      LEVEL_4: ["editor"],
      HIDDEN: [],
    });
    expect((await vendor.ask("GET", config("/ours"))).body).toEqual(made.body);
    const owner = made.body.roles_to_levels.LEVEL_1[0].id as string;
    const changed = await vendor.ask("PATCH", config(`/${made.body.id}`), {
      name: "Theirs",
      roles_to_levels: { LEVEL_2: [owner], HIDDEN: ["document:reader"] },
    });
    expect(changed.body).toMatchObject({ name: "Theirs", settings: made.body.settings, key: "ours" });
    expect(keysOn(changed.body.roles_to_levels)).toMatchObject({
      LEVEL_1: [],
      LEVEL_2: ["owner"],
      HIDDEN: ["reader"],
    });
    expect((await vendor.ask("DELETE", `${vendor.E}/ours`)).status).toBe(204);
    expect((await vendor.ask("GET", config("/ours"))).status).toBe(404);
    expect((await vendor.ask("DELETE", `${vendor.E}/ours`)).status).toBe(404);
  });

  test("is there in the vendor's words when permit.define() made it, but for the operators' own console", async () => {
    const { body } = await vendor.ask("GET", config("?per_page=100"));
    const types = Object.fromEntries(
      body.data.map((each: { key: string; elements_type: string }) => [each.key, each.elements_type]),
    );
    expect(types).toMatchObject({
      team: "user_management",
      activity: "audit_log",
      sharing: "user_management",
      requests: "approval_management",
      asking: "approval_flow",
    });
    expect(types).not.toHaveProperty("limits");
    expect(body.total_count).toBe(body.data.length);
    const page = await vendor.ask("GET", config("?page=2&per_page=2"));
    expect(page.body.data).toEqual(body.data.slice(2, 4));
    const { body: sharing } = await vendor.ask("GET", config("/sharing"));
    expect(sharing.settings).toEqual({ configureType: "REBAC" });
    const patched = await vendor.ask("PATCH", config("/sharing"), { settings: sharing.settings });
    expect(patched.body.settings).toEqual(sharing.settings);
    const [row] = await vendor.database.rows<{ type: string }>(
      `select type from element_configuration where key = 'sharing'`,
    );
    expect(row?.type).toBe("role-assignment");
  });

  test("of an operation approval is kept, and opens no element of ours", async () => {
    const { status, body } = await vendor.ask(
      "POST",
      config(),
      good("operations", { elements_type: "operation_approval" }),
    );
    expect(status).toBe(200);
    expect(body.elements_type).toBe("operation_approval");
    await vendor.permit.define({ elements: {} });
    expect((await vendor.ask("DELETE", `${vendor.E}/operations`)).status).toBe(204);
  });

  test("keeps its webhook's token sealed, and shows it to nobody", async () => {
    const token = "the-token-of-the-webhook";
    const made = await vendor.ask(
      "POST",
      config(),
      good("hooked", { webhook: { url: "https://hooks.example/elements", bearer_token: token } }),
    );
    expect(made.body.webhook).toMatchObject({ type: "elements", url: "https://hooks.example/elements" });
    expect(JSON.stringify(made.body)).not.toContain(token);
    const [row] = await vendor.database.rows<{ text: string; sealed: Buffer }>(
      `select w::text as text, sealed_token as sealed from element_webhook w`,
    );
    expect(row?.sealed.length).toBeGreaterThan(token.length);
    expect(row?.sealed.toString("latin1")).not.toContain(token);
    const audit = await vendor.database.rows<{ text: string }>(`select a::text as text from audit_entry a`);
    expect(audit.map(({ text }) => text).join()).not.toContain(token);
    const changed = await vendor.ask("PATCH", config("/hooked"), {
      webhook: { url: "https://hooks.example/new" },
    });
    expect(changed.body.webhook).toMatchObject({
      id: made.body.webhook.id,
      url: "https://hooks.example/new",
    });
    expect((await vendor.ask("PATCH", config("/team"), { webhook: { bearer_token: token } })).status).toBe(
      422,
    );
    await vendor.ask("DELETE", `${vendor.E}/hooked`);
  });
});
