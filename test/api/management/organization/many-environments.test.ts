import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyTrail } from "../../../../scripts/audit-verify/verify-trail.js";
import type { PeoplePage } from "../../../../src/api/people/contract.js";
import { allEnvironments } from "../../../../src/api/store/environment.js";
import { openStore } from "../../../../src/api/store/open-store.js";
import { sweep } from "../../../../src/api/store/sweep.js";
import { SignedIn } from "../../../support/acme.js";
import { LiveStream } from "../../../support/live-stream.js";
import { openVendor, type Vendor } from "../../../support/vendor.js";

/**
 * Two environments of one server with the same keys in both: the tenant `acme`, in it `olivia`, an owner, and one more
 * person, whose name is the environment's own.
 */

let vendor: Vendor;
let kept: string[];
let staging: string;
const keyOf: Record<string, string> = {};
const org = (method: string, path: string, body?: unknown) =>
  vendor.ask(method, path, body, vendor.organizationKey);

beforeAll(async () => {
  kept = [];
  vendor = await openVendor({ onCheckpoint: ({ jws }) => void kept.push(jws) });
  await vendor.permit.define({ roles: { owner: { name: "Owner" }, viewer: { name: "Viewer" } } });
  const made = await org("POST", "/v2/projects/default/envs/default/copy", {
    target_env: { new: { key: "staging", name: "Staging" } },
  });
  staging = made.body.id as string;
  keyOf["default"] = vendor.key;
  keyOf["staging"] = (await org("GET", "/v2/api-key/default/staging")).body.secret as string;
  for (const env of ["default", "staging"]) {
    const ask = async (path: string, body: unknown) => {
      const { status } = await vendor.ask("POST", path.replace("ENV", `default/${env}`), body, keyOf[env]);
      expect([path, status]).toEqual([path, 200]);
    };
    await ask("/v2/elements/ENV/config", {
      ...{ key: "team", name: "Team", elements_type: "user_management", settings: {} },
      roles_to_levels: { LEVEL_1: ["owner"], LEVEL_4: ["viewer"] },
    });
    await ask("/v2/facts/ENV/tenants", { key: "acme", name: `Acme in ${env}` });
    for (const [key, role] of [
      ["olivia", "owner"],
      [`only-in-${env}`, "viewer"],
    ]) {
      await ask("/v2/facts/ENV/users", { key, first_name: key });
      await ask("/v2/facts/ENV/role_assignments", { user: key, role, tenant: "acme" });
    }
  }
});
afterAll(() => vendor.close());

/** The element that the backend of an environment opens for its olivia, by that environment's key. */
async function olivia(env: string): Promise<SignedIn> {
  const login = { user_id: "olivia", tenant_id: "acme" };
  const { body } = await vendor.ask("POST", "/v2/auth/elements_login_as", login, keyOf[env]);
  const response = await vendor.permit.fetch(
    new Request("http://app.example/session", {
      method: "POST",
      headers: { authorization: `Bearer ${body.token}`, "content-type": "application/json" },
      body: JSON.stringify({ type: "user-management" }),
    }),
  );
  expect(response.status).toBe(200);
  return new SignedIn(vendor.permit, (await response.json()) as SignedIn["session"]);
}
const people = async (by: SignedIn) => (await by.json<PeoplePage>("GET /people")).people;

test("a key of one environment opens no element for users of another", async () => {
  const login = { user_id: "only-in-default", tenant_id: "acme" };
  const { body } = await vendor.ask("POST", "/v2/auth/elements_login_as", login, keyOf["staging"]);
  expect(body).toMatchObject({ token: "", error: "User not found" });
});

test("an element shows its own environment, and acts there", async () => {
  for (const env of ["default", "staging"]) {
    const by = await olivia(env);
    expect(by.session.tenant.name).toBe(`Acme in ${env}`);
    expect((await people(by)).map(({ key }) => key).sort()).toEqual(["olivia", `only-in-${env}`]);
  }
  const [here, there] = [await olivia("default"), await olivia("staging")];
  const other = (await people(there)).find(({ key }) => key === "only-in-staging")?.user ?? "";
  expect((await here.refusal(`GET /people/${other}`)).status).toBe(404);
  const act = { users: [other], expected: "active" };
  expect(JSON.stringify(await (await here.send("POST /people/suspend", act)).json())).not.toContain(
    "only-in",
  );
  await there.json(`PATCH /people/${other}/profile`, { title: "Tester" });
  expect(
    await vendor.database.rows(
      "select distinct environment_id from audit_entry where action = 'user.edit-profile'",
    ),
  ).toEqual([{ environment_id: staging }]);
});

test("bells ring where something has changed, and nowhere else", async () => {
  const [here, there] = [
    await LiveStream.open(await olivia("default")),
    await LiveStream.open(await olivia("staging")),
  ];
  const create = { key: "another", name: "Another" };
  await vendor.ask("POST", "/v2/schema/default/staging/roles", create, keyOf["staging"]);
  await there.next("bell");
  const person = (await people(await olivia("staging"))).find(({ key }) => key === "only-in-staging")?.user;
  await (await olivia("staging")).json(`PATCH /people/${person}/profile`, { title: "Lead" });
  await there.next("bell");
  expect(here.events).toEqual([]);
  // It does ring there.
  await vendor.ask("POST", "/v2/schema/default/default/roles", create, keyOf["default"]);
  await here.next("bell");
  await Promise.all([here.close(), there.close()]);
});

test("what has run out is ended in every environment", async () => {
  await vendor.database.rows(
    `update assignment set begins_at = now() - interval '2 days', ends_at = now() - interval '1 second'
     where role_id in (select id from role where key = 'viewer')`,
  );
  const store = await openStore(vendor.database.url);
  const all = await allEnvironments(store);
  expect(all).toEqual([vendor.environment, staging]);
  for (const each of all) await sweep(store, each);
  await store.close();
  expect(await vendor.database.rows("select from assignment where ends_at is not null")).toEqual([]);
});

test("an operator's console opened by a key is of that key's environment", async () => {
  const login = { operator: "Vera", tenant_id: "acme" };
  const { body } = await vendor.ask("POST", "/v2/auth/operator_login", login, keyOf["staging"]);
  const vera = new SignedIn(vendor.permit, { token: body.token as string } as SignedIn["session"]);
  expect(await vera.json<{ tenant: { name: string } }>("GET /delegations")).toMatchObject({
    tenant: { name: "Acme in staging" },
  });
});

test("an environment that is deleted ends its sessions and streams; its trail stays, and is intact", async () => {
  const [here, there] = [await olivia("default"), await olivia("staging")];
  const stream = await LiveStream.open(there);
  const entries = () =>
    vendor.database.value<number>("select count(*)::int from audit_entry where environment_id = $1", [
      staging,
    ]);
  const before = await entries();
  const made = await vendor.permit.checkpoint();
  expect(made.map(({ environment }) => environment)).toContain(staging);
  expect((await org("DELETE", "/v2/projects/default/envs/staging")).status).toBe(204);

  expect((await stream.next("end")).data).toEqual({ reason: "denied" });
  expect((await there.refusal("GET /people")).error_code).toBe("session_expired");
  expect((await there.refusal("POST /leave", {})).error_code).toBe("session_expired");
  expect((await vendor.ask("GET", "/v2/api-key/scope", undefined, keyOf["staging"])).status).toBe(401);
  expect(await people(here)).toHaveLength(2);

  expect(await entries()).toBe(before + 1);
  await vendor.permit.checkpoint();
  const { faults, chains } = await verifyTrail((sql, values) => vendor.database.rows(sql, values), { kept });
  expect(faults).toEqual([]);
  expect(chains.every(({ signed, entries: count }) => signed?.length === count)).toBe(true);
  for (const table of await vendor.database.tables()) {
    if (table.startsWith("audit_") || table === "decision_change") continue;
    const rows = await vendor.database.value<string>(
      `select coalesce(string_agg(x::text, ' '), '') from ${table} x`,
    );
    expect(rows.includes(staging), table).toBe(false);
  }
});
