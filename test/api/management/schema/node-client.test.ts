import { AttributeType, ConditionSetType, Permit as Client } from "permitio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../../support/vendor.js";

/** The published Node.js client, as it is, defines a schema with every method that it has for that. */

let vendor: Vendor;
let api: Client["api"];
beforeAll(async () => {
  vendor = await openVendor();
  const { url, key: token } = vendor;
  api = new Client({ token, apiUrl: url, pdp: url, log: { level: "silent" } }).api;
  for (const key of ["folder", "document"])
    await api.resources.create({ key, name: key, actions: { read: {}, write: {} } });
});
afterAll(() => vendor.close());

/** What a method refuses with: the status of the answer. */
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 0,
    (error: { response?: { status?: number } }) => error.response?.status,
  );

describe("the Node.js client", () => {
  test("is told what is wrong by status", async () => {
    const document = { key: "document", name: "Document", actions: {} };
    expect(await refused(api.resources.create(document))).toBe(409);
    expect(await refused(api.resources.get("gone"))).toBe(404);
    expect(await refused(api.roles.create({ key: "no key", name: "No" }))).toBe(422);
    expect(await refused(api.roles.create({ key: "r", name: "R", permissions: ["document:fly"] }))).toBe(404);
    expect(await refused(api.resourceRoles.delete("document", "gone"))).toBe(404);
  });

  test("keeps resources", async () => {
    const { resources } = api;
    const made = await resources.create({
      key: "note",
      name: "Note",
      urn: "prn:note",
      actions: { read: {} },
    });
    expect(Object.keys(made.actions ?? {})).toEqual(["read"]);
    for (const found of [
      await resources.get("note"),
      await resources.getByKey("note"),
      await resources.getById(made.id),
    ])
      expect(found).toMatchObject({ key: "note", urn: "prn:note" });
    expect(await resources.update("note", { description: "Short" })).toMatchObject({ urn: "prn:note" });
    const replaced = await resources.replace("note", { name: "Other", actions: { pin: {} } });
    expect(Object.keys(replaced.actions ?? {})).toEqual(["pin"]);
    expect((await resources.list()).map(({ key }) => key)).toEqual(["folder", "document", "note"]);
    await resources.delete("note");
    expect(await resources.list()).toHaveLength(2);
  });

  test("keeps actions, groups of them, attributes and relations", async () => {
    const actions = api.resourceActions;
    const share = await actions.create("document", { key: "share", name: "Share" });
    expect(share.permission_name).toBe("document:share");
    expect(await actions.update("document", "share", { name: "Give" })).toMatchObject({ name: "Give" });
    expect((await actions.list({ resourceKey: "document" })).map(({ key }) => key)).toContain("share");
    expect((await actions.getByKey("document", "share")).id).toBe(share.id);
    expect((await actions.getById(share.resource_id, share.id)).key).toBe("share");

    const groups = api.actionGroups;
    const all = await groups.create("document", { key: "all", name: "All", actions: ["read", "write"] });
    expect(all.actions).toEqual(["read", "write"]);
    expect((await groups.update("document", "all", { actions: ["share"] })).actions).toEqual(["share"]);
    expect((await groups.get("document", "all")).name).toBe("All");
    expect(await groups.list({ resourceKey: "document" })).toHaveLength(1);
    await groups.delete("document", "all");
    await actions.delete("document", "share");

    const attributes = api.resourceAttributes;
    await attributes.create("document", { key: "size", type: AttributeType.Number });
    expect(await attributes.update("document", "size", { description: "Pages" })).toMatchObject({
      type: "number",
      description: "Pages",
    });
    expect(await attributes.list({ resourceKey: "document" })).toHaveLength(1);
    expect((await attributes.get("document", "size")).built_in).toBe(false);
    await attributes.delete("document", "size");

    const relations = api.resourceRelations;
    const parent = await relations.create("document", {
      key: "parent",
      name: "Parent",
      subject_resource: "folder",
    });
    expect(parent).toMatchObject({ object_resource: "document", subject_resource: "folder" });
    expect((await relations.get("document", "parent")).id).toBe(parent.id);
    expect(await relations.list({ resourceKey: "document" })).toMatchObject({ total_count: 1 });
  });

  test("keeps roles of tenants and of resources, and what follows from them", async () => {
    const { roles, resourceRoles } = api;
    const viewer = await roles.create({ key: "viewer", name: "Viewer" });
    expect(viewer.permissions).toEqual([]);
    expect(await roles.assignPermissions("viewer", ["document:read", "document:read"])).toMatchObject({
      permissions: ["document:read"],
    });
    await roles.assignPermissions("viewer", ["document:read", "document:write"]);
    expect((await roles.removePermissions("viewer", ["document:write"])).permissions).toEqual([
      "document:read",
    ]);
    await roles.removePermissions("viewer", ["document:write"]);
    // Its types lag behind what it sends.
    const editor = { key: "editor", name: "Editor", extends: ["viewer"], attributes: { tier: "gold" } };
    await roles.create(editor);
    expect(await roles.update("editor", { description: "Edits" })).toMatchObject({
      extends: ["viewer"],
      attributes: { tier: "gold" },
    });
    expect((await roles.list()).map(({ key }) => key)).toEqual(["viewer", "editor"]);
    expect((await roles.getById(viewer.id)).key).toBe("viewer");

    await resourceRoles.create("folder", { key: "keeper", name: "Keeper", permissions: ["read"] });
    const writer = await resourceRoles.create("document", { key: "writer", name: "Writer" });
    const assigned = await resourceRoles.assignPermissions("document", "writer", ["write"]);
    expect(assigned.permissions).toEqual(["write"]);
    await resourceRoles.removePermissions("document", "writer", ["write"]);
    const rule = { role: "keeper", on_resource: "folder", linked_by_relation: "parent" };
    const when = { no_direct_roles_on_object: false };
    expect(await resourceRoles.createRoleDerivation("document", "writer", { ...rule, when })).toMatchObject(
      rule,
    );
    expect((await resourceRoles.get("document", "writer")).granted_to?.users_with_role).toMatchObject([rule]);
    const flag = { no_direct_roles_on_object: true };
    await resourceRoles.updateRoleDerivationConditions("document", "writer", flag);
    expect((await resourceRoles.getById("document", writer.id)).granted_to?.when).toEqual(flag);
    await resourceRoles.deleteRoleDerivation("document", "writer", rule);
    expect((await resourceRoles.get("document", "writer")).granted_to?.users_with_role).toEqual([]);
    expect(await resourceRoles.list({ resourceKey: "document" })).toHaveLength(1);
    expect(await resourceRoles.update("document", "writer", { name: "Author" })).toMatchObject({
      name: "Author",
    });
    await resourceRoles.delete("document", "writer");
    await roles.delete("viewer");
    expect(await roles.get("editor")).toMatchObject({ extends: [] });
  });

  test("keeps condition sets and their rules", async () => {
    const { conditionSets, conditionSetRules } = api;
    const conditions = { allOf: [{ allOf: [{ "user.age": { "greater-than": 17 } }] }] };
    const adults = await conditionSets.create({
      key: "adults",
      name: "Adults",
      type: ConditionSetType.Userset,
      conditions,
    });
    await conditionSets.create({
      key: "papers",
      name: "Papers",
      type: ConditionSetType.Resourceset,
      resource_id: "document",
    });
    expect((await conditionSets.getById(adults.id)).conditions).toEqual(conditions);
    expect(await conditionSets.update("adults", { description: "Of age" })).toMatchObject({ conditions });
    expect(await conditionSets.list({ page: 1, perPage: 1 })).toHaveLength(1);
    const any = { permissionKey: "document:read", resourceSetKey: "papers" };
    const rule = { user_set: "adults", permission: "document:read", resource_set: "papers" };
    expect(await conditionSetRules.create(rule)).toMatchObject(rule);
    expect(await conditionSetRules.list({ ...any, userSetKey: "adults" })).toHaveLength(1);
    expect(await conditionSetRules.list({ ...any, userSetKey: "papers" })).toHaveLength(0);
    await conditionSetRules.delete(rule);
    await conditionSetRules.delete(rule);
    await conditionSets.delete("adults");
    expect(await refused(conditionSets.get("adults"))).toBe(404);
  });
});
