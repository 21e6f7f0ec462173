import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../../support/vendor.js";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await openVendor();
  for (const key of ["document", "invoice"])
    await ok("POST", at("resources"), { key, name: key, actions: { read: {}, write: {} } });
  await ok("POST", at("roles"), { key: "editor", name: "Editor" });
});
afterAll(() => vendor.close());

const at = (path: string) => `${vendor.S}/${path}`;
const ask = (...request: Parameters<Vendor["ask"]>) => vendor.ask(...request);
const ok = async (...request: Parameters<Vendor["ask"]>) => {
  const { status, body } = await vendor.ask(...request);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
};
const sets = () => at("condition_sets");
const rules = () => `${vendor.F}/set_rules`;
const madeSet = (key: string, more: object = {}) => ok("POST", sets(), { key, name: key, ...more });

describe("a condition set", () => {
  test.each([
    ["an operator that is not there", { "user.age": { wishes: 3 } }, ["user.age", "wishes"]],
    ["a path that leads nowhere", { "age.user": { equals: 3 } }, ["age.user"]],
    ["no operator at all", { allOf: [{ "user.age": {} }] }, ["allOf", 0, "user.age"]],
    ["words in place of conditions", { allOf: ["everybody"] }, ["allOf", 0]],
  ])("with %s is refused, and told where", async (_, conditions, where) => {
    const { status, body } = await ask("POST", sets(), { key: "wrong", name: "Wrong", conditions });
    expect(status).toBe(422);
    expect(body.detail).toMatchObject([{ loc: ["body", "conditions", ...where] }]);
  });

  test("nested beyond all use is refused", async () => {
    let conditions: object = { "user.age": { equals: 1 } };
    for (let depth = 0; depth < 80; depth += 1) conditions = { not: conditions };
    expect((await ask("POST", sets(), { key: "deep", name: "Deep", conditions })).status).toBe(422);
  });

  test("is of one resource or of none, as its type says, and stands under its like", async () => {
    for (const wrong of [
      { type: "resourceset" },
      { type: "userset", resource_id: "document" },
      { type: "usersett" },
      { key: "__autogen_editor" },
    ])
      expect((await ask("POST", sets(), { key: "wrong", name: "Wrong", ...wrong })).status).toBe(422);
    expect(
      (await ask("POST", sets(), { key: "lost", name: "L", type: "resourceset", resource_id: "gone" }))
        .status,
    ).toBe(404);
    await madeSet("papers", { type: "resourceset", resource_id: "document" });
    await madeSet("people");
    expect((await ask("POST", sets(), { key: "wrong", name: "W", parent_id: "papers" })).status).toBe(422);
    expect((await ask("POST", sets(), { key: "wrong", name: "W", parent_id: "nobody" })).status).toBe(404);
    expect((await ask("POST", sets(), { key: "people", name: "Again" })).status).toBe(409);
  });

  test("of every operator is kept as it was given", async () => {
    const conditions = {
      allOf: [
        {
          anyOf: [
            { "user.email": { contains: "@acme" } },
            { not: { "user.level": { "less-than": 3 } } },
            { "subject.age": { between: [18, 65] } },
          ],
        },
        { "user.roles": { array_contains: "editor" } },
        { "tenant.plan": { in: ["gold", "silver"] } },
        { "user.since": { "greater-than-equals": "2020-01-01T00:00:00Z" } },
        { "user.department": { equals: { ref: "tenant.department" } } },
        { "user.teams": { any_match: { match: { name: { equals: "red" } } } } },
        { "context.ip": { "not-equals": "10.0.0.1" } },
      ],
    };
    const { id } = await madeSet("everything", { conditions, description: "All of it" });
    const hex = (id as string).replaceAll("-", "");
    for (const name of ["everything", id, hex])
      expect(await ok("GET", `${sets()}/${name}`)).toMatchObject({
        key: "everything",
        type: "userset",
        conditions,
        description: "All of it",
      });
    const changed = await ok("PATCH", `${sets()}/everything`, { name: "Other" });
    expect(changed).toMatchObject({ name: "Other", conditions });
    expect(await ok("PATCH", `${sets()}/everything`, { conditions: {} })).toMatchObject({ conditions: {} });
    expect(await ok("GET", `${sets()}/papers`)).toMatchObject({ resource: { key: "document" } });
  });

  test("knows what stands above and below it, and never stands above itself", async () => {
    await madeSet("staff", { parent_id: "people" });
    await madeSet("managers", { parent_id: "staff" });
    const keys = async (path: string) =>
      (await ok("GET", `${sets()}/${path}`)).map(({ key }: { key: string }) => key);
    expect(await keys("managers/ancestors")).toEqual(["people", "staff"]);
    expect(await keys("people/descendants")).toEqual(["staff", "managers"]);
    expect(await keys("people/descendants?per_page=1&page=2")).toEqual(["managers"]);
    expect((await ask("PATCH", `${sets()}/people`, { parent_id: "managers" })).status).toBe(422);
    expect(await ok("PATCH", `${sets()}/managers`, { parent_id: null })).toMatchObject({ parent_id: null });
  });
});

describe("a rule between sets", () => {
  const rule = (user_set: string, permission: string, resource_set: string, more: object = {}) => ({
    user_set,
    permission,
    resource_set,
    ...more,
  });
  const listed = async (query = "") =>
    (await ok("GET", rules() + query)).map(
      (each: { user_set: string; permission: string; resource_set: string }) =>
        `${each.user_set} ${each.permission} ${each.resource_set}`,
    );

  test("needs sets and a permission that are there and fit together", async () => {
    for (const [wrong, status] of [
      [rule("strangers", "read", "papers"), 404],
      [rule("papers", "read", "papers"), 404],
      [rule("staff", "read", "people"), 404],
      [rule("staff", "fly", "papers"), 404],
      [rule("staff", "invoice:read", "papers"), 422],
      [rule("staff", "a:b:c", "papers"), 422],
      [rule("gone", "read", "papers", { is_role: true }), 404],
      [rule("editor", "read", "gone", { is_role: true, is_resource: true }), 404],
    ] as const)
      expect((await ask("POST", rules(), wrong)).status, JSON.stringify(wrong)).toBe(status);
  });

  test("is answered as a list of one, the same however often it is made", async () => {
    const [made] = await ok("POST", rules(), rule("staff", "document:read", "papers"));
    expect(made).toMatchObject({ user_set: "staff", permission: "document:read", resource_set: "papers" });
    expect(await ok("POST", rules(), rule("staff", "read", "papers"))).toMatchObject([{ id: made.id }]);
    expect(await listed()).toHaveLength(1);
  });

  test("may name a role or a resource in place of a set", async () => {
    await ok("POST", rules(), rule("editor", "write", "document", { is_role: true, is_resource: true }));
    await ok("POST", rules(), rule("__autogen_editor", "invoice:read", "__autogen_invoice"));
    expect(await listed("?user_set=editor")).toEqual([
      "__autogen_editor document:write __autogen_document",
      "__autogen_editor invoice:read __autogen_invoice",
    ]);
    expect(await listed("?user_set=__autogen_editor")).toHaveLength(2);
    expect(await listed("?resource_set=invoice")).toHaveLength(1);
    expect(await listed("?permission=read")).toHaveLength(2);
    expect(await listed("?permission=invoice:read")).toHaveLength(1);
    expect(await listed("?user_set=staff&resource_set=papers")).toEqual(["staff document:read papers"]);
    expect(await listed("?per_page=1&page=3")).toHaveLength(1);
  });

  test("by an action group stands for each of its actions, and ends by it", async () => {
    await ok("POST", at("resources/document/action_groups"), {
      key: "all",
      name: "All",
      actions: ["read", "write"],
    });
    expect(await ok("POST", rules(), rule("people", "document:all", "papers"))).toHaveLength(2);
    expect((await ask("DELETE", rules(), rule("people", "document:all", "papers"))).status).toBe(204);
    expect(await listed("?user_set=people")).toEqual([]);
  });

  test("ends as often as one likes, and touches no other", async () => {
    for (let time = 0; time < 2; time += 1)
      expect((await ask("DELETE", rules(), rule("staff", "document:read", "papers"))).status).toBe(204);
    expect((await ask("DELETE", rules(), rule("editor", "document:write", "document"))).status).toBe(204);
    expect(await listed()).toHaveLength(2);
  });

  test("goes with its set, its role and its resource", async () => {
    await ok("POST", rules(), rule("staff", "read", "papers"));
    expect((await ask("DELETE", `${sets()}/people`)).status).toBe(204);
    expect((await ask("GET", `${sets()}/staff`)).status).toBe(404);
    expect((await ask("DELETE", at("resources/invoice"))).status).toBe(204);
    expect(await listed()).toEqual(["__autogen_editor document:write __autogen_document"]);
    expect((await ask("DELETE", at("roles/editor"))).status).toBe(204);
    expect(await listed()).toEqual([]);
  });
});
