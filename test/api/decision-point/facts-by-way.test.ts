import { Permit as Client } from "permitio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChecks, until, type Checks } from "../../support/checks.js";

/** Facts by way of the decision point, as the published client writes them with `proxyFactsViaPdp`. */

let checks: Checks;
let client: Client;
let users = 0;
beforeAll(async () => {
  checks = await openChecks();
  client = new Client({
    token: checks.key,
    pdp: checks.url,
    apiUrl: checks.url,
    log: { level: "silent" },
    proxyFactsViaPdp: true,
  });
});
afterAll(() => checks.close());

async function somebody(): Promise<string> {
  const key = `user-${(users += 1)}`;
  await client.api.users.create({ key });
  return key;
}
const may = (user: string) => client.check(user, "read", "document");

describe("a role that is given by way of the decision point", () => {
  test("does not count yet when the client does not wait, but soon", async () => {
    const user = await somebody();
    await client.api.users.waitForSync(0).assignRole({ user, role: "viewer", tenant: "default" });
    expect(await may(user)).toBe(false);
    await until(() => may(user));
  });

  test("counts at once when it does, and when it says nothing of waiting", async () => {
    for (const users of [
      client.api.users,
      client.api.users.waitForSync(10, "fail"),
      client.api.users.waitForSync(null),
    ]) {
      const user = await somebody();
      await users.assignRole({ user, role: "viewer", tenant: "default" });
      expect(await may(user)).toBe(true);
    }
  });

  test("and taken away again counts no more at once, however long the client waits", async () => {
    for (const seconds of [0, 10]) {
      const user = await somebody();
      await client.api.users.assignRole({ user, role: "viewer", tenant: "default" });
      expect(await may(user)).toBe(true);
      await client.api.users.waitForSync(seconds).unassignRole({ user, role: "viewer", tenant: "default" });
      expect(await may(user)).toBe(false);
    }
  });

  test("on an instance, counts at once, too", async () => {
    const user = await somebody();
    await client.api.resourceInstances.create({ key: "new", resource: "document", tenant: "default" });
    await client.api.users.assignRole({ user, role: "writer", resource_instance: "document:new" });
    expect(await client.check(user, "write", { type: "document", key: "new" })).toBe(true);
  });
});

test("a time that can't be read is refused, and nothing is written", async () => {
  const user = await somebody();
  const response = await fetch(`${checks.url}${checks.F}/role_assignments`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${checks.key}`,
      "content-type": "application/json",
      "x-wait-timeout": "soon",
    },
    body: JSON.stringify({ user, role: "viewer", tenant: "default" }),
  });
  expect(response.status).toBe(400);
  expect(await may(user)).toBe(false);
});

test("clients may leave out whose facts they are: those of their key's environment", async () => {
  const user = await somebody();
  expect((await checks.ask("GET", `/facts/users/${user}`, undefined, null)).status).toBe(401);
  expect((await checks.ask("GET", `/facts/users/${user}`)).body).toMatchObject({ key: user });
  const given = await checks.ask("POST", "/facts/role_assignments", {
    user,
    role: "viewer",
    tenant: "default",
  });
  expect(given.status).toBe(200);
  expect(await may(user)).toBe(true);
});
