import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DelegationsView } from "../../../../src/api/delegations/contract.js";
import { openAcme, type Acme, type SignedIn } from "../../../support/acme.js";
import { LiveStream } from "../../../support/live-stream.js";
import { askingOf } from "../../../support/vendor.js";

let acme: Acme;
let ask: ReturnType<typeof askingOf>;
let ana: string;
/** Dmitri gives as a manager what he has himself, and no more. */
let dmitri: SignedIn;
beforeEach(async () => {
  acme = await openAcme({ keyRequestsPerMinute: 1_000_000 });
  ask = askingOf(acme.permit, await acme.permit.createApiKey({ name: "backend", level: "environment" }));
  const operator = await acme.operator();
  dmitri = await acme.as("dmitri");
  await operator.json("POST /delegations", {
    role: dmitri.role("manager").id,
    limits: {
      verbs: ["user.view", "role.grant", "role.revoke", "user.edit-attributes"],
      roles: { ids: ["viewer", "editor", "billing"].map((key) => dmitri.role(key).id) },
      mode: "hold",
      attributes: ["department"],
    },
  });
  dmitri = await acme.as("dmitri");
  ana = await dmitri.user("ana");
});
afterEach(() => acme.close());

const S = "/v2/schema/default/default";
const rules = "/v2/facts/default/default/set_rules";
const ok = async (...request: Parameters<typeof ask>) => {
  const { status, body } = await ask(...request);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
};
const deleting = { user_set: "billing", permission: "document:delete", resource_set: "document" };
const named = { ...deleting, is_role: true, is_resource: true };
const giving = (...keys: string[]) => ({
  changes: [{ user: ana, grant: keys.map((key) => ({ role: dmitri.role(key).id })), revoke: [] }],
});
const taking = (...keys: string[]) => ({
  changes: [{ user: ana, grant: [], revoke: keys.map((key) => ({ role: dmitri.role(key).id })) }],
});
const listsOf = ({ data }: { data: unknown }) => (data as { lists: string[] }).lists;
const codes = async (input: object, route = "POST /people/roles") =>
  ((await dmitri.refusal(route, input)).reasons ?? []).map(({ code }) => code);

describe("the guard, of what condition sets give", () => {
  test("counts what a rule gives to a role by name, as soon as it is there and as long", async () => {
    await ok("POST", rules, named);
    expect(await codes(giving("billing"))).toEqual(["more_than_you_have"]);
    await ok("DELETE", rules, named);
    await dmitri.json("POST /people/roles", giving("billing"));
  });

  test("counts what a user set gives to a role that its conditions ask for", async () => {
    const conditions = { allOf: [{ allOf: [{ "user.roles": { array_contains: "billing" } }] }] };
    await ok("POST", `${S}/condition_sets`, { key: "readers", name: "Readers", conditions });
    await ok("POST", rules, { ...deleting, user_set: "readers", is_resource: true });
    expect(await codes(giving("billing"))).toEqual(["more_than_you_have"]);
    await ok("PATCH", `${S}/condition_sets/readers`, { conditions: {} });
    await dmitri.json("POST /people/roles", giving("billing"));
  });

  test("does not count what the actor has by conditions only", async () => {
    await ok("POST", rules, named);
    const manager = { ...named, user_set: "manager" };
    await ok("POST", rules, manager);
    expect(await codes(giving("billing"))).toEqual(["more_than_you_have"]);
    await ok("POST", `${S}/roles/manager/permissions`, { permissions: ["document:delete"] });
    await dmitri.json("POST /people/roles", giving("billing"));
  });

  test("counts what taking a role opens, where conditions ask for its absence", async () => {
    const conditions = { not: { "user.roles": { array_contains: "editor" } } };
    await ok("POST", `${S}/condition_sets`, { key: "others", name: "Others", conditions });
    await ok("POST", rules, { ...deleting, user_set: "others", is_resource: true });
    expect(await codes(taking("editor"))).toEqual(["more_than_you_have"]);
    await ok("DELETE", `${S}/condition_sets/others`);
    await dmitri.json("POST /people/roles", taking("editor"));
  });

  test("lets nobody edit attributes that conditions read, until that is marked as meant", async () => {
    const edit = { attributes: { department: "Legal" } };
    const route = `PATCH /people/${ana}/attributes`;
    const conditions = { "user.department": { equals: "Legal" } };
    await ok("POST", `${S}/condition_sets`, { key: "lawyers", name: "Lawyers", conditions });
    expect(await codes(edit, route)).toHaveLength(1);
    const operator = await acme.operator();
    const { attributes } = await operator.json<DelegationsView>("GET /delegations");
    expect(attributes.find(({ key }) => key === "department")?.is_read_by_limits).toBe(true);
    await operator.json("POST /delegations/meant", { attributes: ["department"], justification: "Meant" });
    await dmitri.json(route, edit);
  });
});

describe("a change of what roles give", () => {
  test("suspends passing on where it leaks", async () => {
    const operator = await acme.operator();
    await operator.json("POST /delegations", {
      role: dmitri.role("billing").id,
      limits: {
        mode: "bind",
        verbs: ["user.view", "role.grant"],
        roles: { where: [{ attribute: "tier", in: ["low"] }] },
      },
    });
    const leaks = () => acme.database.rows("select from leak");
    expect(await leaks()).toHaveLength(0);
    await ok("PATCH", `${S}/roles/support`, { attributes: { tier: "low" } });
    expect(await leaks()).not.toHaveLength(0);
  });

  test("is seen in the open element: a role by its new name", async () => {
    const page = await LiveStream.open(dmitri);
    await ok("PATCH", `${S}/roles/viewer`, { name: "Onlooker" });
    expect(listsOf(await page.next("bell"))).toContain("session");
    await page.close();
    expect((await acme.as("dmitri")).role("viewer").name).toBe("Onlooker");
  });
});

describe("a role that does not follow for who holds one directly", () => {
  test("is hidden from lists as a derivation that says so itself", async () => {
    const roles = `${S}/resources/document/roles/writer`;
    const derivation = { role: "keeper", on_resource: "folder", linked_by_relation: "parent" };
    await ok("POST", `${roles}/implicit_grants`, derivation);
    const give = async (key: string, place: string) =>
      acme.database.rows(
        `insert into assignment (environment_id, tenant_id, user_id, role_id, instance_id, begins_at)
         select i.environment_id, i.tenant_id, u.id, r.id, i.id, clock_timestamp() from resource_instance i
         join role r on r.resource_id = i.resource_id and r.key = $1 join app_user u on u.key = 'ana' where i.key = $2`,
        [key, place],
      );
    await give("keeper", "plans");
    await give("reader", "42");
    const writers = async () =>
      acme.database.within({ environment: acme.environment, tenant: acme.tenants["acme"] ?? "" }, (run) =>
        run(
          `select h.user_id from resource_instance i cross join lateral holders_on(i.id, clock_timestamp()) h
           join role r on r.id = h.role_id and r.key = 'writer' where i.key = '42'`,
        ),
      );
    expect(await writers()).toHaveLength(1);
    expect(
      await ok("PUT", `${roles}/implicit_grants/conditions`, { no_direct_roles_on_object: true }),
    ).toEqual({
      no_direct_roles_on_object: true,
    });
    expect(await writers()).toHaveLength(0);
  });
});
