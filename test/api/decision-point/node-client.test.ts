import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { Permit as Client } from "permitio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { policyEngine } from "../../../demo/policy-engine.js";
import { nodeHandler } from "../../../src/api/index.js";
import { openChecks, type Checks } from "../../support/checks.js";

/** The published Node.js client, as it is, asks the running server. */

/** The client's own. */
interface Axios {
  create(): { interceptors: { request: { use(change: (request: { baseURL?: string }) => object): void } } };
}
const require = createRequire(import.meta.url);
const axios = createRequire(require.resolve("permitio"))("axios") as Axios;

let checks: Checks;
let client: Client;
beforeAll(async () => {
  checks = await openChecks();
  await checks.permit.importPeople("acme", [
    { key: "vera", roles: ["viewer"] },
    { key: "kim", roles: [{ role: "keeper", instance: "folder:plans" }] },
  ]);
  await checks.permit.importPeople("default", [{ key: "vera", roles: ["editor"] }]);
  client = clientOf({});
});
afterAll(() => checks.close());

const clientOf = (options: Partial<ConstructorParameters<typeof Client>[0]>) =>
  new Client({
    token: checks.key,
    pdp: checks.url,
    apiUrl: checks.url,
    log: { level: "silent" },
    ...options,
  });

describe("the Node.js client is refused", () => {
  test("with a key that is not valid: it throws, or denies where it is told not to throw", async () => {
    const wrong = clientOf({ token: "permit_key_nobody" });
    await expect(wrong.check("vera", "read", "document")).rejects.toThrow("403");
    const quiet = clientOf({ token: "permit_key_nobody", throwOnError: false });
    expect(await quiet.check("vera", "read", "document")).toBe(false);
    expect(await quiet.bulkCheck([{ user: "vera", action: "read", resource: "document" }])).toEqual([]);
    expect(await quiet.getUserPermissions("vera")).toEqual({});
  });

  test("what nobody has permitted", async () => {
    expect(await client.check("vera", "write", { type: "document", tenant: "acme" })).toBe(false);
    expect(await client.check("nobody", "read", "document")).toBe(false);
  });
});

describe("the Node.js client is allowed", () => {
  test("to check by role, by instance, and in the default tenant", async () => {
    expect(await client.check("vera", "read", { type: "document", tenant: "acme" })).toBe(true);
    expect(await client.check("vera", "write", "document")).toBe(true);
    expect(
      await client.check({ key: "kim", firstName: "Kim" }, "read", {
        type: "document",
        key: "one",
        tenant: "acme",
      }),
    ).toBe(true);
  });

  test("to check many at once", async () => {
    const many = ["read", "write"].map((action) => ({
      user: "vera",
      action,
      resource: { type: "document", tenant: "acme" },
    }));
    expect(await client.bulkCheck(many)).toEqual([true, false]);
  });

  test("to list permissions, and tenants", async () => {
    expect(await client.getUserPermissions("vera", ["acme"])).toMatchObject({
      "__tenant:acme": { permissions: ["document:read"], roles: ["viewer"] },
    });
    const tenants = await client.checkAllTenants("vera", "read", "document");
    expect(tenants.map(({ key }: { key: string }) => key)).toEqual(["acme", "default"]);
    expect(await client.checkAllTenants({ key: "vera" }, "write", { type: "document" })).toMatchObject([
      { key: "default" },
    ]);
  });

  test("to ask the policy engine behind it, at the port that it takes that to listen on", async () => {
    const server = await listening(policyEngine(checks.permit));
    const { port } = server.address() as AddressInfo;
    // It insists on 8181: on the way there it is led to where this test listens.
    const led = axios.create();
    led.interceptors.request.use((request) => ({
      ...request,
      baseURL: request.baseURL?.replace("8181", String(port)),
    }));
    for (const pdp of [checks.url, `${checks.url}/permit`]) {
      const asking = clientOf({ pdp, opaAxiosInstance: led });
      const ask = (action: string) =>
        asking.check("vera", action, { type: "document", tenant: "acme" }, {}, { useOpa: true });
      expect(await ask("write")).toBe(false);
      expect(await ask("read")).toBe(true);
    }
    await new Promise((closed) => server.close(closed));
  });
});

async function listening(fetch: (request: Request) => Promise<Response>): Promise<Server> {
  const server = createServer(nodeHandler({ fetch }));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}
