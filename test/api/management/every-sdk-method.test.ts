import { Permit, type RoleCreate } from "permitio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../support/vendor.js";

/**
 * The vendor's published client for Node.js, unmodified: a team's whole life with it, and no method that it offers is
 * left out.
 */
let vendor: Vendor;
let client: Permit;
const called = new Set<string>();

/** The same object, which remembers what was called of it. */
function watched<T extends object>(target: T, path: string): T {
  return new Proxy(target, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name, object);
      if (typeof name !== "string") return value;
      if (typeof value === "function") {
        return (...given: unknown[]) => {
          called.add(`${path}.${name}`);
          const answer: unknown = Reflect.apply(value as () => unknown, object, given);
          const isClone = name === "clone" || name === "waitForSync";
          return isClone ? watched(answer as object, path) : answer;
        };
      }
      return typeof value === "object" && value !== null ? watched(value, `${path}.${name}`) : value;
    },
  });
}

const clientWith = (token: string, more: object = {}) =>
  new Permit({ token, apiUrl: vendor.url, pdp: vendor.url, log: { level: "silent" }, ...more });

beforeAll(async () => {
  vendor = await openVendor();
  client = watched(clientWith(vendor.key), "permit");
});
afterAll(() => vendor.close());

const keys = (things: readonly { key: string }[]) => things.map(({ key }) => key).sort();
const gone = { response: { status: 404 } };

describe("the vendor's client", () => {
  test("finds an environment with the tenant default, and nothing else", async () => {
    const { api } = client;
    expect(keys(await api.tenants.list())).toEqual(["default"]);
    expect(await api.roles.list()).toEqual([]);
    expect(await api.resources.list()).toEqual([]);
    expect((await api.users.list()).data).toEqual([]);
  });

  test("makes resources, and what hangs on them", async () => {
    const { resources, resourceActions, actionGroups, resourceAttributes, resourceRelations } = client.api;
    const made = await resources.create({
      key: "document",
      name: "Document",
      urn: "prn:gdrive:document",
      description: "What people write",
      actions: { read: {}, write: { name: "Write" }, remove: {} },
      attributes: { private: { type: "bool" } },
    });
    expect(Object.keys(made.actions ?? {}).sort()).toEqual(["read", "remove", "write"]);
    expect(made).toMatchObject({
      key: "document",
      urn: "prn:gdrive:document",
      description: "What people write",
    });
    await resources.create({ key: "folder", name: "Folder", actions: { open: {} } });
    await resources.create({ key: "scrap", name: "Scrap", actions: {} });
    expect(keys(await resources.list())).toEqual(["document", "folder", "scrap"]);
    expect((await resources.get("document")).id).toBe(made.id);
    expect((await resources.getByKey("document")).id).toBe(made.id);
    expect((await resources.getById(made.id)).key).toBe("document");
    expect((await resources.update("scrap", { name: "Scraps" })).name).toBe("Scraps");
    const replaced = await resources.replace("scrap", { name: "Rest", actions: { burn: {} } });
    expect([replaced.name, Object.keys(replaced.actions ?? {})]).toEqual(["Rest", ["burn"]]);

    const act = await resourceActions.create("document", { key: "print", name: "Print" });
    expect(act.permission_name).toBe("document:print");
    expect(keys(await resourceActions.list({ resourceKey: "document" }))).toContain("print");
    expect((await resourceActions.get("document", "print")).id).toBe(act.id);
    expect((await resourceActions.getByKey("document", "print")).id).toBe(act.id);
    expect((await resourceActions.getById(made.id, act.id)).key).toBe("print");
    expect((await resourceActions.update("document", "print", { name: "On paper" })).name).toBe("On paper");
    await resourceActions.delete("document", "print");
    await expect(resourceActions.get("document", "print")).rejects.toMatchObject(gone);

    const group = await actionGroups.create("document", {
      key: "all",
      name: "All",
      actions: ["read", "write"],
    });
    expect(keys(await actionGroups.list({ resourceKey: "document" }))).toEqual(["all"]);
    expect((await actionGroups.get("document", "all")).actions?.sort()).toEqual(["read", "write"]);
    expect((await actionGroups.getByKey("document", "all")).id).toBe(group.id);
    expect((await actionGroups.getById(made.id, group.id)).key).toBe("all");
    expect((await actionGroups.update("document", "all", { name: "Everything" })).name).toBe("Everything");
    await actionGroups.delete("document", "all");
    expect(await actionGroups.list({ resourceKey: "document" })).toEqual([]);

    const attribute = await resourceAttributes.create("document", { key: "label", type: "string" });
    expect(keys(await resourceAttributes.list({ resourceKey: "document" }))).toEqual(["label", "private"]);
    expect((await resourceAttributes.get("document", "label")).type).toBe("string");
    expect((await resourceAttributes.getByKey("document", "label")).id).toBe(attribute.id);
    expect((await resourceAttributes.getById(made.id, attribute.id)).key).toBe("label");
    const described = { description: "What it is filed under" };
    expect(await resourceAttributes.update("document", "label", described)).toMatchObject(described);
    await resourceAttributes.delete("document", "label");
    await expect(resourceAttributes.get("document", "label")).rejects.toMatchObject(gone);

    const relation = await resourceRelations.create("document", {
      key: "parent",
      name: "Parent",
      subject_resource: "folder",
    });
    expect(relation).toMatchObject({ object_resource: "document", subject_resource: "folder" });
    expect(JSON.stringify(await resourceRelations.list({ resourceKey: "document" }))).toContain(relation.id);
    expect((await resourceRelations.get("document", "parent")).id).toBe(relation.id);
    expect((await resourceRelations.getByKey("document", "parent")).id).toBe(relation.id);
    expect((await resourceRelations.getById(made.id, relation.id)).key).toBe("parent");
    await resourceRelations.create("document", { key: "copy", name: "Copy", subject_resource: "document" });
    await resourceRelations.delete("document", "copy");
    await expect(resourceRelations.get("document", "copy")).rejects.toMatchObject(gone);
    await resources.delete("scrap");
    await expect(resources.get("scrap")).rejects.toMatchObject(gone);
  });

  test("makes roles of tenants and of resources, and derives one from another", async () => {
    const { roles, resourceRoles } = client.api;
    const bare = await roles.create({ key: "viewer", name: "Viewer" });
    expect(bare.permissions).toEqual([]);
    await roles.assignPermissions("viewer", ["document:read"]);
    expect((await roles.get("viewer")).permissions).toEqual(["document:read"]);
    const admin = await roles.create({
      key: "admin",
      name: "Admin",
      permissions: ["document:write", "document:remove"],
      extends: ["viewer"],
    } as RoleCreate);
    expect(keys(await roles.list())).toEqual(["admin", "viewer"]);
    expect((await roles.getByKey("admin")).id).toBe(admin.id);
    expect(await roles.getById(admin.id)).toMatchObject({ extends: ["viewer"] });
    expect((await roles.removePermissions("admin", ["document:remove"])).permissions).toEqual([
      "document:write",
    ]);
    expect((await roles.update("admin", { description: "Does it all" })).description).toBe("Does it all");
    await roles.create({ key: "nobody", name: "Nobody" });
    await roles.delete("nobody");
    await expect(roles.get("nobody")).rejects.toMatchObject(gone);

    const editor = await resourceRoles.create("document", {
      key: "editor",
      name: "Editor",
      permissions: ["read"],
    });
    await resourceRoles.create("folder", { key: "keeper", name: "Keeper", permissions: ["open"] });
    expect(keys(await resourceRoles.list({ resourceKey: "document" }))).toEqual(["editor"]);
    expect((await resourceRoles.get("document", "editor")).id).toBe(editor.id);
    expect((await resourceRoles.getByKey("document", "editor")).id).toBe(editor.id);
    const document = await client.api.resources.get("document");
    expect((await resourceRoles.getById(document.id, editor.id)).key).toBe("editor");
    expect((await resourceRoles.update("document", "editor", { name: "Writer" })).name).toBe("Writer");
    await resourceRoles.assignPermissions("document", "editor", ["write", "document:remove"]);
    await resourceRoles.removePermissions("document", "editor", ["remove"]);
    const { permissions = [] } = await resourceRoles.get("document", "editor");
    expect(permissions.map((each) => each.replace("document:", "")).sort()).toEqual(["read", "write"]);
    const rule = { role: "keeper", on_resource: "folder", linked_by_relation: "parent" };
    await resourceRoles.createRoleDerivation("document", "editor", rule);
    expect((await resourceRoles.get("document", "editor")).granted_to?.users_with_role).toMatchObject([rule]);
    await resourceRoles.updateRoleDerivationConditions("document", "editor", {
      no_direct_roles_on_object: true,
    });
    const { granted_to } = await resourceRoles.get("document", "editor");
    expect(granted_to?.when).toEqual({ no_direct_roles_on_object: true });
    await resourceRoles.deleteRoleDerivation("document", "editor", rule);
    expect((await resourceRoles.get("document", "editor")).granted_to?.users_with_role).toEqual([]);
    await resourceRoles.createRoleDerivation("document", "editor", rule);
    await resourceRoles.create("document", { key: "spare", name: "Spare" });
    await resourceRoles.delete("document", "spare");
    await expect(resourceRoles.get("document", "spare")).rejects.toMatchObject(gone);
  });

  test("makes tenants and users, and gives them roles", async () => {
    const { tenants, users, roleAssignments } = client.api;
    const bare = await tenants.create({ key: "acme", name: "Acme" });
    expect(bare.attributes).toBeNull();
    await expect(tenants.create({ key: "acme", name: "Acme" })).rejects.toMatchObject({
      response: { status: 409 },
    });
    expect((await tenants.update("acme", { name: "Acme Inc" })).name).toBe("Acme Inc");
    expect((await tenants.get("acme")).id).toBe(bare.id);
    expect((await tenants.getByKey("acme")).id).toBe(bare.id);
    expect((await tenants.getById(bare.id)).key).toBe("acme");
    await tenants.create({ key: "scrap", name: "Scrap" });
    await tenants.delete("scrap");
    expect(keys(await tenants.list({ page: 1, perPage: 50 }))).toEqual(["acme", "default"]);

    const olivia = await users.create({
      key: "auth0|olivia",
      email: "olivia@acme.example",
      first_name: "Olivia",
    });
    expect(olivia.roles ?? []).toEqual([]);
    await expect(users.create({ key: "auth0|olivia" })).rejects.toMatchObject({ response: { status: 409 } });
    const first = await users.sync({ key: "mei", email: "mei@acme.example" });
    const second = await users.sync({
      key: "mei",
      email: "mei@acme.example",
      first_name: "Mei",
      last_name: "Lin",
    });
    expect([first.created, second.created, second.user.first_name]).toEqual([true, false, "Mei"]);
    expect((await users.update("mei", { last_name: "Ling" })).last_name).toBe("Ling");
    expect((await users.get("auth0|olivia")).id).toBe(olivia.id);
    expect((await users.getByKey("auth0|olivia")).id).toBe(olivia.id);
    expect((await users.getById(olivia.id)).key).toBe("auth0|olivia");
    await users.bulkUserCreate([{ key: "user-0" }, { key: "user-1" }, { key: "user-2" }]);
    await users.bulkUserReplace([{ key: "user-0", first_name: "Zero" }]);
    expect((await users.list({ search: "user-1", perPage: 100 })).data.map(({ key }) => key)).toEqual([
      "user-1",
    ]);
    await users.bulkUserDelete(["user-1", "user-2"]);
    expect((await users.list()).data.map(({ key }) => key).sort()).toEqual(["auth0|olivia", "mei", "user-0"]);

    const given = { user: "auth0|olivia", role: "admin", tenant: "acme" };
    expect(await users.assignRole(given)).toMatchObject(given);
    await roleAssignments.assign({ user: "mei", role: "viewer", tenant: "acme" });
    expect(await users.getAssignedRoles({ user: "mei" })).toMatchObject([{ role: "viewer", tenant: "acme" }]);
    const listed = await roleAssignments.list({ tenant: "acme", includeTotalCount: true });
    expect([listed.total_count, listed.page_count]).toEqual([2, 1]);
    const [detailed] = await roleAssignments.list({ user: "mei", detailed: true });
    expect(detailed).toMatchObject({
      user: { key: "mei" },
      role: { key: "viewer" },
      tenant: { key: "acme" },
    });
    expect((await tenants.listTenantUsers({ tenantKey: "acme" })).data.map(({ key }) => key).sort()).toEqual([
      "auth0|olivia",
      "mei",
    ]);
    await roleAssignments.unassign({ user: "mei", role: "viewer", tenant: "acme" });
    await expect(users.unassignRole({ user: "mei", role: "viewer", tenant: "acme" })).rejects.toMatchObject(
      gone,
    );
    const bulk = ["mei", "user-0"].map((user) => ({ user, role: "viewer", tenant: "acme" }));
    expect(await roleAssignments.bulkAssign(bulk)).toMatchObject({ assignments_created: 2 });
    expect(await roleAssignments.bulkUnassign(bulk)).toMatchObject({ assignments_removed: 2 });
    await tenants.deleteTenantUser("acme", "user-0");
    await users.delete("user-0");
    await expect(users.get("user-0")).rejects.toMatchObject(gone);
  });

  test("relates instances, and sees roles follow", async () => {
    const { resourceInstances, relationshipTuples, roleAssignments } = client.api;
    const made = await resourceInstances.create({ resource: "folder", key: "plans", tenant: "acme" });
    await resourceInstances.create({ resource: "document", key: "budget", tenant: "acme" });
    await resourceInstances.create({ resource: "document", key: "scrap", tenant: "acme" });
    expect((await resourceInstances.get(made.id)).key).toBe("plans");
    expect((await resourceInstances.getById(made.id)).key).toBe("plans");
    expect((await resourceInstances.getByKey("folder:plans")).id).toBe(made.id);
    await resourceInstances.update("document:budget", { attributes: { private: true } });
    expect((await resourceInstances.get("document:budget")).attributes).toEqual({ private: true });
    await resourceInstances.delete("document:scrap");
    expect(keys(await resourceInstances.list({ tenant: "acme" }))).toEqual(["budget", "plans"]);

    const tuple = { subject: "folder:plans", relation: "parent", object: "document:budget" };
    expect(await relationshipTuples.create({ ...tuple, tenant: "acme" })).toMatchObject(tuple);
    expect(await relationshipTuples.list({ object: "document:budget" })).toMatchObject([tuple]);
    await roleAssignments.assign({
      user: "mei",
      role: "keeper",
      resource_instance: "folder:plans",
      tenant: "acme",
    });
    expect(await client.check("mei", "write", { type: "document", key: "budget", tenant: "acme" })).toBe(
      true,
    );
    await relationshipTuples.delete(tuple);
    expect(await client.check("mei", "write", { type: "document", key: "budget", tenant: "acme" })).toBe(
      false,
    );
    const many = ["a", "b"].map((key) => ({ ...tuple, object: `document:${key}`, tenant: "acme" }));
    await relationshipTuples.bulkRelationshipTuples(many);
    expect(await relationshipTuples.list({ subject: "folder:plans" })).toHaveLength(2);
    await relationshipTuples.bulkUnRelationshipTuples(many.map(({ tenant: _, ...each }) => each));
    expect(await relationshipTuples.list({ subject: "folder:plans" })).toEqual([]);
  });

  test("lets sets of users do something to sets of resources", async () => {
    const { conditionSets, conditionSetRules } = client.api;
    const set = await conditionSets.create({
      key: "finance",
      name: "Finance",
      type: "userset",
      conditions: { allOf: [{ allOf: [{ "user.department": { equals: "Finance" } }] }] },
    });
    await conditionSets.create({
      key: "private",
      name: "Private documents",
      type: "resourceset",
      resource_id: "document",
      conditions: { allOf: [{ allOf: [{ "resource.private": { equals: true } }] }] },
    });
    expect(keys(await conditionSets.list())).toEqual(["finance", "private"]);
    expect((await conditionSets.get("finance")).id).toBe(set.id);
    expect((await conditionSets.getByKey("finance")).id).toBe(set.id);
    expect((await conditionSets.getById(set.id)).key).toBe("finance");
    expect((await conditionSets.update("finance", { name: "Money" })).name).toBe("Money");
    const rule = { user_set: "finance", permission: "document:read", resource_set: "private" };
    expect(await conditionSetRules.create(rule)).toMatchObject(rule);
    expect(
      await conditionSetRules.list({
        userSetKey: "finance",
        permissionKey: "document:read",
        resourceSetKey: "private",
      }),
    ).toMatchObject([rule]);
    const finance = { key: "mei", attributes: { department: "Finance" } };
    const paper = (isPrivate: boolean) => ({
      type: "document",
      tenant: "acme",
      attributes: { private: isPrivate },
    });
    expect(await client.check(finance, "read", paper(true))).toBe(true);
    expect(await client.check(finance, "read", paper(false))).toBe(false);
    await conditionSetRules.delete(rule);
    expect(
      await conditionSetRules.list({
        userSetKey: "finance",
        permissionKey: "document:read",
        resourceSetKey: "private",
      }),
    ).toEqual([]);
    await conditionSets.create({ key: "scrap", name: "Scrap", type: "userset" });
    await conditionSets.delete("scrap");
    await expect(conditionSets.get("scrap")).rejects.toMatchObject(gone);
  });

  test("asks for decisions in every way", async () => {
    const document = { type: "document", tenant: "acme" };
    expect(await client.check("auth0|olivia", "read", document)).toBe(true);
    expect(await client.check("auth0|olivia", "remove", document)).toBe(false);
    expect(
      await client.bulkCheck([
        { user: "auth0|olivia", action: "write", resource: document },
        { user: "stranger", action: "write", resource: document },
      ]),
    ).toEqual([true, false]);
    const permissions = await client.getUserPermissions("auth0|olivia");
    expect(permissions["__tenant:acme"]?.permissions.sort()).toEqual(["document:read", "document:write"]);
    const tenants = await client.checkAllTenants("auth0|olivia", "read", "document");
    expect(tenants.map(({ key }) => key)).toEqual(["acme"]);
  });

  test("works by the older names of the same methods too", async () => {
    const { api } = client;
    await api.createTenant({ key: "globex", name: "Globex" });
    expect((await api.updateTenant("globex", { name: "Globex Ltd" })).name).toBe("Globex Ltd");
    expect((await api.getTenant("globex")).key).toBe("globex");
    expect(keys(await api.listTenants())).toContain("globex");
    await api.createUser({ key: "gus" });
    await api.syncUser({ key: "gus", first_name: "Gus" });
    expect((await api.updateUser("gus", { last_name: "G" })).first_name).toBe("Gus");
    expect((await api.getUser("gus")).key).toBe("gus");
    expect(JSON.stringify(await api.listUsers())).toContain('"gus"');
    await api.createResource({ key: "invoice", name: "Invoice", actions: { pay: {} } });
    expect((await api.updateResource("invoice", { name: "Bill" })).name).toBe("Bill");
    await api.createRole({ key: "payer", name: "Payer", permissions: ["invoice:pay"] });
    expect((await api.updateRole("payer", { name: "Cashier" })).name).toBe("Cashier");
    expect((await api.getRole("payer")).key).toBe("payer");
    expect(keys(await api.listRoles())).toContain("payer");
    await api.assignRole({ user: "gus", role: "payer", tenant: "globex" });
    expect(await api.getAssignedRoles("gus", "globex")).toMatchObject([{ role: "payer" }]);
    await api.createConditionSet({ key: "payers", name: "Payers", type: "userset", conditions: {} });
    await api.createConditionSet({
      key: "bills",
      name: "Bills",
      type: "resourceset",
      resource_id: "invoice",
    });
    expect((await api.updateConditionSet("payers", { name: "All payers" })).name).toBe("All payers");
    expect(keys(await api.listConditionSets("userset", 1, 50))).toContain("payers");
    const rule = { user_set: "payers", permission: "invoice:pay", resource_set: "bills" };
    await api.assignConditionSetRule(rule);
    expect(JSON.stringify(await api.listConditionSetsRules(1, 50))).toContain("payers");
    await api.unassignConditionSetRule(rule);
    await api.deleteConditionSet("payers");
    await api.unassignRole({ user: "gus", role: "payer", tenant: "globex" });
    await api.deleteRole("payer");
    await api.deleteResource("invoice");
    await api.deleteUser("gus");
    await api.deleteTenant("globex");
    await expect(api.getUser("gus")).rejects.toMatchObject(gone);
  });

  test("makes projects and environments with a key of the organization", async () => {
    const wide = watched(clientWith(vendor.organizationKey), "permit");
    const { projects, environments } = wide.api;
    const project = await projects.create({ key: "shop", name: "Shop" });
    expect(keys(await projects.list())).toEqual(["default", "shop"]);
    expect((await projects.get("shop")).id).toBe(project.id);
    expect((await projects.getByKey("shop")).id).toBe(project.id);
    expect((await projects.getById(project.id)).key).toBe("shop");
    expect((await projects.update("shop", { name: "Web shop" })).name).toBe("Web shop");
    const staging = await environments.create("shop", { key: "staging", name: "Staging" });
    expect(keys(await environments.list({ projectKey: "shop" }))).toContain("staging");
    expect((await environments.get("shop", "staging")).id).toBe(staging.id);
    expect((await environments.getByKey("shop", "staging")).id).toBe(staging.id);
    expect((await environments.getById(project.id, staging.id)).key).toBe("staging");
    expect((await environments.update("shop", "staging", { name: "Trial" })).name).toBe("Trial");
    const { secret = "" } = await environments.getApiKey("shop", "staging");
    const inside = clientWith(secret);
    await inside.api.roles.create({ key: "tester", name: "Tester" });
    expect(keys(await inside.api.tenants.list())).toEqual(["default"]);
    expect(await environments.getStats("shop", "staging")).toMatchObject({ stats: { roles: 1, tenants: 1 } });
    const everything = { include: ["*"] };
    await environments.copy("shop", "staging", {
      target_env: { new: { key: "live", name: "Live" } },
      scope: {
        resources: everything,
        roles: everything,
        user_sets: everything,
        resource_sets: everything,
      },
    });
    const live = clientWith((await environments.getApiKey("shop", "live")).secret ?? "");
    expect(keys(await live.api.roles.list())).toEqual(["tester"]);
    await environments.delete("shop", "live");
    await expect(environments.get("shop", "live")).rejects.toMatchObject(gone);
    await projects.delete("shop");
    await expect(projects.get("shop")).rejects.toMatchObject(gone);
  });

  test("opens an element for a user", async () => {
    const { ask, E } = vendor;
    const level = { LEVEL_1: ["admin"], LEVEL_4: ["viewer"] };
    await ask("POST", `${E}/config`, {
      key: "team",
      name: "Team",
      elements_type: "user_management",
      settings: {},
      roles_to_levels: level,
    });
    const login = await client.elements.loginAs({ userId: "auth0|olivia", tenantId: "acme" });
    expect(login.error ?? null).toBeNull();
    expect(login.content?.url).toContain(vendor.url);
  });

  test("has been called by every method that it has", async () => {
    const { users, tenants, roleAssignments, resourceInstances, relationshipTuples } = client.api;
    for (const api of [users, tenants, roleAssignments, resourceInstances, relationshipTuples]) {
      (api as unknown as { clone(): unknown }).clone();
      api.waitForSync(5);
    }
    expect(await users.waitForSync(5).get("mei")).toMatchObject({ key: "mei" });
    (client.api as unknown as { getMethods(): unknown }).getMethods();
    const missed = methodsOf(clientWith("nobody")).filter((method) => !called.has(method));
    expect(missed).toEqual([]);
  });
});

const plumbing = new Set(["setContextFromApiKey", "ensureAccessLevel", "ensureContext", "handleApiError"]);
const inside = /^(_|logger$|config$|openapiClientConfig$|scopeApi$)/;

function methodsOf(permit: Permit): string[] {
  const own = (target: object): string[] => {
    const names = new Set<string>();
    for (
      let at: unknown = Object.getPrototypeOf(target);
      at && at !== Object.prototype;
      at = Object.getPrototypeOf(at)
    )
      for (const name of Object.getOwnPropertyNames(at)) names.add(name);
    return [...names].filter((name) => name !== "constructor" && !plumbing.has(name));
  };
  const apis = Object.entries(permit.api).filter(
    ([name, value]) => typeof value === "object" && value !== null && !inside.test(name),
  ) as [string, object][];
  return [
    ...own(permit).map((name) => `permit.${name}`),
    ...own(permit.api).map((name) => `permit.api.${name}`),
    ...own(permit.elements).map((name) => `permit.elements.${name}`),
    ...apis.flatMap(([api, target]) => own(target).map((name) => `permit.api.${api}.${name}`)),
  ];
}
