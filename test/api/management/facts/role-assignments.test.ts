import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendorFacts, type VendorFacts } from "../../../support/vendor-facts.js";

let vendor: VendorFacts;
beforeAll(async () => {
  vendor = await openVendorFacts();
  for (const key of ["ada", "bob", "cyd|1"]) await vendor.facts(200, "POST", "/users", { key });
});
afterAll(() => vendor.close());

const path = "/role_assignments";
const held = async (query: string) =>
  (
    (await vendor.facts(200, "GET", `${path}?per_page=1000&${query}`)).body as {
      user: string;
      role: string;
      tenant: string;
      resource_instance: string | null;
    }[]
  ).map(({ user, role, tenant, resource_instance }) =>
    [user, role, tenant, resource_instance].filter(Boolean).join(" "),
  );

describe("giving a role", () => {
  test("is refused where anything that is named is not there, or does not fit", async () => {
    const right = { user: "ada", role: "admin", tenant: "acme" };
    for (const wrong of [
      { user: "nobody" },
      { role: "nothing" },
      { tenant: "nowhere" },
      { resource_instance: "doc:one" },
      { role: "viewer", resource_instance: "nothing:one" },
    ])
      expect((await vendor.facts(404, "POST", path, { ...right, ...wrong })).body.error_code).toBe(
        "NOT_FOUND",
      );
    for (const wrong of [
      { user: 5 },
      { role: null },
      { tenant: null },
      { role: "viewer", resource_instance: "doc" },
      { role: "viewer", resource_instance: "doc:a b" },
    ])
      await vendor.facts(422, "POST", path, { ...right, ...wrong });
    expect(await held("")).toEqual([]);
    expect(await vendor.database.value("select count(*)::int from resource_instance")).toBe(0);
  });

  test("brings in whoever has no place yet, on the record, in the key's name", async () => {
    const { body } = await vendor.facts(200, "POST", path, { user: "ada", role: "admin", tenant: "acme" });
    expect(body).toMatchObject({ user: "ada", role: "admin", tenant: "acme", resource_instance: null });
    const key = await vendor.database.value<string>(
      "select id from api_key where name = 'tests' and environment_id is not null",
    );
    expect(await vendor.trail("acme")).toEqual([
      { action: "user.join", actor_kind: "operator", actor: key, by: "tests" },
      { action: "role.grant", actor_kind: "operator", actor: key, by: "tests" },
    ]);
  });

  test("is refused where it is held already", async () => {
    const { body } = await vendor.facts(409, "POST", path, { user: "ada", role: "admin", tenant: "acme" });
    expect(body.error_code).toBe("DUPLICATE_ENTITY");
  });

  test("makes an instance that is not there, in the tenant that is named, and knows that tenant from then on", async () => {
    const on = { user: "bob", role: "viewer", resource_instance: "doc:one" };
    await vendor.facts(404, "POST", path, on);
    await vendor.facts(200, "POST", path, { ...on, tenant: "acme" });
    const { body } = await vendor.facts(200, "POST", path, { ...on, role: "editor" });
    expect(body).toMatchObject({ tenant: "acme", resource_instance: "doc:one" });
    const { body: other } = await vendor.facts(409, "POST", path, { ...on, user: "ada", tenant: "beta" });
    expect(other.error_code).toBe("MISMATCH_RESOURCE_INSTANCES_TENANTS");
  });

  test("is done by the user's own path, too", async () => {
    const { body } = await vendor.facts(200, "POST", "/users/cyd%7C1/roles", {
      role: "viewer",
      tenant: "beta",
    });
    expect(body).toMatchObject({ user: "cyd|1", role: "viewer", tenant: "beta" });
    await vendor.facts(404, "POST", "/users/nobody/roles", { role: "viewer", tenant: "beta" });
  });
});

describe("guardrails bind the key", () => {
  beforeAll(() =>
    vendor.permit.define({
      tenants: {
        guarded: {
          name: "Guarded",
          guardrails: { seats: 1, least: { admin: 1 }, exclusive: [["admin", "viewer"]] },
        },
      },
    }),
  );
  const on = { user: "ada", tenant: "guarded" };

  test("as they bind everybody, and what they refuse is recorded", async () => {
    await vendor.facts(200, "POST", path, { ...on, role: "admin" });
    for (const [method, body] of [
      ["POST", { ...on, role: "viewer" }],
      ["POST", { ...on, user: "bob", role: "viewer" }],
      ["DELETE", { ...on, role: "admin" }],
    ] as const) {
      const { body: refusal } = await vendor.facts(409, method, path, body);
      expect(refusal.additional_info.reasons[0].limit).toBe("guardrail");
    }
    expect(await held("tenant=guarded")).toEqual(["ada admin guarded"]);
    expect(
      await vendor.database.rows(
        `select e.body -> 'reasons' ->> 0 as reason, e.people ->> 'actor' as by from audit_entry e
         join audit_chain c on c.id = e.chain_id where c.kind = 'refusals' order by e.seq`,
      ),
    ).toEqual([
      { reason: "exclusive_roles", by: "tests" },
      { reason: "seats_full", by: "tests" },
      { reason: "least_holders", by: "tests" },
    ]);
  });

  test("in bulk, where one refusal takes everything back", async () => {
    const before = await held("");
    await vendor.facts(409, "POST", `${path}/bulk`, [
      { user: "bob", role: "viewer", tenant: "beta" },
      { user: "bob", role: "viewer", tenant: "guarded" },
    ]);
    expect(await held("")).toEqual(before);
  });
});

describe("taking a role", () => {
  test("is refused where it is not held", async () => {
    await vendor.facts(404, "DELETE", path, { user: "bob", role: "admin", tenant: "acme" });
    await vendor.facts(404, "DELETE", path, { user: "bob", role: "admin", tenant: "default" });
    await vendor.facts(404, "DELETE", path, {
      user: "bob",
      role: "viewer",
      tenant: "acme",
      resource_instance: "doc:two",
    });
    await vendor.facts(422, "DELETE", path, {});
  });

  test("answers what was taken where that is asked for", async () => {
    const wanted = { user: "bob", role: "editor", tenant: "acme", resource_instance: "doc:one" };
    const { body } = await vendor.facts(200, "DELETE", `${path}?return_deleted=true`, wanted);
    expect(body).toMatchObject(wanted);
    await vendor.facts(404, "DELETE", `${path}?return_deleted=true`, wanted);
    await vendor.facts(204, "DELETE", path, { ...wanted, role: "viewer" });
    await vendor.facts(204, "DELETE", "/users/cyd%7C1/roles", { role: "viewer", tenant: "beta" });
    expect((await vendor.trail("beta")).at(-1)).toMatchObject({ action: "role.revoke", by: "tests" });
  });
});

describe("in bulk", () => {
  test("is refused for users who are not there, unless they are to be passed over, or made", async () => {
    const rows = [
      { user: "ada", role: "viewer", tenant: "beta" },
      { user: "new-1", role: "viewer", tenant: "beta" },
    ];
    await vendor.facts(404, "POST", `${path}/bulk`, rows);
    await vendor.facts(422, "POST", `${path}/bulk?missing_user_policy=perhaps`, rows);
    expect((await vendor.facts(200, "POST", `${path}/bulk?missing_user_policy=ignore`, rows)).body).toEqual({
      assignments_created: 1,
    });
    expect((await vendor.facts(200, "POST", `${path}/bulk?missing_user_policy=create`, rows)).body).toEqual({
      assignments_created: 1,
    });
    expect(await held("tenant=beta")).toEqual(["ada viewer beta", "new-1 viewer beta"]);
  });

  test("takes a thousand at once, counting only what changed", async () => {
    const rows = Array.from({ length: 1000 }, (_, n) => ({
      user: `many-${n}`,
      role: n % 3 === 0 ? "admin" : "viewer",
      tenant: n % 2 ? "acme" : "beta",
    }));
    const create = `${path}/bulk?missing_user_policy=create`;
    expect((await vendor.facts(200, "POST", create, rows)).body).toEqual({ assignments_created: 1000 });
    expect((await vendor.facts(200, "POST", create, rows)).body).toEqual({ assignments_created: 0 });
    await vendor.facts(422, "POST", create, [...rows, ...rows]);
    const twice = [
      ...rows.slice(0, 500),
      ...rows.slice(0, 499),
      { user: "ada", role: "admin", tenant: "default" },
    ];
    expect((await vendor.facts(200, "DELETE", `${path}/bulk`, twice)).body).toEqual({
      assignments_removed: 500,
    });
    expect(
      (await vendor.facts(200, "GET", `${path}/detailed?user=many-1&user=many-501`)).body.total_count,
    ).toBe(1);
  });
});

test("a role that a key has given shows in the tenant's own element", async () => {
  await vendor.facts(200, "PATCH", "/users/ada", { first_name: "Ada", last_name: "L" });
  const { token } = (
    await vendor.ask("POST", "/v2/auth/elements_login_as", { user_id: "ada", tenant_id: "acme" })
  ).body as { token: string };
  await vendor.facts(200, "POST", path, { user: "new-1", role: "admin", tenant: "acme" });
  const response = await vendor.permit.fetch(
    new Request(`${vendor.url}/people?search=new-1`, { headers: { authorization: `Bearer ${token}` } }),
  );
  expect(response.status).toBe(200);
  const { people } = (await response.json()) as { people: { name: string; roles: { name?: string }[] }[] };
  expect(people).toMatchObject([{ name: "new-1" }]);
  expect(JSON.stringify(people)).toContain(
    await vendor.database.value<string>("select id from role where key = 'admin'"),
  );
});
