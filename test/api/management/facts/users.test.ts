import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendorFacts, type VendorFacts } from "../../../support/vendor-facts.js";

let vendor: VendorFacts;
beforeAll(async () => {
  vendor = await openVendorFacts();
});
afterAll(() => vendor.close());

const keysOf = ({ data }: { data: { key: string }[] }) => data.map(({ key }) => key);

describe("making a user", () => {
  test("is refused without a key that fits, or with what is no mail address", async () => {
    for (const body of [
      {},
      { key: "" },
      { key: "with space" },
      { key: "a/b" },
      { key: "0c5a3ee6-6a76-46aa-ba55-beb5f3f549af" },
      { key: "u", email: "nowhere" },
      { key: "u", first_name: 5 },
      { key: "u", attributes: [] },
      { key: "u", role_assignments: [{}] },
      [],
      "text",
    ]) {
      const { body: answer } = await vendor.facts(422, "POST", "/users", body);
      expect(answer.detail[0].loc[0]).toBe("body");
    }
    expect(keysOf((await vendor.facts(200, "GET", "/users")).body)).toEqual([]);
  });

  test("is refused where the key or the address is another's, however it is written", async () => {
    await vendor.facts(200, "POST", "/users", { key: "auth0|elon", email: "Elon@Tesla.com" });
    const { body } = await vendor.facts(409, "POST", "/users", { key: "auth0|elon" });
    expect(body.error_code).toBe("DUPLICATE_ENTITY");
    await vendor.facts(409, "POST", "/users", { key: "other", email: "elon@tesla.com" });
    await vendor.facts(404, "GET", "/users/other");
  });

  test("is refused whole where one of its roles can't be given", async () => {
    const role_assignments = [
      { role: "admin", tenant: "acme" },
      { role: "nobody", tenant: "acme" },
    ];
    await vendor.facts(404, "POST", "/users", { key: "half", role_assignments });
    await vendor.facts(404, "GET", "/users/half");
  });

  test("keeps all that is said, and gives no role that is not asked for", async () => {
    const given = {
      key: "ada+1@example.com",
      email: "Ada@Example.com",
      first_name: "Ada",
      last_name: "Lovelace",
      attributes: { age: 36, subscription: { tier: "gold" } },
    };
    const { body } = await vendor.facts(200, "POST", "/users", given);
    expect(body).toMatchObject({ ...given, roles: [], associated_tenants: [] });
    expect((await vendor.facts(200, "GET", `/users/${encodeURIComponent(given.key)}`)).body).toEqual(body);
    expect((await vendor.facts(200, "GET", `/users/${body.id as string}`)).body).toEqual(body);
    expect(
      (await vendor.facts(200, "GET", `/users/${(body.id as string).replaceAll("-", "")}`)).body,
    ).toEqual(body);
  });

  test("gives the roles it names, in the tenant and on an instance", async () => {
    const role_assignments = [
      { role: "admin", tenant: "acme" },
      { role: "viewer", resource_instance: "doc:first", tenant: "acme" },
    ];
    const { body } = await vendor.facts(200, "POST", "/users", { key: "roland", role_assignments });
    expect(body.roles).toEqual([{ role: "admin", tenant: "acme" }]);
    const { body: whole } = await vendor.facts(
      200,
      "GET",
      "/users?search=roland&include_resource_instance_roles=true",
    );
    expect(whole.data[0].associated_tenants).toEqual([
      {
        tenant: "acme",
        status: "active",
        roles: ["admin"],
        resource_instance_roles: [{ resource: "doc", resource_instance: "first", role: "viewer" }],
      },
    ]);
  });

  test("refuses a value that is not of its attribute's type, and keeps what nobody has defined", async () => {
    const { body } = await vendor.facts(422, "POST", "/users", { key: "typed", attributes: { age: "old" } });
    expect(body.detail).toMatchObject([
      { loc: ["body", "attributes", "age"], type: "MISMATCH_ATTRIBUTES_TYPES" },
    ]);
    await vendor.facts(200, "POST", "/users", { key: "typed", attributes: { age: null, color: "red" } });
  });

  test("refuses what nobody has defined where the environment says so", async () => {
    const say = (strict: boolean) =>
      vendor.database.rows("update environment set settings = $1 where id = $2", [
        JSON.stringify({ require_attribute_definitions: strict }),
        vendor.environment,
      ]);
    await say(true);
    const { body } = await vendor.facts(422, "PATCH", "/users/typed", { attributes: { color: "blue" } });
    expect(body.detail).toMatchObject([
      { loc: ["body", "attributes", "color"], type: "MISSING_RESOURCE_ATTRIBUTE" },
    ]);
    await say(false);
    await vendor.facts(200, "PATCH", "/users/typed", { attributes: { color: "blue" } });
  });
});

describe("syncing a user", () => {
  test("is refused where path and body name different people", async () => {
    await vendor.facts(422, "PUT", "/users/one", { key: "two" });
    await vendor.facts(404, "PUT", "/users/0c5a3ee6-6a76-46aa-ba55-beb5f3f549af", { key: "two" });
  });

  test("makes them with their roles, and later changes what is said anew and nothing else", async () => {
    const role_assignments = [{ role: "viewer", tenant: "beta" }];
    const first = { key: "sync|1", email: "sync@example.com", first_name: "Sy", role_assignments };
    const { body: made } = await vendor.facts(201, "PUT", "/users/sync%7C1", first);
    expect(made.roles).toEqual([{ role: "viewer", tenant: "beta" }]);
    const again = { key: "sync|1", last_name: "Nc", role_assignments: [{ role: "admin", tenant: "beta" }] };
    const { body: changed } = await vendor.facts(200, "PUT", "/users/sync%7C1", again);
    expect(changed).toMatchObject({
      id: made.id,
      email: "sync@example.com",
      first_name: "Sy",
      last_name: "Nc",
    });
    expect(changed.roles).toEqual(made.roles);
  });

  test("leaves no trace where nothing is new", async () => {
    const before = await vendor.trail(null);
    const { body } = await vendor.facts(200, "PUT", "/users/sync%7C1", { key: "sync|1", first_name: "Sy" });
    expect(await vendor.trail(null)).toEqual(before);
    expect(
      (await vendor.facts(200, "PUT", "/users/sync%7C1", { key: "sync|1", first_name: "Sue" })).body
        .updated_at,
    ).not.toBe(body.updated_at);
    expect((await vendor.trail(null)).slice(before.length)).toMatchObject([
      { action: "user.update", actor_kind: "operator", by: "tests" },
    ]);
  });
});

describe("changing a user", () => {
  test("is refused for nobody, and for an address of another", async () => {
    await vendor.facts(404, "PATCH", "/users/nobody", { first_name: "N" });
    await vendor.facts(409, "PATCH", "/users/typed", { email: "sync@example.com" });
    await vendor.facts(422, "PATCH", "/users/typed", { email: "sync" });
  });

  test("replaces whole what is given, empties what is null, and leaves the rest", async () => {
    await vendor.facts(200, "PATCH", "/users/typed", {
      first_name: "T",
      attributes: { a: 1, b: 2 },
      email: "t@x.example",
    });
    const { body } = await vendor.facts(200, "PATCH", "/users/typed", { attributes: { c: 3 }, email: null });
    expect(body).toMatchObject({ first_name: "T", attributes: { c: 3 }, email: null });
  });

  test("shows the new name in the lists of every tenant they are in", async () => {
    for (const tenant of ["acme", "beta"])
      await vendor.facts(200, "POST", "/role_assignments", { user: "typed", role: "viewer", tenant });
    await vendor.facts(200, "PATCH", "/users/typed", { first_name: "Ty", last_name: "Ped" });
    expect(
      await vendor.database.rows(
        "select m.name from membership m join app_user u on u.id = m.user_id where u.key = 'typed'",
      ),
    ).toEqual([{ name: "Ty Ped" }, { name: "Ty Ped" }]);
  });
});

describe("deleting a user", () => {
  test("is refused for nobody", async () => {
    await vendor.facts(404, "DELETE", "/users/nobody");
  });

  test("ends their places on the record, and the key may be given anew", async () => {
    await vendor.facts(204, "DELETE", "/users/roland");
    await vendor.facts(404, "GET", "/users/roland");
    expect((await vendor.trail("acme")).at(-1)).toMatchObject({ action: "user.remove", by: "tests" });
    expect((await vendor.trail(null)).at(-1)).toMatchObject({ action: "user.delete", by: "tests" });
    const { body } = await vendor.facts(200, "POST", "/users", { key: "roland" });
    expect(body.roles).toEqual([]);
  });

  test("passes the guardrail of least holders, and says that the tenant is left without", async () => {
    await vendor.permit.define({ tenants: { lone: { name: "Lone", guardrails: { least: { admin: 1 } } } } });
    await vendor.facts(200, "POST", "/users", {
      key: "last",
      role_assignments: [{ role: "admin", tenant: "lone" }],
    });
    await vendor.facts(409, "DELETE", "/tenants/lone/users/last");
    await vendor.facts(204, "DELETE", "/users/last");
    expect((await vendor.trail("lone")).map(({ action }) => action)).toContain("tenant.ownerless");
  });
});

describe("users in bulk", () => {
  test("are all made, or none", async () => {
    const operations = [{ key: "bulk-0" }, { key: "bulk-1" }, { key: "bulk-0" }];
    await vendor.facts(409, "POST", "/bulk/users", { operations });
    await vendor.facts(422, "POST", "/bulk/users", { operations: [{ key: "bulk-0" }, { key: "no good" }] });
    const tooMany = Array.from({ length: 100 }, () => ({ role: "viewer", tenant: "acme" }));
    await vendor.facts(422, "POST", "/bulk/users", {
      operations: Array.from({ length: 101 }, (_, n) => ({ key: `many-${n}`, role_assignments: tooMany })),
    });
    await vendor.facts(422, "POST", "/bulk/users", {
      operations: Array.from({ length: 1001 }, (_, n) => ({ key: `bulk-${n}` })),
    });
    expect((await vendor.facts(200, "GET", "/users?search=bulk-")).body.total_count).toBe(0);
    await vendor.facts(200, "POST", "/bulk/users", {
      operations: Array.from({ length: 1000 }, (_, n) => ({
        key: `bulk-${n}`,
        email: `bulk-${n}@example.com`,
        role_assignments: [{ role: "viewer", tenant: n % 2 ? "acme" : "beta" }],
      })),
    });
    expect((await vendor.facts(200, "GET", "/users?search=bulk-")).body).toMatchObject({
      total_count: 1000,
      page_count: 34,
    });
    expect((await vendor.facts(200, "GET", "/tenants/acme/users?search=bulk-")).body.total_count).toBe(500);
  });

  test("are replaced, those that are new made", async () => {
    const operations = [
      { key: "bulk-1", first_name: "One" },
      { key: "bulk-new", first_name: "New" },
    ];
    await vendor.facts(200, "PUT", "/bulk/users", { operations });
    expect((await vendor.facts(200, "GET", "/users/bulk-1")).body).toMatchObject({
      first_name: "One",
      email: "bulk-1@example.com",
    });
    await vendor.facts(200, "GET", "/users/bulk-new");
  });

  test("are deleted, those that are gone already passed over", async () => {
    const idents = [...Array.from({ length: 999 }, (_, n) => `bulk-${n}`), "nobody"];
    await vendor.facts(200, "DELETE", "/bulk/users", { idents });
    expect(keysOf((await vendor.facts(200, "GET", "/users?search=bulk-")).body)).toEqual([
      "bulk-999",
      "bulk-new",
    ]);
  });
});

describe("finding users", () => {
  test("refuses pages that are too large, and operators that are none", async () => {
    for (const query of ["page=0", "per_page=0", "per_page=101", "page=x", "search_operator=like"])
      await vendor.facts(422, "GET", `/users?${query}`);
  });

  test("finds exactly what is searched for, by key, address and names", async () => {
    for (let n = 0; n < 10; n += 1)
      await vendor.facts(200, "POST", "/users", {
        key: `user-${n}`,
        first_name: `First${n}`,
        last_name: `Last_${n}`,
      });
    const find = async (query: string) => keysOf((await vendor.facts(200, "GET", `/users?${query}`)).body);
    expect(await find("search=user-1")).toEqual(["user-1"]);
    expect(await find("search=FIRST2")).toEqual(["user-2"]);
    expect(await find("search=last_3")).toEqual(["user-3"]);
    expect(await find("search=a%25b")).toEqual([]);
    expect(await find("search=ser-4&search_operator=startswith")).toEqual([]);
    expect(await find("search=user-4&search_operator=startswith")).toEqual(["user-4"]);
    expect(await find("search=r-5&search_operator=endswith")).toEqual(["user-5"]);
    expect(await find("search=user-&search_operator=endswith")).toEqual([]);
    expect(await find("search=user-&page=2&per_page=4")).toEqual(["user-4", "user-5", "user-6", "user-7"]);
  });

  test("finds who holds a role, and who holds none", async () => {
    const find = async (role: string) =>
      keysOf((await vendor.facts(200, "GET", `/users?role=${role}&search=user-`)).body);
    await vendor.facts(200, "POST", "/role_assignments", { user: "user-7", role: "admin", tenant: "acme" });
    const id = await vendor.database.value<string>("select id from role where key = 'admin'");
    expect(await find("admin")).toEqual(["user-7"]);
    expect(await find(id)).toEqual(["user-7"]);
    expect(await find("nothing")).toEqual([]);
    expect(await find("")).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9].map((n) => `user-${n}`));
  });
});
