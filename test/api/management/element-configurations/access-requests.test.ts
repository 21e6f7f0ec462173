import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../../support/vendor.js";
import { settleAcme, tokenOf } from "./acme-at-vendor.js";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await openVendor();
  await settleAcme(vendor);
});
afterAll(() => vendor.close());

const details = { tenant: "acme", role: "billing" };
const withToken = async (user: string, method: string, rest = "", body?: unknown, element = "asking") =>
  vendor.ask(
    method,
    `${vendor.E}/config/${element}/access_requests${rest}`,
    body,
    await tokenOf(vendor, user),
  );
const withKey = (user: string, method: string, rest = "", body?: unknown, tenant = "acme") =>
  vendor.ask(method, `${vendor.F}/access_requests/asking/user/${user}/tenant/${tenant}${rest}`, body);
const holds = async (user: string, role: string): Promise<boolean> =>
  (
    await vendor.database.rows(
      `select 1 from assignment a join app_user u on u.id = a.user_id join role r on r.id = a.role_id
       where u.key = $1 and r.key = $2`,
      [user, role],
    )
  ).length > 0;

describe.each([
  ["with the user's own token", withToken],
  ["with an API key in the user's name", withKey],
] as const)("an access request %s", (_, send) => {
  const asked = async (user: string, reason: string | undefined = "To pay what we owe") => {
    const { status, body } = await send(user, "POST", "", { access_request_details: details, reason });
    expect(status).toBe(200);
    return body as { id: string; status: string; reason: string; requesting_user_id: string };
  };

  test("is refused for another tenant, an unknown role, a hidden one, and to who has no place", async () => {
    const before = (await send("ana", "GET")).body;
    const post = (user: string, more: object) =>
      send(user, "POST", "", { access_request_details: { ...details, ...more } });
    expect((await post("ana", { tenant: "globex" })).status).toBe(422);
    expect((await post("ana", { role: "emperor" })).status).toBe(404);
    expect((await post("ana", { role: "support" })).status).toBe(404);
    expect((await post("ana", { role: "editor" })).status).toBe(409);
    expect((await send("ana", "POST", "", {})).status).toBe(422);
    expect((await send("ana", "GET")).body).toEqual(before);
  });

  test("is not for its asker to answer, nor for who may not give the role, and stays pending", async () => {
    const { id } = await asked("maria");
    for (const [user, status] of [
      ["maria", 403],
      ["ana", 404],
      ["victor", 404],
    ] as const) {
      expect((await send(user, "PUT", `/${id}/approve`, {})).status).toBe(status);
      expect((await send(user, "PUT", `/${id}/deny`, {})).status).toBe(status);
    }
    expect((await send("ana", "GET", `/${id}`)).status).toBe(404);
    expect((await send("ana", "PUT", `/${id}/cancel`, {})).status).toBe(404);
    expect((await send("olivia", "PUT", `/${id}/cancel`, {})).status).toBe(404);
    expect((await send("maria", "GET", `/${id}`)).body.status).toBe("pending");
    expect(await holds("maria", "billing")).toBe(false);
    const cancelled = await send("maria", "PUT", `/${id}/cancel`);
    expect(cancelled.body).toMatchObject({ id, status: "canceled" });
    expect((await send("olivia", "PUT", `/${id}/approve`, {})).status).toBe(409);
  });

  test("keeps its reason and the reviewer's words byte for byte, and gives the role", async () => {
    const reason = ` ${"Zażółć gęślą jaźń \u{1F511} ".repeat(180)}`.slice(0, 4090) + "\n end";
    const { id, ...made } = await asked("ana", reason);
    expect(made).toMatchObject({ reason, status: "pending" });
    expect((await send("ana", "GET", `/${id}`)).body).toMatchObject({ id, ...made });
    const other = await send("maria", "PUT", `/${id}/approve`, { role: "editor" });
    expect(other.status).toBe(422);
    const reviewed = await send("maria", "PUT", `/${id}/approve`, {
      reviewer_comment: `  ${reason}`.slice(0, 4096),
      role: "billing",
    });
    expect(reviewed.status).toBe(200);
    expect(reviewed.body).toMatchObject({
      id,
      status: "approved",
      reason,
      reviewer_comment: `  ${reason}`.slice(0, 4096),
    });
    const [maria] = await vendor.database.rows<{ id: string }>("select id from app_user where key = 'maria'");
    expect(reviewed.body.reviewer_user_id).toBe(maria?.id);
    expect(await holds("ana", "billing")).toBe(true);
    const token = await tokenOf(vendor, "olivia");
    await vendor.ask("DELETE", `${vendor.E}/config/team/data/users/ana/roles`, { role: "billing" }, token);
  });

  test("for an owner's role is not a manager's to give; the owner denies it", async () => {
    const { body } = await send("ana", "POST", "", { access_request_details: { ...details, role: "owner" } });
    expect((await send("maria", "PUT", `/${body.id}/approve`, {})).status).toBe(404);
    const denied = await send("olivia", "PUT", `/${body.id}/deny`, { reviewer_comment: "Not now" });
    expect(denied.body).toMatchObject({ status: "denied", reviewer_comment: "Not now" });
    expect(await holds("ana", "owner")).toBe(false);
  });

  test("is listed to who asked and to who may answer, by each of its filters", async () => {
    const { id, ...made } = await asked("victor");
    const listed = async (user: string, query = "") => {
      const { status, body } = await send(user, "GET", query);
      expect(status).toBe(200);
      return (body.data as { id: string }[]).map((each) => each.id);
    };
    expect(await listed("ana")).not.toContain(id);
    expect(await listed("victor")).toContain(id);
    expect(await listed("maria")).toContain(id);
    const { body } = await send("maria", "GET", "");
    expect(body.data.find((each: { id: string }) => each.id === id)).toEqual({ id, ...made });
    const [role] = await vendor.database.rows<{ id: string }>("select id from role where key = 'billing'");
    for (const same of ["?status=pending", "?role=billing", `?role=${role?.id}`, "?resource=__tenant"])
      expect(await listed("maria", same)).toContain(id);
    for (const other of [
      "?status=approved",
      "?role=editor",
      "?resource=document",
      "?resource_instance_id=document:42",
      "?page=9",
    ])
      expect(await listed("maria", other)).not.toContain(id);
    expect(await listed("maria", "?per_page=1")).toHaveLength(1);
    await send("victor", "PUT", `/${id}/cancel`);
  });
});

test("an access request for one document is for that document", async () => {
  const asking = { tenant: "acme", role: "reader", resource: "document", resource_instance: "42" };
  const { status, body } = await withToken("ana", "POST", "", {
    access_request_details: asking,
    reason: "To read",
  });
  expect(status).toBe(200);
  expect(body.access_request_details).toMatchObject({
    role: "reader",
    resource: "document",
    resource_instance: "document:42",
  });
  const found = await withToken("ana", "GET", "?resource=document&resource_instance_id=document:42");
  expect(found.body.data).toHaveLength(1);
  const elsewhere = { ...asking, resource_instance: "harbour" };
  expect((await withToken("ana", "POST", "", { access_request_details: elsewhere })).status).toBe(404);
  await withToken("ana", "PUT", `/${body.id}/cancel`);
});

test("a user of another tenant, and nobody, ask for nothing here; a key that reads only asks for nothing either", async () => {
  expect((await withKey("gloria", "POST", "", { access_request_details: details })).status).toBe(404);
  expect((await withKey("nobody", "GET")).status).toBe(404);
  expect((await withKey("ana", "GET", "", undefined, "nowhere")).status).toBe(404);
  const foreign = await withToken("gloria", "GET");
  expect(foreign.body.data).toEqual([]);
  const path = `${vendor.F}/access_requests/asking/user/ana/tenant/acme`;
  expect((await vendor.ask("GET", path, undefined, await tokenOf(vendor, "ana"))).status).toBe(401);
});

test("a filter by another tenant finds nothing", async () => {
  const { body } = await withToken("victor", "POST", "", { access_request_details: details });
  expect((await withToken("victor", "GET", "?tenant=acme")).body.data[0].id).toBe(body.id);
  expect((await withToken("victor", "GET", "?tenant=globex")).body.data).toEqual([]);
  await withToken("victor", "PUT", `/${body.id}/cancel`);
});

test("a session that was opened for asking alone answers nobody's request, whoever it is of, nor lists it", async () => {
  const made = await withToken("mei", "POST", "", { access_request_details: details });
  expect(made.status).toBe(200);
  const token = await tokenOf(vendor, "olivia", { element_type: "access-request", element_id: "asking" });
  const send = (method: string, rest = "") =>
    vendor.ask(method, `${vendor.E}/config/asking/access_requests${rest}`, undefined, token);
  const one = `/${made.body.id}`;
  for (const verb of ["approve", "deny"]) expect((await send("PUT", `${one}/${verb}`)).status).toBe(404);
  expect((await send("GET", one)).status).toBe(404);
  const listed = (await send("GET")).body.data as { id: string }[];
  expect(listed.map(({ id }) => id)).not.toContain(made.body.id);
  expect(await holds("mei", "billing")).toBe(false);
  const login = await withToken("olivia", "PUT", `${one}/deny`, {});
  expect(login.body.status).toBe("denied");
});

test("a session that was opened for user management alone answers nobody's request", async () => {
  const made = await withToken("mei", "POST", "", { access_request_details: details });
  const at = (element: string) => `${vendor.E}/config/${element}/access_requests/${made.body.id}/approve`;
  expect(made.status).toBe(200);
  const token = await tokenOf(vendor, "olivia", { element_type: "user-management", element_id: "team" });
  for (const element of ["team", "asking", "requests"])
    expect((await vendor.ask("PUT", at(element), {}, token)).status).toBeGreaterThanOrEqual(403);
  expect(await holds("mei", "billing")).toBe(false);
  const approving = await tokenOf(vendor, "olivia", { element_type: "approvals", element_id: "requests" });
  expect((await vendor.ask("PUT", at("requests"), {}, approving)).body.status).toBe("approved");
  const login = await tokenOf(vendor, "olivia");
  await vendor.ask("DELETE", `${vendor.E}/config/team/data/users/mei/roles`, { role: "billing" }, login);
});

test("requests are reviewed by the levels of the element that settings link them to", async () => {
  const settings = { selectedUserManagementElement: "team" };
  await vendor.ask("PATCH", `${vendor.E}/config/asking`, { settings });
  await vendor.ask("DELETE", `${vendor.E}/requests`);
  const { body } = await withToken("ana", "POST", "", { access_request_details: details });
  expect((await withToken("victor", "PUT", `/${body.id}/approve`, {})).status).toBe(404);
  expect((await withToken("maria", "PUT", `/${body.id}/approve`, {}, "team")).body).toMatchObject({
    status: "approved",
  });
});
