import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendorFacts, type VendorFacts } from "../../../support/vendor-facts.js";

let vendor: VendorFacts;
beforeAll(async () => {
  vendor = await openVendorFacts();
  for (const key of ["ada", "bob"]) await vendor.facts(200, "POST", "/users", { key });
  for (const key of ["one", "two"])
    await vendor.facts(200, "POST", "/resource_instances", { key, resource: "doc", tenant: "acme" });
});
afterAll(() => vendor.close());

async function ask(status: number, method: string, path: string, body?: unknown) {
  const answer = await vendor.ask(method, `${vendor.S}/groups${path}`, body);
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBe(status);
  // What it is was checked against the vendor's description.

  return answer.body;
}
const onDoc = (role: string, resource_instance: string) => ({
  role,
  resource: "doc",
  resource_instance,
  tenant: "acme",
});
const may = async (user: string, action: string, key: string) =>
  (
    await vendor.ask("POST", "/allowed", {
      user: { key: user },
      action,
      resource: { type: "doc", key, tenant: "acme" },
    })
  ).body.allow as boolean;

describe("groups", () => {
  test("are refused for tenants that are not there, and by keys that are none", async () => {
    await ask(404, "POST", "", { group_instance_key: "team", group_tenant: "nowhere" });
    await ask(422, "POST", "", { group_instance_key: "a b", group_tenant: "acme" });
    await ask(422, "POST", "", {});
    await ask(404, "GET", "/team");
    await ask(404, "DELETE", "/team");
    expect(await ask(200, "GET", "")).toEqual([]);
  });

  test("are made with the kind that they are of, once each", async () => {
    const group = { group_resource_type_key: "group", group_instance_key: "team", group_tenant: "acme" };
    expect(await ask(200, "POST", "", { group_instance_key: "team", group_tenant: "acme" })).toEqual({
      ...group,
      users: [],
      assigned_roles: [],
    });
    await ask(409, "POST", "", { group_instance_key: "group:team", group_tenant: "acme" });
    expect(await ask(200, "GET", "/direct/team")).toMatchObject(group);
    await ask(200, "POST", "", { ...group, group_instance_key: "all" });
    await ask(200, "POST", "", { ...group, group_instance_key: "theirs", group_tenant: "beta" });
  });

  test("take in whoever has no place yet, and let them go", async () => {
    await ask(404, "PUT", "/team/users/nobody", { tenant: "acme" });
    await ask(409, "PUT", "/team/users/ada", { tenant: "beta" });
    await ask(404, "DELETE", "/team/users/ada", { tenant: "acme" });
    const { users } = await ask(200, "PUT", "/team/users/ada", { tenant: "acme" });
    expect(users).toHaveLength(1);
    expect(await ask(200, "GET", "/team/users")).toMatchObject({ total_count: 1, data: [{ key: "ada" }] });
    await ask(200, "PUT", "/team/users/bob", { tenant: "acme" });
    await ask(204, "DELETE", "/team/users/bob", { tenant: "acme" });
    expect((await ask(200, "GET", "/group%3Ateam")).users).toEqual(users);
  });

  test("give their members the roles that they are given, there and nowhere else", async () => {
    await ask(404, "POST", "/team/roles", onDoc("viewer", "nothing"));
    await ask(404, "POST", "/team/roles", onDoc("nothing", "one"));
    await ask(409, "POST", "/theirs/roles", { ...onDoc("viewer", "one"), tenant: "beta" });
    expect((await ask(200, "POST", "/team/roles", onDoc("viewer", "one"))).assigned_roles).toEqual([
      "viewer",
    ]);
    await ask(200, "POST", "/all/roles", onDoc("editor", "two"));
    await ask(409, "POST", "/team/roles", onDoc("viewer", "one"));
    expect(await ask(200, "GET", "/team/roles")).toMatchObject({
      data: [{ key: "viewer", resource: { key: "doc" }, resource_instance: { key: "one" } }],
    });
    await expect.poll(() => may("ada", "read", "one")).toBe(true);
    expect(await may("ada", "write", "two")).toBe(false);
  });

  test("may stand in one another: whoever is in the inner one is in the outer one", async () => {
    await ask(422, "PUT", "/all/assign_group", { group_instance_key: "all" });
    await ask(404, "DELETE", "/all/assign_group", { group_instance_key: "team" });
    await ask(200, "PUT", "/all/assign_group", { group_instance_key: "team" });
    expect(await ask(200, "GET", "/all/children")).toMatchObject({ data: [{ group_instance_key: "team" }] });
    expect(await ask(200, "GET", "/team/parents")).toMatchObject({ data: [{ group_instance_key: "all" }] });
    expect((await ask(200, "GET", "/all/parents")).data).toEqual([]);
    await expect.poll(() => may("ada", "write", "two")).toBe(true);
    await ask(204, "DELETE", "/all/assign_group", { group_instance_key: "team" });
    await expect.poll(() => may("ada", "write", "two")).toBe(false);
  });

  test("lose a role that is taken back, and all of them when they are deleted", async () => {
    await ask(204, "DELETE", "/team/roles", onDoc("viewer", "one"));
    await ask(404, "DELETE", "/team/roles", onDoc("viewer", "one"));
    await expect.poll(() => may("ada", "read", "one")).toBe(false);
    await ask(204, "DELETE", "/team");
    await ask(404, "GET", "/team");
    expect((await vendor.trail("acme")).map(({ action }) => action)).toEqual(
      expect.arrayContaining(["role.revoke", "resource_instance.delete"]),
    );
  });

  test("are found by tenant, kind and words", async () => {
    const find = async (query: string) =>
      (await ask(200, "GET", `/direct?${query}`)).data.map(
        (each: { group_instance_key: string }) => each.group_instance_key,
      ) as string[];
    expect(await find("")).toEqual(["all", "theirs"]);
    expect(await find("tenant=beta")).toEqual(["theirs"]);
    expect(await find("resource=doc")).toEqual([]);
    expect(await find("resource=group&search=al*")).toEqual(["all"]);
    expect(await find("page=2&per_page=1")).toEqual(["theirs"]);
    // The vendor describes the parameter, and then an answer that has no room for it.
    const counted = await fetch(`${vendor.url}${vendor.S}/groups?include_total_count=true&tenant=acme`, {
      headers: { authorization: `Bearer ${vendor.key}` },
    });
    expect(await counted.json()).toMatchObject({ total_count: 1 });
  });
});
