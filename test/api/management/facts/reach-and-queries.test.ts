import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { factOperations } from "../../../../src/api/management/facts/index.js";
import { openVendorFacts, type VendorFacts } from "../../../support/vendor-facts.js";
import { vendorDescription } from "../../../support/vendor.js";

/** What holds for every operation of facts: whose key, what it answers to nonsense, and that each parameter changes something. */

let vendor: VendorFacts;
let instance: string;
beforeAll(async () => {
  vendor = await openVendorFacts();
  await vendor.facts(200, "POST", "/bulk/users", {
    operations: ["ada", "bob", "cyd"].map((key) => ({ key, email: `${key}@example.com` })),
  });
  await vendor.facts(200, "POST", "/role_assignments/bulk", [
    { user: "ada", role: "admin", tenant: "acme" },
    { user: "ada", role: "viewer", tenant: "beta" },
    { user: "bob", role: "viewer", tenant: "acme", resource_instance: "doc:one" },
    { user: "bob", role: "editor", tenant: "beta", resource_instance: "folder:b1" },
  ]);
  await vendor.facts(200, "POST", "/relationship_tuples/bulk", {
    operations: [
      { subject: "folder:a1", relation: "parent", object: "doc:one", tenant: "acme" },
      { subject: "folder:b1", relation: "parent", object: "doc:two", tenant: "beta" },
    ],
  });
  instance = (await vendor.facts(200, "GET", "/resource_instances/doc%3Aone")).body.id as string;
  const role_id = await vendor.database.value<string>("select id from role where key = 'admin'");
  for (const tenant_id of ["acme", "beta"])
    await vendor.facts(200, "POST", "/user_invites", {
      key: `guest-${tenant_id}`,
      email: `${tenant_id}@guest.example`,
      role_id,
      tenant_id,
    });
  for (const group_tenant of ["acme", "beta"])
    await vendor.ask("POST", `${vendor.S}/groups`, { group_instance_key: `g-${group_tenant}`, group_tenant });
});
afterAll(() => vendor.close());

const pathOf = (route: string, names: Record<string, string> = {}) =>
  (route.split(" ")[1] ?? "")
    .replace("{proj_id}", vendor.project)
    .replace("{env_id}", vendor.environment)
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "nothing");
const methodOf = (route: string) => route.split(" ")[0] ?? "";
const routes = factOperations.map(({ route }) => route);

describe.each(routes)("%s", (route) => {
  test("is not for strangers, nor for keys that do not reach there or may only read", async () => {
    const method = methodOf(route);
    const body = method === "GET" ? undefined : {};
    const status = async (key: string | null) => (await vendor.ask(method, pathOf(route), body, key)).status;
    expect(await status(null)).toBe(401);
    expect(await status("permit_key_of_nobody")).toBe(401);
    const [other] = await vendor.database.rows<{ id: string }>(
      `insert into environment (project_id, key, name) values ($1, 'other', 'Other')
       on conflict (project_id, key) do update set name = 'Other' returning id`,
      [vendor.project],
    );
    const path = pathOf(route).replace(vendor.environment, other?.id ?? "");
    expect((await vendor.ask(method, path, body)).status).toBe(403);
    if (method !== "GET") {
      const reader = await vendor.permit.createApiKey({ name: "reader", level: "environment" });
      await vendor.database.rows("update api_key set access_level = 'read' where name = 'reader'");
      expect(await status(reader)).toBe(403);
    }
  });

  test("answers nonsense with words, and changes nothing", async () => {
    const method = methodOf(route);
    if (method === "GET") return;
    const state = () => vendor.database.rows("select count(*) from audit_entry");
    const before = await state();
    for (const body of [
      null,
      5,
      "text",
      [],
      [null],
      {},
      { operations: [null] },
      { idents: [{}] },
      { key: "\u0000" },
      { user: {}, role: [] },
    ]) {
      const { status, body: answer } = await vendor.ask(method, pathOf(route, { user_id: "a\u0000b" }), body);
      expect(answer === null ? status : typeof answer).toBe(answer === null ? 204 : "object");
      expect(status, JSON.stringify(body)).toBeLessThan(500);
    }
    expect(await state()).toEqual(before);
  });
});

describe("every query parameter changes an answer", () => {
  const query: Record<string, string> = {
    page: "2",
    per_page: "1",
    search: "b",
    role: "admin",
    include_resource_instance_roles: "true",
    include_total_count: "true",
    tenant: "acme",
    user: "bob",
    resource: "folder",
    resource_instance: "doc:one",
    detailed: "true",
    subject: "folder:a1",
    object: "doc:one",
    relation: "nothing",
    object_type: "folder",
    subject_type: "doc",
  };
  /** Where another value tells more. */
  const special: Record<string, string> = {
    "tenants search": "acme",
    "detailed resource": "folder",
    "groups resource": "doc",
    "direct resource": "doc",
    "groups search": "g-acme",
    "direct search": "g-acme",
    "user_invites search": "guest-acme",
    "user_invites role": "viewer",
    "resource_instances search": "one",
  };
  const names = { user_id: "bob", tenant_id: "acme", instance_id: "", group_instance_key: "g-acme" };
  const parameters = routes
    .filter((route) => route.startsWith("GET "))
    .flatMap((route) =>
      (vendorDescription.paths[route.slice(4)]?.["get"]?.parameters ?? [])
        .filter((each) => each.in === "query")
        .map(({ name }) => [route, name] as const),
    )
    // What there is only one of has no second page.
    .filter(([route, name]) => !(route.includes("{group_instance_key}/") && /page/.test(name)));

  test.each(parameters)("%s: %s", async (route, name) => {
    const path = pathOf(route, { ...names, instance_id: instance });
    const last = route.split("/").at(-1) ?? "";
    const list = last === "detailed" ? `detailed ${name}` : `${last} ${name}`;
    const value = special[list] ?? query[name] ?? "";
    const ask = async (given: string) => {
      const response = await fetch(`${vendor.url}${path}${given}`, {
        headers: { authorization: `Bearer ${vendor.key}` },
      });
      expect(response.status).toBe(200);
      return response.text();
    };
    const without = name === "search_operator" ? "?search=ad" : "";
    const withIt =
      name === "search_operator"
        ? "?search=ad&search_operator=endswith"
        : `?${name}=${encodeURIComponent(value)}`;
    expect(await ask(withIt)).not.toBe(await ask(without));
  });

  test("return_deleted and missing_user_policy", async () => {
    const given = { user: "cyd", role: "viewer", tenant: "acme" };
    await vendor.facts(404, "POST", "/role_assignments/bulk", [{ ...given, user: "dan" }]);
    await vendor.facts(200, "POST", "/role_assignments/bulk?missing_user_policy=ignore", [
      { ...given, user: "dan" },
    ]);
    await vendor.facts(200, "POST", "/role_assignments", given);
    await vendor.facts(200, "DELETE", "/users/cyd/roles?return_deleted=true", given);
    await vendor.facts(200, "POST", "/role_assignments", given);
    await vendor.facts(204, "DELETE", "/users/cyd/roles", given);
  });
});
