import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../../support/vendor.js";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await openVendor();
});
afterAll(() => vendor.close());

const at = (path: string) => `${vendor.S}/${path}`;
const ask = (...request: Parameters<Vendor["ask"]>) => vendor.ask(...request);
const ok = async (...request: Parameters<Vendor["ask"]>) => {
  const { status, body } = await vendor.ask(...request);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
};

describe("a resource", () => {
  test("is refused with words about each thing that is not right, and without its actions", async () => {
    const { status, body } = await ask("POST", at("resources"), {
      key: "not a key",
      name: 7,
      actions: { "": {} },
    });
    expect(status).toBe(422);
    expect(body.detail.map(({ loc }: { loc: string[] }) => loc.slice(0, 2))).toEqual([
      ["body", "name"],
      ["body", "actions"],
      ["body", "key"],
    ]);
    expect((await ask("POST", at("resources"), { key: "folder", name: "Folder" })).status).toBe(422);
  });

  test("named like one that is built in, or twice, is refused", async () => {
    const folder = { key: "folder", name: "Folder", actions: { read: {} } };
    expect((await ask("POST", at("resources"), { ...folder, key: "__user" })).status).toBe(409);
    await ok("POST", at("resources"), folder);
    expect(await ask("POST", at("resources"), folder)).toMatchObject({
      status: 409,
      body: { error_code: "DUPLICATE_ENTITY" },
    });
  });

  test("comes with its actions, attributes, roles and relations as they were given", async () => {
    const made = await ok("POST", at("resources"), {
      key: "document",
      name: "Document",
      urn: "prn:acme:document",
      description: "What people write",
      type_attributes: { tier: "gold" },
      actions: { read: {}, write: { name: "Write it", description: "and change it", attributes: { a: 1 } } },
      attributes: { size: { type: "number", description: "in pages" } },
      relations: { parent: "folder" },
      roles: {
        editor: { name: "Editor", permissions: ["read", "document:write"], extends: ["reader"] },
        reader: { name: "Reader" },
      },
    });
    expect(made).toMatchObject({
      urn: "prn:acme:document",
      description: "What people write",
      type_attributes: { tier: "gold" },
      actions: { read: { key: "read", name: "read" }, write: { name: "Write it", attributes: { a: 1 } } },
      attributes: { size: { type: "number" } },
      relations: { parent: { resource: "folder" } },
      roles: {
        editor: { permissions: ["read", "write"], extends: ["reader"], resource: "document" },
        reader: { permissions: [] },
      },
      action_groups: {},
    });
    const hex = (made.id as string).replaceAll("-", "");
    for (const name of ["document", made.id, hex])
      expect((await ok("GET", at(`resources/${name}`))).key).toBe("document");
  });

  test("keeps what a change does not mention, and has what it mentions whole", async () => {
    await ok("POST", at("roles"), {
      key: "writer",
      name: "Writer",
      permissions: ["document:read", "document:write"],
    });
    const changed = await ok("PATCH", at("resources/document"), { actions: { read: {}, share: {} } });
    expect(Object.keys(changed.actions).sort()).toEqual(["read", "share"]);
    expect(changed).toMatchObject({ urn: "prn:acme:document", relations: { parent: {} } });
    // What nobody can do any more is in no role.
    expect((await ok("GET", at("roles/writer"))).permissions).toEqual(["document:read"]);
  });

  test("is replaced whole, but for the roles that people hold; and made where there is none", async () => {
    const replaced = await ok("PUT", at("resources/document"), { name: "Paper", actions: { share: {} } });
    expect(replaced).toMatchObject({ name: "Paper", urn: null, attributes: {}, roles: { editor: {} } });
    expect((await ok("GET", at("roles/writer"))).permissions).toEqual([]);
    const made = await ok("PUT", at("resources/invoice"), { name: "Invoice", actions: { pay: {} } });
    expect(made).toMatchObject({ key: "invoice", actions: { pay: {} } });
    expect((await ask("PUT", at("resources/no%20key"), { name: "X", actions: {} })).status).toBe(422);
  });

  test("that is built in is listed only where it is asked for, and its attributes are reachable", async () => {
    const keys = async (query: string) =>
      (await ok("GET", at(`resources${query}`))).map(({ key }: { key: string }) => key);
    expect(await keys("")).toEqual(["folder", "document", "invoice"]);
    expect(await keys("?include_built_in=true")).toEqual(
      expect.arrayContaining(["__user", "__tenant", "folder"]),
    );
    await ok("POST", at("resources/__tenant/attributes"), { key: "plan", type: "string" });
    await ok("POST", at("users/attributes"), { key: "department", type: "string", description: "Where" });
    const user = await ok("GET", at("resources/__user"));
    expect(user.attributes).toMatchObject({
      key: { type: "string" },
      email: { type: "string" },
      department: { type: "string", description: "Where" },
    });
    expect(await ok("GET", at("users/attributes/department"))).toMatchObject({
      built_in: false,
      resource_key: "__user",
      resource_id: user.id,
    });
    const listed = await ok("GET", at("resources/__user/attributes"));
    expect(listed.filter((each: { built_in: boolean }) => each.built_in)).toHaveLength(3);
    expect((await ask("DELETE", at("users/attributes/email"))).status).toBe(403);
    expect((await ask("POST", at("users/attributes"), { key: "email", type: "string" })).status).toBe(409);
    expect(await ok("PATCH", at("users/attributes/department"), { type: "json" })).toMatchObject({
      type: "json",
      description: "Where",
    });
    expect((await ask("DELETE", at("resources/__tenant"))).status).toBe(404);
    expect((await ask("DELETE", at("users/attributes/department"))).status).toBe(204);
    expect((await ask("DELETE", at("resources/__tenant/attributes/plan"))).status).toBe(204);
  });

  test("goes with everything that is its own, in whichever order", async () => {
    await ok("POST", at("resources/document/action_groups"), {
      key: "all",
      name: "All",
      actions: ["share"],
    });
    expect((await ok("GET", at("resources/document"))).action_groups).toEqual({ all: ["share"] });
    expect((await ask("DELETE", at("resources/folder"))).status).toBe(204);
    expect((await ok("GET", at("resources/document"))).relations).toEqual({});
    expect((await ask("DELETE", at("resources/document"))).status).toBe(204);
    expect((await ask("DELETE", at("resources/document"))).status).toBe(404);
    expect((await ask("GET", at("resources/document/roles/editor"))).status).toBe(404);
  });
});
