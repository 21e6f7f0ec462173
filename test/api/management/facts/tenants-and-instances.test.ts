import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendorFacts, type VendorFacts } from "../../../support/vendor-facts.js";

let vendor: VendorFacts;
beforeAll(async () => {
  vendor = await openVendorFacts();
});
afterAll(() => vendor.close());
const count = (table: string) => vendor.database.value<number>(`select count(*)::int from ${table}`);

describe("tenants", () => {
  test("are refused without a name, with a key that is none, and twice", async () => {
    for (const body of [
      {},
      { key: "t" },
      { name: "T" },
      { key: "t t", name: "T" },
      { key: "t", name: null },
      { key: "t", name: "T", attributes: 1 },
    ])
      await vendor.facts(422, "POST", "/tenants", body);
    await vendor.facts(409, "POST", "/tenants", { key: "acme", name: "Acme" });
    await vendor.facts(404, "GET", "/tenants/nowhere");
    await vendor.facts(404, "PATCH", "/tenants/nowhere", {});
    await vendor.facts(404, "DELETE", "/tenants/nowhere");
  });

  test("have no attributes until some are given, and lose those that are not given anew", async () => {
    const { body } = await vendor.facts(200, "POST", "/tenants", {
      key: "t1",
      name: "T1",
      description: "one",
    });
    expect(body).toMatchObject({ key: "t1", name: "T1", description: "one", attributes: null });
    await vendor.facts(200, "PATCH", "/tenants/t1", { attributes: { tier: "gold", seats: 5 } });
    expect(
      (await vendor.facts(200, "PATCH", "/tenants/t1", { attributes: { tier: "gold" } })).body,
    ).toMatchObject({
      name: "T1",
      attributes: { tier: "gold" },
    });
    expect(
      (await vendor.facts(200, "PATCH", "/tenants/t1", { name: null, description: null })).body,
    ).toMatchObject({
      name: "T1",
      description: null,
    });
  });

  test("take users in, with a role or without, and let them go", async () => {
    await vendor.facts(404, "POST", "/tenants/nowhere/users", { key: "ada" });
    await vendor.facts(422, "POST", "/tenants/t1/users", { key: "a b" });
    expect(
      (await vendor.facts(200, "POST", "/tenants/t1/users", { key: "ada", first_name: "Ada" })).body,
    ).toMatchObject({
      associated_tenants: [{ tenant: "t1", roles: [] }],
    });
    await vendor.facts(409, "POST", "/tenants/t1/users", { key: "ada" });
    await vendor.facts(404, "DELETE", "/tenants/t1/users/nobody");
    await vendor.facts(404, "DELETE", "/tenants/acme/users/ada");
    await vendor.facts(204, "DELETE", "/tenants/t1/users/ada");
    await vendor.facts(404, "DELETE", "/tenants/t1/users/ada");
    expect((await vendor.facts(200, "GET", "/users/ada")).body.associated_tenants).toEqual([]);
  });

  test("show their users by words and role, and with what they hold on instances", async () => {
    await vendor.facts(404, "GET", "/tenants/nowhere/users");
    for (const [user, role, tenant] of [
      ["u1", "viewer", "t1"],
      ["u2", "admin", "t1"],
      ["u1", "admin", "acme"],
    ] as const) {
      await vendor.facts(user === "u1" && tenant === "acme" ? 200 : 201, "PUT", `/users/${user}`, {
        key: user,
      });
      await vendor.facts(200, "POST", "/role_assignments", { user, role, tenant });
    }
    const find = async (query: string) =>
      (await vendor.facts(200, "GET", `/tenants/t1/users?${query}`)).body.data.map(
        (each: { key: string }) => each.key,
      ) as string[];
    expect(await find("")).toEqual(["u1", "u2"]);
    expect(await find("role=admin")).toEqual(["u2"]);
    expect(await find("search=u1")).toEqual(["u1"]);
    expect(await find("page=2&per_page=1")).toEqual(["u2"]);
    await vendor.facts(200, "POST", "/role_assignments", {
      user: "u2",
      role: "viewer",
      tenant: "t1",
      resource_instance: "doc:t1",
    });
    const heldBy = async (query: string) =>
      (await vendor.facts(200, "GET", `/tenants/t1/users?search=u2${query}`)).body.data[0]
        .associated_tenants[0].resource_instance_roles as unknown[];
    expect(await heldBy("")).toEqual([]);
    expect(await heldBy("&include_resource_instance_roles=true")).toHaveLength(1);
  });

  test("are found by words, by attributes, and page by page", async () => {
    const find = async (query: string) =>
      (await vendor.facts(200, "GET", `/tenants?${query}`)).body.map(
        (each: { key: string }) => each.key,
      ) as string[];
    expect(await find("search=t1")).toEqual(["t1"]);
    expect(await find("search=T*")).toEqual(["t1"]);
    expect(await find("attr_tier=gold")).toEqual(["t1"]);
    expect(await find("attr_tier=tin")).toEqual([]);
    expect(await find("page=2&per_page=1")).toHaveLength(1);
    expect(
      (await vendor.facts(200, "GET", "/tenants?include_total_count=true&per_page=1")).body,
    ).toMatchObject({ page_count: 4 });
  });

  test("end on the record with everything in them", async () => {
    await vendor.facts(204, "DELETE", "/tenants/t1");
    await vendor.facts(404, "GET", "/tenants/t1");
    expect((await vendor.facts(200, "GET", "/role_assignments")).body).toHaveLength(1);
    expect(await count("resource_instance")).toBe(0);
    expect((await vendor.trail(null)).at(-1)).toMatchObject({ action: "tenant.delete", by: "tests" });
    expect(
      await vendor.database.value(
        "select count(*)::int from audit_entry where action = 'user.remove' and tenant_id not in (select id from tenant)",
      ),
    ).toBe(3);
  });

  test("come and go in bulk, all or none", async () => {
    const operations = [
      { key: "b1", name: "B1" },
      { key: "acme", name: "Acme" },
    ];
    await vendor.facts(409, "POST", "/bulk/tenants", { operations });
    await vendor.facts(404, "GET", "/tenants/b1");
    await vendor.facts(422, "POST", "/bulk/tenants", { operations: [{ key: "b1" }] });
    await vendor.facts(200, "POST", "/bulk/tenants", {
      operations: [
        { key: "b1", name: "B1", attributes: { a: 1 } },
        { key: "b2", name: "B2" },
      ],
    });
    expect((await vendor.facts(200, "GET", "/tenants/b1")).body.attributes).toEqual({ a: 1 });
    await vendor.facts(200, "DELETE", "/bulk/tenants", { idents: ["b1", "b2", "nowhere"] });
    await vendor.facts(404, "GET", "/tenants/b2");
  });
});

describe("instances", () => {
  const one = { key: "one", resource: "doc", tenant: "acme" };

  test("are refused where what they are of is not there", async () => {
    await vendor.facts(404, "POST", "/resource_instances", { ...one, resource: "nothing" });
    await vendor.facts(404, "POST", "/resource_instances", { ...one, tenant: "nowhere" });
    await vendor.facts(422, "POST", "/resource_instances", { ...one, key: "a:b" });
    await vendor.facts(404, "GET", "/resource_instances/doc%3Aone");
    await vendor.facts(404, "PATCH", "/resource_instances/doc%3Aone", {});
    await vendor.facts(404, "DELETE", "/resource_instances/doc%3Aone");
  });

  test("are made once, and answered as they are after that; never in another tenant", async () => {
    const { body } = await vendor.facts(200, "POST", "/resource_instances", { ...one, attributes: { a: 1 } });
    expect(
      (await vendor.facts(200, "POST", "/resource_instances", { ...one, attributes: { b: 2 } })).body,
    ).toEqual(body);
    const { body: other } = await vendor.facts(409, "POST", "/resource_instances", {
      ...one,
      tenant: "beta",
    });
    expect(other.error_code).toBe("MISMATCH_RESOURCE_INSTANCES_TENANTS");
    expect((await vendor.facts(200, "GET", `/resource_instances/${body.id as string}`)).body).toEqual(body);
  });

  test("have values that fit their definitions", async () => {
    const answer = await vendor.ask("POST", `${vendor.S}/resources/doc/attributes`, {
      key: "size",
      type: "number",
    });
    expect(answer.status).toBe(200);
    const { body } = await vendor.facts(422, "PATCH", "/resource_instances/doc%3Aone", {
      attributes: { size: "big" },
    });
    expect(body.detail[0].type).toBe("MISMATCH_ATTRIBUTES_TYPES");
    await vendor.facts(200, "PATCH", "/resource_instances/doc%3Aone", { attributes: { size: 5 } });
  });

  test("are replaced in bulk, and deleted in bulk", async () => {
    await vendor.facts(404, "PUT", "/bulk/resource_instances", {
      operations: [one, { ...one, key: "x", tenant: "nowhere" }],
    });
    await vendor.facts(200, "PUT", "/bulk/resource_instances", {
      operations: [one, { ...one, key: "two", attributes: { b: 1 } }],
    });
    expect((await vendor.facts(200, "GET", "/resource_instances/doc%3Aone")).body.attributes).toEqual({});
    await vendor.facts(200, "DELETE", "/bulk/resource_instances", { idents: ["doc:two", "doc:nothing"] });
    await vendor.facts(404, "GET", "/resource_instances/doc%3Atwo");
  });

  test("take the roles that are held on them with them, on the record", async () => {
    await vendor.facts(200, "POST", "/role_assignments", {
      user: "u2",
      role: "viewer",
      tenant: "acme",
      resource_instance: "doc:one",
    });
    await vendor.facts(204, "DELETE", "/resource_instances/doc%3Aone");
    expect((await vendor.facts(200, "GET", "/role_assignments?user=u2")).body).toEqual([]);
    expect((await vendor.trail("acme")).slice(-2)).toMatchObject([
      { action: "role.revoke", by: "tests" },
      { action: "resource_instance.delete", by: "tests" },
    ]);
  });
});

describe("tuples", () => {
  const path = "/relationship_tuples";
  const tuple = { subject: "folder:f1", relation: "parent", object: "doc:d1" };

  test("are refused where they relate what can't be related", async () => {
    await vendor.facts(404, "POST", path, tuple);
    await vendor.facts(404, "POST", path, { ...tuple, relation: "nothing", tenant: "acme" });
    await vendor.facts(404, "POST", path, { ...tuple, tenant: "nowhere" });
    await vendor.facts(422, "POST", path, { ...tuple, subject: "folder", tenant: "acme" });
    const { body } = await vendor.facts(422, "POST", path, { ...tuple, subject: "doc:d2", tenant: "acme" });
    expect(body.detail[0].type).toBe("MISMATCH_RELATION_TYPE");
    expect(await count("resource_instance")).toBe(0);
  });

  test("make what they relate in the tenant that is named, and tell other tenants apart from then on", async () => {
    const { body } = await vendor.facts(200, "POST", path, { ...tuple, tenant: "acme" });
    expect(body).toMatchObject({ ...tuple, tenant: "acme" });
    await vendor.facts(409, "POST", path, tuple);
    const { body: refusal } = await vendor.facts(409, "POST", path, {
      ...tuple,
      subject: "folder:f2",
      tenant: "beta",
    });
    expect(refusal.error_code).toBe("MISMATCH_RESOURCE_INSTANCES_TENANTS");
    await vendor.facts(200, "POST", path, { ...tuple, object: "doc:d3" });
  });

  test("are undone once", async () => {
    await vendor.facts(404, "DELETE", path, { ...tuple, subject: "folder:nothing" });
    await vendor.facts(204, "DELETE", path, tuple);
    await vendor.facts(404, "DELETE", path, tuple);
    expect((await vendor.trail("acme")).at(-1)).toMatchObject({
      action: "relationship_tuple.delete",
      by: "tests",
    });
  });

  test("come and go by the thousand, all or none", async () => {
    const operations = Array.from({ length: 1000 }, (_, n) => ({
      ...tuple,
      object: `doc:m${n}`,
      tenant: "acme",
    }));
    await vendor.facts(422, "POST", `${path}/bulk`, { operations: [...operations, tuple] });
    await vendor.facts(404, "POST", `${path}/bulk`, {
      operations: [...operations.slice(1), { ...tuple, relation: "nothing" }],
    });
    const before = await count("relationship_tuple");
    await vendor.facts(200, "POST", `${path}/bulk`, { operations });
    await vendor.facts(200, "POST", `${path}/bulk`, { operations });
    expect(await count("relationship_tuple")).toBe(before + 1000);
    const idents = operations.map(({ tenant: _, ...each }) => each);
    await vendor.facts(200, "DELETE", `${path}/bulk`, {
      idents: [...idents.slice(1), { ...tuple, subject: "folder:nothing" }],
    });
    expect(await count("relationship_tuple")).toBe(before + 1);
  });
});
