import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChecks, type Checks } from "../../support/checks.js";

let checks: Checks;
beforeAll(async () => {
  checks = await openChecks();
  await checks.permit.importPeople("acme", [
    { key: "vera", roles: ["viewer"] },
    { key: "kim", roles: [{ role: "keeper", instance: "folder:plans" }] },
    { key: "sue", roles: ["editor"], status: "suspended" },
    { key: "old", roles: [{ role: "editor", ends: new Date(Date.now() + 3_600_000) }] },
  ]);
});
afterAll(() => checks.close());

const question = (user: unknown = "vera", action: unknown = "read", resource: unknown = "document") => ({
  user: typeof user === "string" ? { key: user } : user,
  action,
  resource: typeof resource === "string" ? { type: resource, tenant: "acme" } : resource,
});
const paths = [
  "/allowed",
  "/allowed/bulk",
  "/user-permissions",
  "/allowed/all-tenants",
  "/authorized_users",
  "/user-tenants",
];

describe("the decision point refuses", () => {
  test("whoever brings no key, one that is not valid, or one of no one environment", async () => {
    for (const path of paths) {
      expect((await checks.ask("POST", path, question(), null)).status, path).toBe(401);
      const wrong = await checks.ask("POST", path, question(), "permit_key_nobody");
      expect(wrong.status, path).toBe(403);
      const wide = await checks.ask("POST", path, question(), checks.organizationKey);
      expect(wide.status, path).toBe(403);
      expect(wide.body).toMatchObject({ message: "Checks need an API key of one environment." });
    }
  });

  test("a check of the first version, by a code of its own", async () => {
    const first = { user: "vera", action: "read", resource: { type: "document", tenant: "acme" } };
    expect((await checks.ask("POST", "/allowed", first)).status).toBe(421);
  });

  test("what is malformed, saying where", async () => {
    for (const [body, loc] of [
      [[], ["body"]],
      [{}, ["body", "user"]],
      [question({}), ["body", "user", "key"]],
      [question({ key: 1 }), ["body", "user", "key"]],
      [question("vera", null), ["body", "action"]],
      [question("vera", "read", {}), ["body", "resource", "type"]],
      [question("vera", "read", { type: "document", tenant: 7 }), ["body", "resource", "tenant"]],
      [question({ key: "vera", attributes: [] }), ["body", "user", "attributes"]],
    ] as const) {
      const { status, body: answer } = await checks.ask("POST", "/allowed", body);
      expect(status, JSON.stringify(body)).toBe(422);
      expect(answer.detail).toMatchObject([{ loc }]);
    }
    const { status } = await checks.ask("POST", "/allowed/bulk", [question(), { user: "vera" }]);
    expect(status).toBe(422);
  });

  test("whoever holds no role, is suspended, or is not known", async () => {
    expect(await checks.may("vera", "write", "document")).toBe(false);
    expect(await checks.may("vera", "read", "document", "default")).toBe(false);
    expect(await checks.may("sue", "read", "document")).toBe(false);
    expect(await checks.may("nobody", "read", "document")).toBe(false);
    expect(await checks.may("kim", "read", "document:two")).toBe(false);
  });
});

describe("the decision point allows", () => {
  test("what a role in the tenant, an extended one, or a derived one permits, and says why", async () => {
    const { status, body } = await checks.ask("POST", "/allowed", { ...question(), sdk: "node", more: 1 });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      allow: true,
      result: true,
      query: { user: { key: "vera" }, action: "read", resource: { type: "document", tenant: "acme" } },
      debug: { rbac: { allow: true, allowing_roles: ["viewer"] } },
    });
    expect(await checks.may("old", "read", "document")).toBe(true);
    expect(await checks.may("kim", "read", "document:one")).toBe(true);
  });

  test("users in either spelling, and as bare strings where nothing else can be meant", async () => {
    const { body } = await checks.ask(
      "POST",
      "/allowed",
      question({ key: "vera", firstName: "Vera", last_name: "V" }),
    );
    expect(body).toMatchObject({ allow: true, query: { user: { firstName: "Vera", lastName: "V" } } });
    const bulk = await checks.ask("POST", "/allowed/bulk", [
      { user: "kim", action: "read", resource: { type: "document", key: "one", tenant: "acme" } },
      { user: "kim", action: "write", resource: { type: "document", key: "one", tenant: "acme" } },
    ]);
    expect(bulk.body).toMatchObject({ allow: [{ allow: true }, { allow: false }] });
  });

  test("the same as the policy engine behind it is asked, in that one's shape", async () => {
    const { body } = await checks.ask("POST", "/v1/data/permit/root", { input: question() });
    expect(body).toMatchObject({ result: { allow: true } });
  });
});

describe("the decision point lists", () => {
  test("what somebody may do, by tenant and instance", async () => {
    const { body } = await checks.ask("POST", "/user-permissions", { user: "vera" });
    expect(body).toEqual({
      "__tenant:acme": {
        tenant: { key: "acme", attributes: { region: "eu" } },
        permissions: ["document:read"],
        roles: ["viewer"],
      },
    });
    const kims = await checks.ask("POST", "/user-permissions", {
      user: { key: "kim" },
      resource_types: ["document"],
    });
    expect(Object.keys(kims.body as object)).toEqual(["document:one"]);
    const page = await checks.ask("POST", "/user-permissions?page=2&per_page=1", { user: { key: "kim" } });
    expect(Object.keys(page.body as object)).toEqual(["folder:plans"]);
    const none = await checks.ask("POST", "/user-permissions", { user: "vera", tenants: ["default"] });
    expect(none.body).toEqual({});
  });

  test("tenants in which something is allowed, by both names, also asked as the Node.js client does", async () => {
    const { body } = await checks.ask(
      "POST",
      "/allowed/all-tenants",
      question("vera", "read", { type: "document" }),
    );
    expect(body.allowed_tenants).toMatchObject([
      { allow: true, tenant: { key: "acme", attributes: { region: "eu" } } },
    ]);
    expect(body.allowedTenants).toEqual(body.allowed_tenants);
    const headers = { Authorization: `Bearer ${checks.key}` };
    const wrapped = { headers, params: { user: "vera", action: "read", resource: "document", context: {} } };
    expect((await checks.ask("POST", "/allowed/all-tenants", wrapped, null)).body).toEqual(body);
    const wrong = { ...wrapped, headers: { Authorization: "Bearer permit_key_nobody" } };
    expect((await checks.ask("POST", "/allowed/all-tenants", wrong, null)).status).toBe(403);
  });

  test("tenants of somebody, users of something, and role assignments", async () => {
    const tenants = await checks.ask("POST", "/user-tenants", { user: { key: "vera" } });
    expect(tenants.body).toEqual([{ key: "acme", attributes: { region: "eu" } }]);
    const users = await checks.ask("POST", "/authorized_users", {
      action: "read",
      resource: { type: "document", key: "one", tenant: "acme" },
    });
    expect(users.body).toMatchObject({ resource: "document:one", tenant: "acme" });
    expect(Object.keys(users.body.users as object).sort()).toEqual(["kim", "old", "vera"]);
    const local = await checks.ask("GET", "/local/role_assignments?user=kim");
    expect(local.body).toEqual([
      { user: "kim", role: "keeper", tenant: "acme", resource_instance: "folder:plans" },
    ]);
    expect((await checks.ask("GET", "/local/role_assignments?tenant=default")).body).toEqual([]);
    expect(
      (
        await checks.ask(
          "GET",
          "/local/role_assignments?role=keeper&resource=folder&resource_instance=folder:plans&page=1&per_page=1",
        )
      ).body,
    ).toHaveLength(1);
    expect((await checks.ask("GET", "/local/role_assignments?page=9")).body).toEqual([]);
    expect((await checks.ask("GET", "/local/role_assignments?per_page=0")).status).toBe(422);
    expect((await checks.ask("GET", "/local/role_assignments", undefined, null)).status).toBe(401);
  });

  test("that no address is mapped to an action", async () => {
    const asked = { user: { key: "vera" }, http_method: "GET", url: "https://a.example/x", tenant: "acme" };
    const { body } = await checks.ask("POST", "/allowed_url", asked);
    expect(body).toMatchObject({ allow: false, debug: { reason: expect.any(String) as string } });
  });

  test("that it is well, to anybody", async () => {
    for (const path of ["/health", "/healthy", "/ready", "/healthcheck"])
      expect((await checks.ask("GET", path, undefined, null)).body).toEqual({ status: "ok" });
    expect((await checks.ask("POST", "/data-updater/trigger", {})).body).toEqual({ status: "ok" });
    expect((await checks.ask("POST", "/policy-updater/trigger", {}, null)).status).toBe(401);
  });
});
