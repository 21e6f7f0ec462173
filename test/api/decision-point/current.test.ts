import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPermit, type Permit } from "../../../src/api/index.js";
import { openChecks, until, type Checks } from "../../support/checks.js";

let checks: Checks;
let second: Permit;
beforeAll(async () => {
  checks = await openChecks();
  second = await createPermit({
    database: checks.database.url,
    acceptUrl: "https://app.example/join",
    session: () => Promise.resolve(null),
  });
  await checks.permit.importPeople(
    "acme",
    ["ann", "bob", "cleo", "dan", "eve", "fay"].map((key) => ({ key, roles: ["editor"] })),
  );
});
afterAll(async () => {
  await second.close();
  await checks.close();
});

/** Asks the other server process. */
async function elsewhere(user: string, action = "read"): Promise<boolean> {
  const response = await second.fetch(
    new Request("http://elsewhere.example/allowed", {
      method: "POST",
      headers: { authorization: `Bearer ${checks.key}`, "content-type": "application/json" },
      body: JSON.stringify({ user: { key: user }, action, resource: { type: "document", tenant: "acme" } }),
    }),
  );
  return ((await response.json()) as { allow: boolean }).allow;
}

describe("what was taken away counts no more", () => {
  test("before the answer to whoever took it, in the same process", async () => {
    expect(await checks.may("ann", "read", "document")).toBe(true);
    await checks.permit.importPeople("acme", [{ key: "ann", status: "suspended" }]);
    expect(await checks.may("ann", "read", "document")).toBe(false);
  });

  test("soon after in every other process", async () => {
    expect(await checks.may("bob", "read", "document")).toBe(true);
    expect(await elsewhere("bob")).toBe(true);
    await checks.permit.importPeople("acme", [{ key: "bob", status: "suspended" }]);
    expect(await checks.may("bob", "read", "document")).toBe(false);
    await until(async () => !(await elsewhere("bob")));
  });

  test("when an assignment, a place, a user, or a role's permission is deleted behind everybody's back", async () => {
    for (const key of ["cleo", "dan", "eve", "fay"]) expect(await elsewhere(key), key).toBe(true);
    await checks.sql("delete from assignment where user_id = (select id from app_user where key = 'cleo')");
    await checks.sql("delete from membership where user_id = (select id from app_user where key = 'dan')");
    await checks.sql("delete from app_user where key = 'eve'");
    for (const key of ["cleo", "dan", "eve"]) {
      await until(async () => !(await elsewhere(key)));
      await until(async () => !(await checks.may(key, "read", "document")));
    }
    await checks.sql(
      "delete from role_permission where role_id = (select id from role where key = 'viewer')",
    );
    await until(async () => !(await elsewhere("fay")));
    expect(await elsewhere("fay", "write")).toBe(true);
    await checks.sql("update tenant set status = 'suspended' where key = 'acme'");
    await until(async () => !(await elsewhere("fay", "write")));
    await checks.sql("update tenant set status = 'active' where key = 'acme'");
    await until(() => elsewhere("fay", "write"));
  });
});

describe("what is added counts", () => {
  test("soon in every process", async () => {
    await checks.permit.importPeople("acme", [{ key: "gus", roles: ["editor"] }]);
    expect(await checks.may("gus", "write", "document")).toBe(true);
    await until(() => elsewhere("gus", "write"));
  });

  test("also what is deleted and made anew at once, without what it had before", async () => {
    await checks.permit.importPeople("acme", [
      { key: "hal", roles: [{ role: "writer", instance: "document:two" }] },
    ]);
    expect(await checks.may("hal", "write", "document:two")).toBe(true);
    await checks.database.within({}, async (run) => {
      await run("delete from resource_instance where key = 'two'");
      await run(`insert into resource_instance (environment_id, tenant_id, resource_id, key, name, search)
        select r.environment_id, t.id, r.id, 'two', 'two', 'two' from resource r, tenant t where r.key = 'document' and t.key = 'acme'`);
    });
    await until(async () => !(await checks.may("hal", "write", "document:two")));
  });
});

describe("a key of the environment", () => {
  const ask = (key: string) =>
    checks.ask("POST", "/allowed", { user: "gus", action: "write", resource: "document" }, key);

  test("that was deleted, or has ended, is of no use any more", async () => {
    const deleted = await checks.permit.createApiKey({ name: "to delete", level: "environment" });
    const ending = await checks.permit.createApiKey({ name: "to end", level: "environment" });
    for (const key of [deleted, ending])
      for (let n = 0; n < 3; n += 1) expect((await ask(key)).status).toBe(200);
    await checks.sql("update api_key set deleted_at = clock_timestamp() where name = 'to delete'");
    await checks.sql("update api_key set expires_at = clock_timestamp() where name = 'to end'");
    await until(async () => (await ask(deleted)).status === 403);
    await until(async () => (await ask(ending)).status === 403);
  });

  test("that was rotated or deleted by the management API is of no use from its answer on", async () => {
    const by = checks.organizationKey;
    const keyOf = (name: string) =>
      checks.database.value<string>("select id from api_key where name = $1", [name]);
    const rotated = await checks.permit.createApiKey({ name: "to rotate", level: "environment" });
    const deleted = await checks.permit.createApiKey({ name: "to delete by it", level: "environment" });
    for (const key of [rotated, deleted])
      for (let n = 0; n < 3; n += 1) expect((await ask(key)).status).toBe(200);
    const { status } = await checks.ask(
      "POST",
      `/v2/api-key/${await keyOf("to rotate")}/rotate-secret`,
      undefined,
      by,
    );
    expect(status).toBe(200);
    expect((await ask(rotated)).status).toBe(403);
    expect(
      (await checks.ask("DELETE", `/v2/api-key/${await keyOf("to delete by it")}`, undefined, by)).status,
    ).toBe(204);
    expect((await ask(deleted)).status).toBe(403);
  });
});

test("an environment that is deleted is forgotten, and its key with it", async () => {
  const by = checks.organizationKey;
  const envs = `/v2/projects/${checks.project}/envs`;
  expect((await checks.ask("POST", envs, { key: "short", name: "Short" }, by)).status).toBe(200);
  const { body } = await checks.ask("GET", `/v2/api-key/${checks.project}/short`, undefined, by);
  const ask = () =>
    checks.ask(
      "POST",
      "/allowed",
      { user: { key: "gus" }, action: "write", resource: "document" },
      body.secret as string,
    );
  for (let n = 0; n < 3; n += 1) expect((await ask()).body).toMatchObject({ allow: false });
  expect((await checks.ask("DELETE", `${envs}/short`, undefined, by)).status).toBe(204);
  expect((await ask()).status).toBe(403);
});
