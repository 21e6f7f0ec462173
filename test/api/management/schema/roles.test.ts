import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../../support/vendor.js";

let vendor: Vendor;
let readOnly: string;
beforeAll(async () => {
  vendor = await openVendor();
  const actions = { read: {}, write: {}, share: {} };
  await ok("POST", at("resources"), { key: "folder", name: "Folder", actions: { open: {} } });
  await ok("POST", at("resources"), {
    key: "document",
    name: "Document",
    actions,
    relations: { parent: "folder" },
  });
  await ok("POST", at("resources/folder/roles"), { key: "keeper", name: "Keeper" });
  const { body } = await vendor.ask("POST", "/v2/api-key", {
    organization_id: vendor.organization,
    project_id: vendor.project,
    environment_id: vendor.environment,
    access_level: "read",
  });
  readOnly = body.secret;
});
afterAll(() => vendor.close());

const at = (path: string) => `${vendor.S}/${path}`;
const ask = (...request: Parameters<Vendor["ask"]>) => vendor.ask(...request);
const ok = async (...request: Parameters<Vendor["ask"]>) => {
  const { status, body } = await vendor.ask(...request);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
};

describe("a role", () => {
  test("is made by nobody whose key may only read", async () => {
    const { status, body } = await ask("POST", at("roles"), { key: "r", name: "R" }, readOnly);
    expect([status, body.error_code]).toEqual([403, "FORBIDDEN_ACCESS"]);
    expect((await ask("GET", at("roles"), undefined, readOnly)).status).toBe(200);
  });

  test.each([
    [{ permissions: ["document:fly"] }, 404, "MISSING_PERMISSIONS"],
    [{ permissions: ["read"] }, 422, "INVALID_PERMISSION_FORMAT"],
    [{ permissions: ["a:b:c"] }, 422, "INVALID_PERMISSION_FORMAT"],
    [{ extends: ["nobody"] }, 404, "NOT_FOUND"],
    [
      {
        granted_to: {
          users_with_role: [{ role: "keeper", on_resource: "folder", linked_by_relation: "parent" }],
        },
      },
      422,
      null,
    ],
  ])("with %j is refused, and none is left behind", async (wrong, status, code) => {
    const { status: answered, body } = await ask("POST", at("roles"), { key: "r", name: "R", ...wrong });
    expect(answered).toBe(status);
    if (code !== null) expect(body.error_code ?? body.detail[0].type).toBe(code);
    expect((await ask("GET", at("roles/r"))).status).toBe(404);
  });

  test("has no permissions where none are given, and is taken once", async () => {
    expect(await ok("POST", at("roles"), { key: "viewer", name: "Viewer", permissions: null })).toMatchObject(
      {
        permissions: [],
        extends: [],
        attributes: {},
        granted_to: null,
      },
    );
    expect((await ask("POST", at("roles"), { key: "viewer", name: "Again" })).status).toBe(409);
    expect((await ask("PATCH", at("roles/viewer"), { extends: ["viewer"] })).status).toBe(422);
  });

  test("has each field whole that a change gives, and the others as they were", async () => {
    await ok("PATCH", at("roles/viewer"), {
      permissions: ["document:read", "folder:open"],
      attributes: { tier: "gold", place: "here" },
      description: "Looks",
    });
    expect(await ok("PATCH", at("roles/viewer"), { attributes: { tier: "low" } })).toMatchObject({
      description: "Looks",
      permissions: ["document:read", "folder:open"],
      attributes: { tier: "low" },
    });
    const { attributes } = await ok("GET", at("roles/viewer"));
    expect(attributes).toEqual({ tier: "low" });
    const changed = await ok("PATCH", at("roles/viewer"), {
      permissions: ["document:read"],
      description: null,
    });
    expect(changed).toMatchObject({ permissions: ["document:read"], description: null });
  });

  test("may name actions by id, and groups, which stand for what is in them then", async () => {
    const group = at("resources/document/action_groups");
    await ok("POST", group, { key: "editing", name: "Editing", actions: ["read", "write"] });
    const { id } = await ok("GET", at("resources/document/actions/share"));
    await ok("POST", at("roles"), { key: "editor", name: "Editor", permissions: ["document:editing", id] });
    const all = ["document:read", "document:share", "document:write"];
    expect((await ok("GET", at("roles/editor"))).permissions).toEqual(all);
    await ok("PATCH", `${group}/editing`, { actions: [] });
    expect((await ok("GET", at("roles/editor"))).permissions).toEqual(all);
    expect(
      (await ok("DELETE", at("roles/editor/permissions"), { permissions: ["document:editing"] })).permissions,
    ).toEqual(all);
    expect((await ask("DELETE", `${group}/editing`)).status).toBe(204);
    expect(
      (await ask("POST", at("roles/editor/permissions"), { permissions: ["document:editing"] })).status,
    ).toBe(404);
  });

  test("extends many by id or key in one request, each once, and says which of them is not there", async () => {
    const operations = Array.from({ length: 20 }, (_, n) => ({ key: `many-${n}`, name: `Many ${n}` }));
    await ok("PUT", at("bulk/roles"), { operations });
    const { id } = await ok("GET", at("roles/many-19"));
    const names = operations.map(({ key }) => key);
    const written = await ok("POST", at("roles"), {
      key: "all-of-them",
      name: "All of them",
      extends: [...names, "many-7", id, (id as string).replaceAll("-", "")],
    });
    expect((written.extends as string[]).sort()).toEqual(names.sort());
    const refused = await ask("PATCH", at("roles/all-of-them"), { extends: [...names, "nobody", "none"] });
    expect(refused).toMatchObject({ status: 404, body: { error_code: "NOT_FOUND" } });
    expect(refused.body.message).toContain("'nobody'");
    for (const key of ["all-of-them", ...names]) await ask("DELETE", at(`roles/${key}`));
  });

  test("knows whom it extends, and who extends it, over all generations", async () => {
    await ok("PATCH", at("roles/editor"), { extends: ["viewer"] });
    await ok("POST", at("roles"), { key: "owner", name: "Owner", extends: ["editor"] });
    const keys = async (path: string) =>
      (await ok("GET", at(`roles/${path}`))).roles.map(({ key }: { key: string }) => key);
    expect(await keys("owner/ancestors")).toEqual(["viewer", "editor"]);
    expect(await keys("viewer/descendants")).toEqual(["editor", "owner"]);
    // A circle has no end, but an answer.
    await ok("PATCH", at("roles/viewer"), { extends: ["owner"] });
    expect(await keys("viewer/ancestors")).toEqual(["editor", "owner"]);
    await ok("PATCH", at("roles/viewer"), { extends: [] });
  });

  test("goes, and others extend it no more", async () => {
    expect((await ask("DELETE", at("roles/editor"))).status).toBe(204);
    expect((await ok("GET", at("roles/owner"))).extends).toEqual([]);
  });
});

describe("a role of a resource", () => {
  const rule = { role: "keeper", on_resource: "folder", linked_by_relation: "parent" };
  const writer = () => at("resources/document/roles/writer");

  test("follows from others only by a relation that leads from them", async () => {
    await ok("POST", at("resources/document/roles"), {
      key: "writer",
      name: "Writer",
      permissions: ["write"],
    });
    for (const [wrong, status] of [
      [{ ...rule, role: "gone" }, 404],
      [{ ...rule, on_resource: "gone" }, 404],
      [{ ...rule, linked_by_relation: "gone" }, 404],
      [{ ...rule, role: "writer", on_resource: "document" }, 422],
      [{ role: "keeper" }, 422],
    ] as const)
      expect((await ask("POST", `${writer()}/implicit_grants`, wrong)).status).toBe(status);
    expect((await ask("POST", at("resources/folder/roles/writer/implicit_grants"), rule)).status).toBe(404);
  });

  test("follows by rules that are added at the same time", async () => {
    for (const key of ["second", "third"]) await ok("POST", at("resources/folder/roles"), { key, name: key });
    const roles = ["keeper", "second", "third"];
    await Promise.all(roles.map((role) => ok("POST", `${writer()}/implicit_grants`, { ...rule, role })));
    const { granted_to } = await ok("GET", writer());
    expect(granted_to.users_with_role.map(({ role }: { role: string }) => role)).toEqual(roles);
  });

  test("follows by what is given with it, whole", async () => {
    const when = { no_direct_roles_on_object: true };
    const changed = await ok("PATCH", writer(), {
      granted_to: { when, users_with_role: [{ ...rule, when }] },
    });
    expect(changed.granted_to).toMatchObject({ when, users_with_role: [{ ...rule, when }] });
    expect((await ask("DELETE", `${writer()}/implicit_grants`, rule)).status).toBe(204);
    expect((await ask("DELETE", `${writer()}/implicit_grants`, rule)).status).toBe(204);
    expect((await ok("GET", writer())).granted_to.users_with_role).toEqual([]);
  });

  test("keeps its permissions under their short names, and may have those of others", async () => {
    expect(await ok("GET", writer())).toMatchObject({ permissions: ["write"], resource: "document" });
    const more = await ok("POST", `${writer()}/permissions`, {
      permissions: ["document:read", "folder:open"],
    });
    expect(more.permissions).toEqual(["read", "write", "folder:open"]);
  });
});

describe("roles in bulk", () => {
  const bulk = () => at("bulk/roles");

  test("are all made and changed, or none", async () => {
    const operations = [
      { key: "first", name: "First", extends: ["second-one"] },
      { key: "second-one", name: "Second", permissions: ["document:read"] },
      { key: "writer", name: "Author", resource: "document", permissions: ["write"] },
    ];
    const broken = [...operations, { key: "third-one", name: "Third", permissions: ["document:fly"] }];
    expect((await ask("PUT", bulk(), { operations: broken })).status).toBe(404);
    expect((await ask("GET", at("roles/first"))).status).toBe(404);
    expect(await ok("PUT", bulk(), { operations })).toEqual({
      created: ["first", "second-one"],
      updated: ["writer"],
    });
    expect(await ok("GET", at("roles/first"))).toMatchObject({ extends: ["second-one"] });
    expect(await ok("GET", at("resources/document/roles/writer"))).toMatchObject({
      name: "Author",
      permissions: ["write"],
    });
  });
});
