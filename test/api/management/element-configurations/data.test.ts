import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../../support/vendor.js";
import { settleAcme, tokenOf } from "./acme-at-vendor.js";

let vendor: Vendor;
const sent: { to: string; link: string }[] = [];
beforeAll(async () => {
  vendor = await openVendor({
    sendInvitation: (mail) => {
      sent.push(mail);
      return Promise.resolve();
    },
  });
  await settleAcme(vendor);
});
afterAll(() => vendor.close());

const config = (rest: string, element = "team") => `${vendor.E}/config/${element}${rest}`;
const as = async (user: string, method: string, path: string, body?: unknown) =>
  vendor.ask(method, path, body, await tokenOf(vendor, user));
const rolesOf = async (user: string): Promise<string[]> => {
  const { body } = await as("olivia", "GET", config(`/data/users?search=${user}`));
  const found = body.data.find(({ key }: { key: string }) => key === user);
  return found?.associated_tenants[0].roles as string[];
};

describe("a session of elements", () => {
  test("is needed: neither nobody nor an API key is a user", async () => {
    for (const path of ["/runtime", "/data/users", "/data/roles", "/data/user-invites"]) {
      expect((await vendor.ask("GET", config(path), undefined, null)).status).toBe(401);
      expect((await vendor.ask("GET", config(path))).status).toBe(401);
    }
  });

  test("of one element is refused in another, and of one tenant never shows another's", async () => {
    const token = await tokenOf(vendor, "olivia", { element_type: "user-management", element_id: "team" });
    expect((await vendor.ask("GET", config("/data/users"), undefined, token)).status).toBe(200);
    for (const path of [
      config("/runtime", "activity"),
      config("/data/audit_logs", "activity"),
      config("/data/users", "sharing"),
    ])
      expect((await vendor.ask("GET", path, undefined, token)).status).toBe(403);
    const { body } = await as("gloria", "GET", config("/data/users"));
    expect(body.data.map(({ key }: { key: string }) => key)).toEqual(["gloria"]);
    expect((await as("gloria", "DELETE", config("/data/users/ana"))).status).toBe(404);
    expect((await as("gloria", "POST", config("/data/users/ana/roles"), { role: "viewer" })).status).toBe(
      404,
    );
  });

  test("is refused in another environment and for what its element is not", async () => {
    const token = await tokenOf(vendor, "olivia");
    const elsewhere = `/v2/elements/${vendor.project}/elsewhere/config/team/runtime`;
    expect((await vendor.ask("GET", elsewhere, undefined, token)).status).toBe(403);
    expect((await vendor.ask("GET", config("/data/audit_logs"), undefined, token)).status).toBe(403);
    expect((await vendor.ask("GET", config("/runtime", "nothing"), undefined, token)).status).toBe(404);
    expect(
      (await vendor.ask("GET", config("/data/users?resource_instance_id=document:42"), undefined, token))
        .status,
    ).toBe(422);
  });

  test("ends when the host ends the user's sessions", async () => {
    const token = await tokenOf(vendor, "mei");
    expect((await vendor.ask("GET", config("/runtime"), undefined, token)).status).toBe(200);
    await vendor.database.rows("update app_user set epoch = epoch + 1 where key = 'mei'");
    expect((await vendor.ask("GET", config("/runtime"), undefined, token)).status).toBe(401);
  });
});

describe("levels, as the vendor's table has them", () => {
  test.each([
    ["olivia", "LEVEL_1"],
    ["maria", "LEVEL_2"],
    ["victor", "LEVEL_3"],
    ["ana", "LEVEL_4"],
  ])("%s has %s", async (user, level) => {
    const { body } = await as(user, "GET", config("/runtime"));
    expect(body.current_permission_level).toBe(level);
    expect(body.config.webhook).toBeNull();
    expect(body.config.roles_to_levels.HIDDEN).toEqual([]);
    expect(body.config.roles_to_levels.LEVEL_1).toHaveLength(level === "LEVEL_4" ? 0 : 1);
  });

  test.each([
    ["olivia", 200, 200],
    ["maria", 200, 200],
    ["victor", 200, 403],
    ["ana", 403, 403],
  ])("%s is answered %i for the list, %i for a role that may be given", async (user, list, give) => {
    expect((await as(user, "GET", config("/data/users"))).status).toBe(list);
    const given = await as(user, "POST", config("/data/users/victor/roles"), { role: "editor" });
    expect(given.status).toBe(give);
    if (give === 200) {
      expect(given.body).toMatchObject({
        user: "victor",
        role: "editor",
        tenant: "acme",
        resource_instance: null,
      });
      expect((await as(user, "DELETE", config("/data/users/victor/roles"), { role: "editor" })).status).toBe(
        204,
      );
    }
    expect(await rolesOf("victor")).toEqual(["viewer"]);
  });

  test("keep a manager from the owner's role, anybody from a hidden one, and everybody from themselves", async () => {
    expect((await as("maria", "POST", config("/data/users/victor/roles"), { role: "owner" })).status).toBe(
      403,
    );
    expect((await as("maria", "DELETE", config("/data/users/olivia/roles"), { role: "owner" })).status).toBe(
      403,
    );
    expect((await as("maria", "DELETE", config("/data/users/olivia"))).status).toBe(403);
    expect((await as("olivia", "POST", config("/data/users/victor/roles"), { role: "support" })).status).toBe(
      404,
    );
    expect((await as("maria", "POST", config("/data/users/maria/roles"), { role: "owner" })).status).toBe(
      403,
    );
    expect(await rolesOf("olivia")).toEqual(["owner"]);
  });

  test("show no hidden role, and say of each other its level", async () => {
    const { body } = await as("maria", "GET", config("/data/roles"));
    expect(
      Object.fromEntries(
        body.map((each: { key: string; permission_level: string }) => [each.key, each.permission_level]),
      ),
    ).toEqual({
      owner: "LEVEL_1",
      manager: "LEVEL_2",
      viewer: "LEVEL_3",
      editor: "LEVEL_4",
      billing: "LEVEL_4",
    });
    const found = await as("maria", "GET", config("/data/roles?search=BILL"));
    expect(found.body.map(({ key }: { key: string }) => key)).toEqual(["billing"]);
    const second = await as("maria", "GET", config("/data/roles?page=2&per_page=2"));
    expect(second.body).toEqual(body.slice(2, 4));
  });

  test("follow what the management API writes, for sessions that are open already", async () => {
    const token = await tokenOf(vendor, "victor");
    const give = () => vendor.ask("POST", config("/data/users/ana/roles"), { role: "billing" }, token);
    expect((await give()).status).toBe(403);
    const { body } = await vendor.ask("GET", config(""));
    const before = body.roles_to_levels as Record<string, { id: string }[]>;
    const ids = Object.fromEntries(
      Object.entries(before).map(([level, roles]) => [level, roles.map(({ id }) => id)]),
    );
    await vendor.ask("PATCH", config(""), {
      roles_to_levels: { ...ids, LEVEL_1: [...(ids["LEVEL_1"] ?? []), "viewer"], LEVEL_3: [] },
    });
    expect(
      (await vendor.ask("GET", config("/runtime"), undefined, token)).body.current_permission_level,
    ).toBe("LEVEL_1");
    expect((await give()).status).toBe(200);
    await vendor.ask("PATCH", config(""), { roles_to_levels: ids });
    expect(
      (await vendor.ask("DELETE", config("/data/users/ana/roles"), { role: "billing" }, token)).status,
    ).toBe(403);
    await as("olivia", "DELETE", config("/data/users/ana/roles"), { role: "billing" });
  });
});

describe("users of an element", () => {
  test("are searched and paged", async () => {
    const { body } = await as("olivia", "GET", config("/data/users"));
    expect(body.total_count).toBe(7);
    const keys = body.data.map(({ key }: { key: string }) => key) as string[];
    const second = await as("olivia", "GET", config("/data/users?page=2&per_page=3"));
    expect(second.body.data.map(({ key }: { key: string }) => key)).toEqual(keys.slice(3, 6));
    expect(second.body).toMatchObject({ total_count: 7, page_count: 3 });
    const found = await as("olivia", "GET", config("/data/users?search=santos"));
    expect(found.body).toMatchObject({
      total_count: 1,
      data: [{ key: "maria", roles: [{ role: "manager", tenant: "acme" }] }],
    });
    expect(JSON.stringify(body)).not.toContain("support");
  });

  test("who are not here are invited, never made", async () => {
    const newcomer = { key: "nora", email: "nora@acme.example", first_name: "Nora", role: "editor" };
    expect((await as("victor", "POST", config("/data/users"), newcomer)).status).toBe(403);
    expect((await as("maria", "POST", config("/data/users"), { ...newcomer, role: "owner" })).status).toBe(
      403,
    );
    for (const [wrong, loc] of [
      [{ email: null }, "email"],
      [{ role: null }, "role"],
      [{ attributes: { tier: 1 } }, "attributes"],
      [{ role_assignments: [{ role: "editor", tenant: "globex" }] }, "role_assignments"],
      [{ key: "no key" }, "key"],
    ] as const) {
      const { status, body } = await as("maria", "POST", config("/data/users"), { ...newcomer, ...wrong });
      expect(status).toBe(422);
      expect(body.detail[0].loc[1]).toBe(loc);
    }
    expect(sent).toEqual([]);
    const { status, body } = await as("maria", "POST", config("/data/users"), newcomer);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      key: "nora",
      status: "pending",
      email: "nora@acme.example",
      first_name: "Nora",
    });
    expect(sent).toMatchObject([{ to: "nora@acme.example" }]);
    const invites = await as("maria", "GET", config("/data/user-invites"));
    expect(invites.body.data).toMatchObject([{ id: body.id, email: "nora@acme.example" }]);
    for (const nothing of ["?search=somebody", "?status=approved", "?page=2"])
      expect((await as("maria", "GET", config(`/data/user-invites${nothing}`))).body.data).toEqual([]);
    expect((await as("maria", "GET", config(`/data/user-invites?per_page=1`))).body.data).toHaveLength(1);
  });

  test("who are here get the role, and are answered as they are", async () => {
    const { status, body } = await as("maria", "POST", config("/data/users"), {
      key: "victor",
      role: "billing",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      key: "victor",
      associated_tenants: [{ roles: expect.arrayContaining(["viewer", "billing"]) as string[] }],
    });
    expect((await as("maria", "POST", config("/data/users/victor/roles"), { role: "billing" })).status).toBe(
      200,
    );
    expect(
      (await as("maria", "DELETE", config("/data/users/victor/roles"), { role: "billing" })).status,
    ).toBe(204);
    expect(
      (await as("maria", "DELETE", config("/data/users/victor/roles"), { role: "billing" })).status,
    ).toBe(404);
  });

  test("are removed from the tenant, which the log shows with who did it", async () => {
    expect((await as("victor", "DELETE", config("/data/users/sam"))).status).toBe(403);
    expect((await as("maria", "DELETE", config("/data/users/nobody"))).status).toBe(404);
    expect((await as("maria", "DELETE", config("/data/users/sam"))).status).toBe(204);
    expect((await as("maria", "DELETE", config("/data/users/sam"))).status).toBe(404);
    const log = config("/data/audit_logs", "activity");
    const { body } = await as("olivia", "GET", log);
    expect(body.data[0]).toMatchObject({
      action: "user.remove",
      user_name: "Maria Santos",
      decision: true,
      tenant: "acme",
    });
    expect(body.data.some((each: { decision: boolean }) => !each.decision)).toBe(true);
    const found = await as("olivia", "GET", `${log}?search=sam%20sus`);
    expect(found.body.data.length).toBeGreaterThan(0);
    expect(found.body.total_count).toBeLessThan(body.total_count);
    const second = await as("olivia", "GET", `${log}?page=2&per_page=1`);
    expect(second.body.data[0].id).toBe(body.data[1].id);
    expect((await as("ana", "GET", log)).status).toBe(403);
  });

  test("are not told one by one to whoever shares one document alone, unless they are given something", async () => {
    const held = { user: "victor", role: "owner", resource_instance: "document:43", tenant: "acme" };
    await vendor.ask("POST", `${vendor.F}/role_assignments`, held);
    const at = config("/data/users?resource_instance_id=document:43", "sharing");
    for (const key of ["dmitri", "nobody"]) {
      const { status, body } = await as("victor", "POST", at, { key });
      expect(status).toBe(422);
      expect(body.detail).toEqual([{ loc: ["body", "role"], msg: "a role is needed", type: "value_error" }]);
    }
    expect((await as("victor", "POST", at, { key: "ana", role: "reader" })).body).toMatchObject({
      key: "ana",
    });
    expect((await as("maria", "POST", at, { key: "ana" })).body.key).toBe("ana");
    for (const user of ["victor", "ana"])
      expect((await as("maria", "DELETE", at.replace("users", `users/${user}`))).status).toBe(204);
  });

  test("of one instance are those who hold a role on it, and what is given is given there", async () => {
    const at = (rest: string) =>
      config(`${rest}${rest.includes("?") ? "&" : "?"}resource_instance_id=document:42`, "sharing");
    expect((await as("ana", "GET", at("/data/users"))).status).toBe(403);
    expect(
      (await as("maria", "GET", config("/data/users?resource_instance_id=document:harbour", "sharing")))
        .status,
    ).toBe(404);
    expect((await as("maria", "GET", at("/data/users"))).body.data).toEqual([]);
    const roles = await as("maria", "GET", at("/data/roles"));
    expect(roles.body.map(({ key }: { key: string }) => key).sort()).toEqual(["owner", "reader", "writer"]);
    const given = await as("maria", "POST", at("/data/users/ana/roles"), { role: "reader" });
    expect(given.body).toMatchObject({ role: "reader", resource_instance: "document:42", user: "ana" });
    const { body } = await as("maria", "GET", at("/data/users"));
    expect(body.data).toMatchObject([
      {
        key: "ana",
        associated_tenants: [
          { resource_instance_roles: [{ resource_instance: "42", resource: "document", role: "reader" }] },
        ],
      },
    ]);
    expect((await as("maria", "GET", at("/data/users?search=nobody"))).body.data).toEqual([]);
    expect((await as("ana", "GET", at("/runtime"))).body.current_permission_level).toBe("LEVEL_4");
    expect((await as("maria", "DELETE", at("/data/users/ana"))).status).toBe(204);
    expect((await as("maria", "GET", at("/data/users"))).body.data).toEqual([]);
    expect(await rolesOf("ana")).toEqual(["editor"]);
  });

  test("are told apart from a page that has never been opened", async () => {
    await vendor.ask("POST", `${vendor.E}/config`, {
      key: "fresh",
      name: "Fresh",
      elements_type: "user_management",
      settings: {},
      roles_to_levels: { LEVEL_1: ["owner"] },
    });
    expect((await vendor.ask("GET", config("", "fresh"))).body.is_active).toBe(false);
    expect((await as("maria", "POST", config("/data/active", "fresh"))).status).toBe(403);
    expect((await as("olivia", "POST", config("/data/active", "fresh"))).status).toBe(204);
    expect((await vendor.ask("GET", config("", "fresh"))).body.is_active).toBe(true);
    expect((await vendor.ask("DELETE", `${vendor.E}/fresh`)).status).toBe(204);
  });
});
