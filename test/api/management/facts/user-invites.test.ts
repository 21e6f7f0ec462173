import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendorFacts, type VendorFacts } from "../../../support/vendor-facts.js";

let vendor: VendorFacts;
let admin: string;
let docViewer: string;
const tenants = new Map<string, string>();
beforeAll(async () => {
  vendor = await openVendorFacts();
  admin = await vendor.database.value("select id from role where key = 'admin'");
  docViewer = await vendor.database.value(
    "select r.id from role r join resource s on s.id = r.resource_id where r.key = 'viewer' and s.key = 'doc'",
  );
  for (const { key, id } of await vendor.database.rows<{ key: string; id: string }>(
    "select key, id from tenant",
  ))
    tenants.set(key, id);
});
afterAll(() => vendor.close());

let made = 0;
const guest = (more: object = {}) => {
  made += 1;
  return {
    key: `guest-${made}`,
    email: `Guest-${made}@example.com`,
    first_name: "Gu",
    last_name: "Est",
    role_id: admin,
    tenant_id: tenants.get("acme"),
    resource_instance_id: null,
    status: "pending",
    ...more,
  };
};
const invite = async (more: object = {}) =>
  (await vendor.facts(200, "POST", "/user_invites", guest(more))).body;
const at = ({ id }: { id: string }) => `/user_invites/${id}`;

describe("inviting", () => {
  test("is refused for what is not there, and for what does not fit", async () => {
    const nowhere = "0c5a3ee6-6a76-46aa-ba55-beb5f3f549af";
    await vendor.facts(404, "POST", "/user_invites", guest({ role_id: nowhere }));
    await vendor.facts(404, "POST", "/user_invites", guest({ tenant_id: nowhere }));
    await vendor.facts(404, "POST", "/user_invites", guest({ resource_instance_id: nowhere }));
    await vendor.facts(422, "POST", "/user_invites", guest({ email: "nobody" }));
    await vendor.facts(422, "POST", "/user_invites", guest({ key: "no key" }));
    await vendor.facts(422, "POST", "/user_invites", guest({ status: "approved" }));
    expect((await vendor.facts(200, "GET", "/user_invites")).body.total_count).toBe(0);
  });

  test("is refused for whoever is invited or here already", async () => {
    const { email } = await invite();
    await vendor.facts(409, "POST", "/user_invites", guest({ email }));
    const role_assignments = [{ role: "viewer", tenant: "acme" }];
    await vendor.facts(200, "POST", "/users", { key: "here", email: "here@example.com", role_assignments });
    await vendor.facts(409, "POST", "/user_invites", guest({ email: "HERE@example.com" }));
  });

  test("is refused where no seat is left", async () => {
    await vendor.permit.define({ tenants: { full: { name: "Full", guardrails: { seats: 0 } } } });
    const tenant_id = "full";
    await vendor.facts(409, "POST", "/user_invites", guest({ tenant_id }));
  });

  test("keeps what is said of the guest, and shows the invitation in the tenant's elements", async () => {
    const given = guest();
    const { body } = await vendor.facts(200, "POST", "/user_invites", given);
    expect(body).toMatchObject({ ...given, resource_instance_id: "00000000-0000-0000-0000-000000000000" });
    expect((await vendor.facts(200, "GET", at(body))).body).toEqual(body);
    expect((await vendor.trail("acme")).at(-1)).toMatchObject({ action: "user.invite", by: "tests" });
    await vendor.facts(200, "POST", "/role_assignments", { user: "here", role: "admin", tenant: "acme" });
    expect(
      await vendor.database.value(
        "select count(*)::int from invitation where status = 'open' and email = $1",
        [given.email.toLowerCase()],
      ),
    ).toBe(1);
  });
});

describe("changing an invite", () => {
  test("is refused where it is not there, or would be approved by the way", async () => {
    await vendor.facts(404, "PATCH", "/user_invites/nothing", { first_name: "N" });
    await vendor.facts(422, "PATCH", at(await invite()), { status: "approved" });
  });

  test("keeps its id, whatever it promises now", async () => {
    const { id, email } = await invite();
    const { body: named } = await vendor.facts(200, "PATCH", at({ id }), {
      first_name: "New",
      key: "other-key",
    });
    expect(named).toMatchObject({ id, first_name: "New", last_name: "Est", key: "other-key", email });
    const moved = { email: "elsewhere@example.com", tenant_id: tenants.get("beta") };
    expect((await vendor.facts(200, "PATCH", at({ id }), moved)).body).toMatchObject({ id, ...moved });
    const { id: doc } = (
      await vendor.facts(200, "POST", "/resource_instances", { key: "one", resource: "doc", tenant: "beta" })
    ).body;
    const on = { role_id: docViewer, resource_instance_id: doc };
    expect((await vendor.facts(200, "PATCH", at({ id }), on)).body).toMatchObject({ id, ...on });
    // What was promised before is not promised any more.
    expect(
      await vendor.database.value(
        "select count(*)::int from invitation where status = 'open' and email = $1",
        [email.toLowerCase()],
      ),
    ).toBe(0);
  });
});

describe("approving", () => {
  test("is refused for another address, and twice", async () => {
    const { id, email, key } = await invite();
    await vendor.facts(400, "POST", `${at({ id })}/approve`, {
      key,
      email: "other@example.com",
      attributes: {},
    });
    await vendor.facts(404, "GET", `/users/${key as string}`);
    await vendor.facts(200, "POST", `${at({ id })}/approve`, { key, email, attributes: {} });
    await vendor.facts(400, "POST", `${at({ id })}/approve`, { key, email, attributes: {} });
  });

  test("makes the user with the role that was promised, and stays listed until it is deleted", async () => {
    const { id, email } = await invite();
    const { body: user } = await vendor.facts(200, "POST", `${at({ id })}/approve`, {
      key: "auth0|guest",
      email,
      attributes: { age: 5 },
    });
    expect(user).toMatchObject({
      key: "auth0|guest",
      email,
      first_name: "Gu",
      last_name: "Est",
      attributes: { age: 5 },
      roles: [{ role: "admin", tenant: "acme" }],
    });
    expect((await vendor.facts(200, "GET", at({ id }))).body.status).toBe("approved");
    await vendor.facts(409, "PATCH", at({ id }), { email: "late@example.com" });
    await vendor.facts(204, "DELETE", at({ id }));
    await vendor.facts(404, "GET", at({ id }));
    await vendor.facts(404, "DELETE", at({ id }));
    await vendor.facts(200, "GET", "/users/auth0%7Cguest");
  });

  test("is refused once the key that invited is deleted: its promise died with it", async () => {
    const other = await vendor.permit.createApiKey({ name: "other", level: "environment" });
    const given = guest();
    const { body } = await vendor.facts(200, "POST", "/user_invites", given, other);
    await vendor.database.rows("update api_key set deleted_at = clock_timestamp() where name = 'other'");
    const { key, email } = given;
    const { body: refusal } = await vendor.facts(403, "POST", `${at(body)}/approve`, {
      key,
      email,
      attributes: {},
    });
    expect(refusal.error_code).toBe("FORBIDDEN_ACCESS");
    await vendor.facts(404, "GET", `/users/${key}`);
  });
});

test("a pending invite that is deleted is cancelled on the record", async () => {
  const { id } = await invite();
  await vendor.facts(204, "DELETE", at({ id }));
  await vendor.facts(404, "GET", at({ id }));
  expect((await vendor.trail("acme")).at(-1)).toMatchObject({ action: "invitation.cancel", by: "tests" });
});

test("invites are found by role, tenant and words", async () => {
  const { id } = await invite({
    email: "find.me@example.com",
    tenant_id: tenants.get("beta"),
    key: "found-1",
  });
  const find = async (query: string) =>
    (await vendor.facts(200, "GET", `/user_invites?${query}`)).body.data.map(
      (each: { id: string }) => each.id,
    ) as string[];
  expect(await find("search=FIND.me")).toEqual([id]);
  expect(await find("search=found-1")).toEqual([id]);
  expect(await find("search=nobody")).toEqual([]);
  expect(await find("tenant=beta&role=admin")).toEqual([id]);
  expect(await find(`tenant=${tenants.get("acme") ?? ""}&search=found-1`)).toEqual([]);
  expect(await find("role=viewer&search=found-1")).toEqual([]);
  expect(await find("tenant=nowhere")).toEqual([]);
  expect(await find("page=2&per_page=1")).toHaveLength(1);
});
