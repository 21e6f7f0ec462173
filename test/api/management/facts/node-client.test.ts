import { Permit as Client } from "permitio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendorFacts, type VendorFacts } from "../../../support/vendor-facts.js";

/** The published Node.js client, as it is, writes and reads facts with every method that it has for that. */

let vendor: VendorFacts;
let api: Client["api"];
beforeAll(async () => {
  vendor = await openVendorFacts();
  const { url, key: token } = vendor;
  api = new Client({ token, apiUrl: url, pdp: url, log: { level: "silent" } }).api;
});
afterAll(() => vendor.close());

/** What a method refuses with: the status of the answer. */
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 0,
    (error: { response?: { status?: number } }) => error.response?.status,
  );
const elon = { key: "auth0|elon", email: "elon@tesla.com", first_name: "Elon", attributes: { age: 50 } };

describe("the Node.js client", () => {
  test("is told what is wrong by status", async () => {
    expect(await refused(api.users.get("nobody"))).toBe(404);
    expect(await refused(api.users.create({ key: "no key" }))).toBe(422);
    expect(await refused(api.tenants.create({ key: "acme", name: "Acme" }))).toBe(409);
    const nothing = { user: "nobody", role: "admin", tenant: "acme" };
    expect(await refused(api.roleAssignments.assign(nothing))).toBe(404);
    expect(await refused(api.roleAssignments.unassign(nothing))).toBe(404);
    expect(await refused(api.resourceInstances.get("doc:nothing"))).toBe(404);
    expect(
      await refused(
        api.relationshipTuples.delete({ subject: "folder:x", relation: "parent", object: "doc:x" }),
      ),
    ).toBe(404);
  });

  test("keeps users", async () => {
    const made = await api.users.create(elon);
    expect(made).toMatchObject(elon);
    expect(await api.users.getByKey(elon.key)).toMatchObject({ id: made.id });
    expect(await api.users.getById(made.id)).toMatchObject(elon);
    expect(await api.users.sync({ key: "ada", first_name: "Ada" })).toMatchObject({ created: true });
    expect(await api.users.sync({ key: "ada", last_name: "L" })).toMatchObject({ created: false });
    expect(await api.users.update("ada", { email: "ada@example.com" })).toMatchObject({ first_name: "Ada" });
    expect(await api.users.list({ search: "ada", perPage: 5 })).toMatchObject({ total_count: 1 });
    await api.users.bulkUserCreate([{ key: "b1" }, { key: "b2" }]);
    await api.users.bulkUserReplace([{ key: "b1", first_name: "B" }, { key: "b3" }]);
    expect(await api.users.get("b1")).toMatchObject({ first_name: "B" });
    await api.users.bulkUserDelete(["b1", "b2", "b3"]);
    await api.users.delete("ada");
    expect((await api.users.list()).data.map(({ key }) => key)).toEqual([elon.key]);
  });

  test("keeps tenants and who is in them", async () => {
    expect(await api.tenants.create({ key: "t1", name: "T1" })).toMatchObject({ attributes: null });
    expect(await api.tenants.update("t1", { attributes: { tier: "gold" } })).toMatchObject({ name: "T1" });
    expect(await api.tenants.get("t1")).toMatchObject({ attributes: { tier: "gold" } });
    expect((await api.tenants.list({ search: "t1" })).map(({ key }) => key)).toEqual(["t1"]);
    await api.users.assignRole({ user: elon.key, role: "viewer", tenant: "t1" });
    expect(await api.tenants.listTenantUsers({ tenantKey: "t1" })).toMatchObject({ total_count: 1 });
    await api.tenants.deleteTenantUser("t1", elon.key);
    expect(await api.tenants.listTenantUsers({ tenantKey: "t1" })).toMatchObject({ total_count: 0 });
    await api.tenants.delete("t1");
    expect(await refused(api.tenants.get("t1"))).toBe(404);
  });

  test("keeps role assignments", async () => {
    const given = { user: elon.key, role: "admin", tenant: "acme" };
    expect(await api.roleAssignments.assign(given)).toMatchObject(given);
    expect(await refused(api.users.assignRole(given))).toBe(409);
    expect(await api.users.getAssignedRoles({ user: elon.key })).toMatchObject([given]);
    expect(
      await api.roleAssignments.list({ user: elon.key, detailed: true, includeTotalCount: true }),
    ).toMatchObject({
      total_count: 1,
      data: [{ role: { key: "admin" }, tenant: { key: "acme" } }],
    });
    const more = [given, { ...given, role: "viewer" }];
    expect(await api.roleAssignments.bulkAssign(more)).toEqual({ assignments_created: 1 });
    expect(await api.roleAssignments.bulkUnassign(more)).toEqual({ assignments_removed: 2 });
    await api.users.assignRole(given);
    await api.users.unassignRole(given);
    expect(await api.roleAssignments.list({ tenant: "acme" })).toEqual([]);
  });

  test("keeps instances and how they are related", async () => {
    const { resourceInstances, relationshipTuples } = api;
    const made = await resourceInstances.create({
      resource: "doc",
      key: "d1",
      tenant: "acme",
      attributes: { a: 1 },
    });
    expect(await resourceInstances.get("doc:d1")).toMatchObject({ id: made.id });
    expect(await resourceInstances.getById(made.id)).toMatchObject({ key: "d1" });
    expect(await resourceInstances.update("doc:d1", { attributes: { b: 2 } })).toMatchObject({
      attributes: { b: 2 },
    });
    expect(await resourceInstances.list({ tenant: "acme", resource: "doc" })).toHaveLength(1);
    const tuple = { subject: "folder:f1", relation: "parent", object: "doc:d1" };
    expect(await relationshipTuples.create({ ...tuple, tenant: "acme" })).toMatchObject(tuple);
    expect(await refused(relationshipTuples.create(tuple))).toBe(409);
    expect(await relationshipTuples.list({ object: "doc:d1", tenant: "acme" })).toMatchObject([tuple]);
    await relationshipTuples.delete(tuple);
    await relationshipTuples.bulkRelationshipTuples([
      { ...tuple, tenant: "acme" },
      { ...tuple, subject: "folder:f2" },
    ]);
    expect(await relationshipTuples.list({ relation: "parent" })).toHaveLength(2);
    await relationshipTuples.bulkUnRelationshipTuples([tuple]);
    expect(await relationshipTuples.list({})).toHaveLength(1);
    await resourceInstances.delete("doc:d1");
    expect(await relationshipTuples.list({})).toEqual([]);
  });

  test("does the same by its flat methods of old", async () => {
    expect(await api.syncUser({ key: "old", email: "old@example.com" })).toMatchObject({ key: "old" });
    expect(await api.getUser("old")).toMatchObject({ email: "old@example.com" });
    await api.updateUser("old", { first_name: "Old" });
    await api.createTenant({ key: "old-t", name: "Old" });
    expect(await api.getTenant("old-t")).toMatchObject({ name: "Old" });
    await api.updateTenant("old-t", { name: "Older" });
    await api.assignRole({ user: "old", role: "admin", tenant: "old-t" });
    expect(await api.getAssignedRoles("old")).toMatchObject([{ role: "admin", tenant: "old-t" }]);
    await api.unassignRole({ user: "old", role: "admin", tenant: "old-t" });
    expect((await api.listTenants()).map(({ name }) => name)).toContain("Older");
    await api.deleteTenant("old-t");
    await api.deleteUser("old");
    expect(await refused(api.getUser("old"))).toBe(404);
  });
});
