import { Permit as PermitClient } from "permitio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../../support/vendor.js";

let vendor: Vendor;
const org = (method: string, path: string, body?: unknown) =>
  vendor.ask(method, path, body, vendor.organizationKey);
const copy = (body: unknown, from = "default") => org("POST", `/v2/projects/default/envs/${from}/copy`, body);
const fresh = (key: string) => ({ target_env: { new: { key, name: key } } });

beforeAll(async () => {
  vendor = await openVendor();
  await vendor.permit.define({
    resources: {
      folder: {
        name: "Folder",
        actions: { open: "Open" },
        roles: { keeper: { name: "Keeper", permissions: ["open"] } },
      },
      document: {
        name: "Document",
        actions: { read: "Read", write: "Write" },
        roles: { reader: { name: "Reader", permissions: ["read"] } },
        relations: { parent: "folder" },
        derivations: [{ role: "reader", from: { resource: "folder", role: "keeper" }, relation: "parent" }],
      },
      invoice: { name: "Invoice", actions: { pay: "Pay" } },
    },
    roles: {
      viewer: { name: "Viewer", permissions: ["document:read"] },
      editor: { name: "Editor", permissions: ["document:write"], extends: ["viewer"] },
      payer: { name: "Payer", permissions: ["invoice:pay"], attributes: { tier: "gold" } },
    },
    tenants: { acme: { name: "Acme" } },
  });
  const S = (path: string, body: unknown) => org("POST", `/v2/schema/default/default/${path}`, body);
  await S("condition_sets", {
    key: "adults",
    name: "Adults",
    conditions: { allOf: [{ "user.email": { equals: "a" } }] },
  });
  await S("condition_sets", { key: "staff", name: "Staff", parent_id: "adults" });
  await S("condition_sets", { key: "drafts", name: "Drafts", type: "resourceset", resource_id: "document" });
  const rule = { user_set: "staff", permission: "document:read", resource_set: "drafts" };
  await org("POST", "/v2/facts/default/default/set_rules", rule);
  await org("POST", "/v2/facts/default/default/users", { key: "somebody" });
});
afterAll(() => vendor.close());

/** Everything of an environment's rules, named by keys. */
async function rulesOf(env: string) {
  const shorn = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (name, inner: unknown) =>
        /^(id|.*_id|created_at|updated_at)$/.test(name) || name === "resource_id" ? undefined : inner,
      ),
    );
  const list = async (path: string) => {
    const { body } = await org("GET", `/v2/${path}?per_page=100`);
    return shorn(body) as { key: string }[];
  };
  return {
    resources: await list(`schema/default/${env}/resources`),
    roles: await list(`schema/default/${env}/roles`),
    sets: await list(`schema/default/${env}/condition_sets`),
    rules: await list(`facts/default/${env}/set_rules`),
  };
}
const keysOf = (all: { key: string }[]) => all.map(({ key }) => key).sort();

describe("a copy is refused", () => {
  test.each([
    ["to nowhere", {}],
    ["to two environments", { target_env: { existing: "default", new: { key: "x", name: "X" } } }],
    ["onto itself", { target_env: { existing: "default" } }],
    ["with another strategy", { ...fresh("x"), conflict_strategy: "merge" }],
    ["with a scope that is none", { ...fresh("x"), scope: { roles: { include: "*" } } }],
  ])("%s", async (_, body) => {
    const before = await vendor.database.state();
    expect((await copy(body)).status).toBe(422);
    expect(await vendor.database.state()).toBe(before);
  });

  test("to another project, to what is not there, and where the key does not reach", async () => {
    await org("POST", "/v2/projects", { key: "elsewhere", name: "Elsewhere" });
    expect((await copy({ target_env: { existing: "production" } })).status).toBe(404);
    expect((await copy({ target_env: { existing: "nowhere" } })).status).toBe(404);
    const path = "/v2/projects/default/envs/default/copy";
    expect((await vendor.ask("POST", path, fresh("x"))).status).toBe(403);
    expect((await copy({ target_env: { new: { key: "default", name: "Taken" } } })).status).toBe(409);
  });

  test("where something is there already, naming it, unless it is to be written over", async () => {
    await copy({ ...fresh("taken"), scope: { resources: { include: ["invoice"] }, ...nothingElse } });
    const before = await vendor.database.state();
    const answer = await copy({ target_env: { existing: "taken" } });
    expect(answer).toMatchObject({ status: 409, body: { error_code: "DUPLICATE_ENTITY" } });
    expect(answer.body.message).toContain("resource 'invoice'");
    expect(await vendor.database.state()).toBe(before);
    expect((await copy({ target_env: { existing: "taken" }, conflict_strategy: "overwrite" })).status).toBe(
      201,
    );
    expect(keysOf((await rulesOf("taken")).roles)).toEqual(["editor", "payer", "viewer"]);
  });
});
const none = { exclude: ["*"] };
const nothingElse = { roles: none, user_sets: none, resource_sets: none };

describe("a copy", () => {
  test("to a new environment holds all rules, and nobody", async () => {
    const { status, body } = await copy(fresh("whole"));
    expect(status).toBe(201);
    expect(body).toMatchObject({ key: "whole", project_id: vendor.project });
    expect(await rulesOf("whole")).toEqual(await rulesOf("default"));
    const { body: stats } = await org("GET", "/v2/projects/default/envs/whole/stats");
    expect(stats.stats).toMatchObject({ users: 0, tenants: 1, policies: 1, resources: 3 });
    const own = await org("GET", "/v2/api-key/default/whole");
    expect(own.body.secret).not.toBe((await org("GET", "/v2/api-key/default/default")).body.secret);
  });

  test("brings what was chosen, with what it can't be without", async () => {
    const scope = { resources: none, roles: { include: ["ed*"] }, user_sets: none, resource_sets: none };
    await copy({ ...fresh("editors"), scope });
    const { resources, roles, sets } = await rulesOf("editors");
    expect(keysOf(roles)).toEqual(["editor", "viewer"]);
    expect(keysOf(resources)).toEqual(["document", "folder"]);
    expect(sets).toEqual([]);
  });

  test("leaves out what is excluded", async () => {
    const scope = {
      resources: { exclude: ["inv*"] },
      roles: { exclude: ["payer"] },
      user_sets: { include: ["staff"] },
    };
    await copy({ ...fresh("without"), scope });
    const { resources, roles, sets } = await rulesOf("without");
    expect(keysOf(resources)).toEqual(["document", "folder"]);
    expect(keysOf(roles)).toEqual(["editor", "viewer"]);
    expect(keysOf(sets)).toEqual(["adults", "drafts", "staff"]);
  });

  test("takes names apart at each star, and answers soon however many there are", async () => {
    const named = async (env: string, ...include: string[]) => {
      await copy({ ...fresh(env), scope: { ...nothingElse, resources: none, roles: { include } } });
      return keysOf((await rulesOf(env)).roles);
    };
    await org("POST", "/v2/schema/default/default/roles", { key: "a".repeat(200), name: "Long" });
    expect(await named("patient", `${"a*".repeat(99)}b`)).toEqual([]);
    expect(await named("apart", "*ay*r", "*", "p*")).toHaveLength(4);
    expect(await named("overlapping", "paye*yer", "pay*ayer", "payer*payer")).toEqual([]);
    expect(await named("ends", "p*y*r", "pay**er", "payer*")).toEqual(["payer"]);
    await org("DELETE", `/v2/schema/default/default/roles/${"a".repeat(200)}`);
  });

  test("takes a `*` for anything, and everything else for itself", async () => {
    const scope = { resources: { include: ["in.*", "in*e", "("] }, ...nothingElse };
    await copy({ ...fresh("stars"), scope });
    expect(keysOf((await rulesOf("stars")).resources)).toEqual(["invoice"]);
  });

  test("over an environment makes what both have the same, and leaves what it alone has", async () => {
    await copy(fresh("older"));
    const S = "/v2/schema/default/older";
    await org("PATCH", `${S}/roles/viewer`, { name: "Changed", permissions: ["invoice:pay"] });
    await org("POST", `${S}/roles`, { key: "own", name: "Own", permissions: ["invoice:pay"] });
    const { status } = await copy({ target_env: { existing: "older" }, conflict_strategy: "overwrite" });
    expect(status).toBe(201);
    const { roles, ...rest } = await rulesOf("older");
    const { roles: original, ...others } = await rulesOf("default");
    expect(rest).toEqual(others);
    expect(roles.filter(({ key }) => key !== "own")).toEqual(original);
    expect(keysOf(roles)).toContain("own");
  });

  test("is on the record of the environment that it was taken of", async () => {
    expect(
      await vendor.database.value<number>(
        "select count(*)::int from audit_entry where action = 'environment.copy' and environment_id = $1",
        [vendor.environment],
      ),
    ).toBeGreaterThan(0);
  });

  test("is made by the permitio package, with a project's key", async () => {
    const body = { organization_id: vendor.organization, project_id: vendor.project, object_type: "project" };
    const { secret } = (await org("POST", "/v2/api-key", body)).body as { secret: string };
    const permit = new PermitClient({ token: secret, apiUrl: vendor.url, pdp: vendor.url });
    const copied = await permit.api.environments.copy("default", "default", fresh("by-sdk"));
    expect(copied.key).toBe("by-sdk");
    expect(keysOf((await rulesOf("by-sdk")).roles)).toEqual(["editor", "payer", "viewer"]);
  });
});
