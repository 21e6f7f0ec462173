import { Permit as PermitClient } from "permitio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../../support/vendor.js";

let vendor: Vendor;
const levels = ["org", "project", "env"] as const;
type Level = (typeof levels)[number];
/** A key of each level, all of them of the default environment or above. */
let keys: Record<Level, string>;

beforeAll(async () => {
  vendor = await openVendor();
  keys = { org: vendor.organizationKey, project: (await make("project")).secret, env: vendor.key };
});
afterAll(() => vendor.close());

const placeOf = (level: Level) => ({
  organization_id: vendor.organization,
  ...(level !== "org" && { project_id: vendor.project }),
  ...(level === "env" && { environment_id: vendor.environment }),
});
interface Key {
  id: string;
  secret: string;
}
async function make(level: Level, more: object = {}, by = vendor.organizationKey): Promise<Key> {
  const body = { ...placeOf(level), object_type: level, ...more };
  const answer = await vendor.ask("POST", "/v2/api-key", body, by);
  expect(answer.status).toBe(200);
  return answer.body as Key;
}
const scope = async (key: string) => (await vendor.ask("GET", "/v2/api-key/scope", undefined, key)).status;
/** An answer with `expires_at`, a field of ours that the vendor's description does not know. */
const asking = (method: string, path: string, body?: unknown, key = vendor.organizationKey) =>
  fetch(vendor.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

describe("nobody makes a key that reaches further than their own", () => {
  test.each(levels.flatMap((by) => levels.map((made) => [by, made] as const)))(
    "a key of level %s asks for one of level %s",
    async (by, made) => {
      const { status, body } = await vendor.ask(
        "POST",
        "/v2/api-key",
        { ...placeOf(made), object_type: made },
        keys[by],
      );
      const mayMake = levels.indexOf(by) <= levels.indexOf(made);
      expect(status).toBe(mayMake ? 200 : 403);
      expect(body).toMatchObject(mayMake ? { object_type: made } : { error_code: "FORBIDDEN_ACCESS" });
    },
  );

  test("nor one of elsewhere, whether that is there or not", async () => {
    const { body: other } = await vendor.ask(
      "POST",
      "/v2/projects",
      { key: "keys-other", name: "Other" },
      keys.org,
    );
    const nowhere = crypto.randomUUID();
    for (const project_id of [other.id as string, "keys-other", nowhere, "nowhere"]) {
      const body = { organization_id: vendor.organization, project_id, object_type: "project" };
      expect(await vendor.ask("POST", "/v2/api-key", body, keys.project)).toMatchObject({
        status: 403,
        body: { message: "This API key does not reach that far." },
      });
    }
    for (const organization_id of [nowhere, "nowhere"]) {
      const body = { organization_id, object_type: "org" };
      expect((await vendor.ask("POST", "/v2/api-key", body, keys.org)).status).toBe(403);
    }
  });

  test.each(["write", "read"])("a key that may only %s has nothing to do with keys", async (access_level) => {
    const { id, secret } = await make("org", { access_level });
    const asked: [string, string, object?][] = [
      ["GET", "/v2/api-key"],
      ["POST", "/v2/api-key", { ...placeOf("org"), object_type: "org", access_level }],
      ["GET", `/v2/api-key/${id}`],
      ["DELETE", `/v2/api-key/${id}`],
      ["POST", `/v2/api-key/${id}/rotate-secret`],
      ["GET", `/v2/api-key/${vendor.project}/${vendor.environment}`],
    ];
    for (const [method, path, body] of asked)
      expect([path, (await vendor.ask(method, path, body, secret)).status]).toEqual([path, 403]);
    expect(await scope(secret)).toBe(200);
  });

  test("nor does a key see, rotate or delete a wider one", async () => {
    const { id } = await make("org");
    for (const [method, path] of [
      ["GET", ""],
      ["POST", "/rotate-secret"],
      ["DELETE", ""],
    ] as const) {
      for (const name of [id, crypto.randomUUID(), "no-id"])
        expect((await vendor.ask(method, `/v2/api-key/${name}${path}`, undefined, keys.env)).status).toBe(
          404,
        );
    }
    const { body } = await vendor.ask("GET", "/v2/api-key?per_page=100", undefined, keys.env);
    expect((body.data as { object_type: string }[]).every(({ object_type }) => object_type === "env")).toBe(
      true,
    );
  });
});

describe("what is wrong is named", () => {
  test.each([
    ["no organization", { object_type: "org" }, "organization_id"],
    ["an environment's key without one", { object_type: "env" }, "project_id"],
    [
      "a project's key with an environment",
      { object_type: "project", environment_id: "default" },
      "project_id",
    ],
    ["an organization's key with a project", { object_type: "org", project_id: "default" }, "project_id"],
    ["another level", { object_type: "world" }, "object_type"],
    ["no access at all", { object_type: "org", access_level: "no_access" }, "access_level"],
    ["another owner", { object_type: "org", owner_type: "nobody" }, "owner_type"],
    ["an end that is over", { object_type: "org", expires_at: "2001-01-01T00:00:00Z" }, "expires_at"],
    ["no time", { object_type: "org", expires_at: "soon" }, "expires_at"],
  ])("%s", async (what, more, field) => {
    const organization = what === "no organization" ? {} : { organization_id: vendor.organization };
    const { status, body } = await vendor.ask("POST", "/v2/api-key", { ...organization, ...more }, keys.org);
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(["body", field]);
  });

  test.each([-1, 604_801, 1.5, "long"])("an overlap of %s", async (overlap_seconds) => {
    const { id, secret } = await make("env");
    const path = `/v2/api-key/${id}/rotate-secret`;
    expect((await vendor.ask("POST", path, { overlap_seconds }, keys.org)).status).toBe(422);
    expect(await scope(secret)).toBe(200);
  });
});

describe("keys", () => {
  test("tell their scope at each level", async () => {
    for (const level of levels) {
      const { body } = await vendor.ask("GET", "/v2/api-key/scope", undefined, keys[level]);
      expect(body).toEqual({ project_id: null, environment_id: null, ...placeOf(level) });
    }
  });

  test("are listed with what they reach, without secrets, by level and project, in pages", async () => {
    const { secret } = await make("env", {
      name: "of the worker",
      access_level: "write",
      owner_type: "pdp_config",
    });
    const list = async (query = "") =>
      (await vendor.ask("GET", `/v2/api-key${query}`, undefined, keys.org)).body;
    const all = await list("?per_page=100");
    expect(all.total_count).toBe(all.data.length);
    expect(JSON.stringify(all)).not.toContain("permit_key_");
    expect(JSON.stringify(all)).not.toContain(secret);
    expect(all.data.at(-1)).toMatchObject({
      ...placeOf("env"),
      ...{ name: "of the worker", object_type: "env", access_level: "write", owner_type: "pdp_config" },
      env: { key: "default" },
      project: { key: "default" },
    });
    const projects = await list("?object_type=project");
    expect(projects.total_count).toBeLessThan(all.total_count);
    const other = await vendor.ask("POST", "/v2/projects", { key: "listed", name: "Listed" }, keys.org);
    expect((await list("?proj_id=listed")).total_count).toBe(2);
    expect(await list(`?proj_id=${other.body.id}`)).toEqual(await list("?proj_id=listed"));
    const second = await list("?per_page=1&page=2");
    expect(second.data).toEqual([all.data[1]]);
    expect(second.page_count).toBe(second.total_count);
  });

  test("are used from their making on, and remember when they were used last", async () => {
    const { id, secret } = await make("env");
    const read = async () => (await vendor.ask("GET", `/v2/api-key/${id}`, undefined, keys.org)).body;
    expect((await read()).last_used_at).toBeNull();
    expect(await scope(secret)).toBe(200);
    expect((await read()).last_used_at).toMatch(/^\d{4}-/);
    expect(secret).toMatch(/^permit_key_[A-Za-z0-9]{86,}$/);
  });

  test("are refused at once when they are deleted, at every door", async () => {
    const { id, secret } = await make("env");
    const doors = [
      ["GET", "/v2/api-key/scope"],
      ["GET", "/v2/projects"],
      ["POST", "/v2/auth/elements_login_as", { user_id: "x", tenant_id: "x" }],
      ["POST", "/v2/auth/operator_login", { operator: "Vera" }],
      ["GET", "/v2/members"],
    ] as const;
    const tried = async () =>
      Promise.all(
        doors.map(async ([method, path, body]) => (await vendor.ask(method, path, body, secret)).status),
      );
    expect(await tried()).not.toContain(401);
    expect((await vendor.ask("DELETE", `/v2/api-key/${id}`, {}, keys.org)).status).toBe(204);
    expect(await tried()).toEqual(doors.map(() => 401));
    expect((await vendor.ask("DELETE", `/v2/api-key/${id}`, {}, keys.org)).status).toBe(404);
  });

  test("end when they were made to end", async () => {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    const made = await asking("POST", "/v2/api-key", { ...placeOf("env"), expires_at });
    const { id, secret, ...read } = (await made.json()) as Key & { expires_at: string };
    expect(new Date(read.expires_at).toISOString()).toBe(expires_at);
    expect(await scope(secret)).toBe(200);
    await vendor.database.rows("update api_key set expires_at = clock_timestamp() where id = $1", [id]);
    expect(await scope(secret)).toBe(401);
  });

  test("lose their old secret when they are rotated, and keep it for as long as they are told to", async () => {
    const { id, secret } = await make("env");
    const rotate = async (body?: object) =>
      ((await vendor.ask("POST", `/v2/api-key/${id}/rotate-secret`, body, keys.org)).body as Key).secret;
    const second = await rotate();
    expect([await scope(secret), await scope(second)]).toEqual([401, 200]);
    const third = await rotate({ overlap_seconds: 600 });
    expect([await scope(second), await scope(third)]).toEqual([200, 200]);
    await vendor.database.rows("update api_key set former_until = clock_timestamp() where id = $1", [id]);
    expect([await scope(second), await scope(third)]).toEqual([401, 200]);
    expect(new Set([secret, second, third]).size).toBe(3);
    await rotate({ overlap_seconds: 600 });
    await vendor.ask("DELETE", `/v2/api-key/${id}`, {}, keys.org);
    expect(await scope(third)).toBe(401);
  });

  test("can be rotated by two at once: one secret is good afterwards", async () => {
    const { id } = await make("env");
    const answers = await Promise.all(
      [1, 2, 3].map(() => vendor.ask("POST", `/v2/api-key/${id}/rotate-secret`, {}, keys.org)),
    );
    const secrets = answers.map(({ body }) => (body as Key).secret);
    expect(new Set(secrets).size).toBe(3);
    expect((await Promise.all(secrets.map(scope))).sort()).toEqual([200, 401, 401]);
  });
});

describe("an environment's own key", () => {
  test("is shown again, and is that of the environment that is asked for", async () => {
    const { body } = await vendor.ask("POST", "/v2/projects", { key: "shown", name: "Shown" }, keys.org);
    const shown = await vendor.ask("GET", `/v2/api-key/shown/production`, undefined, keys.org);
    expect(shown.body).toMatchObject({ object_type: "env", project_id: body.id, env: { key: "production" } });
    const { body: own } = await vendor.ask(
      "GET",
      "/v2/api-key/scope",
      undefined,
      shown.body.secret as string,
    );
    expect(own.environment_id).toBe(shown.body.environment_id);
    const again = await vendor.ask(
      "GET",
      `/v2/api-key/shown/production`,
      undefined,
      shown.body.secret as string,
    );
    expect(again.body.secret).toBe(shown.body.secret);
    const development = await vendor.ask("GET", `/v2/api-key/shown/dev`, undefined, keys.org);
    expect(development.body.secret).not.toBe(shown.body.secret);
  });

  test("is the next of them when it is gone, and rotated when it was rotated", async () => {
    const own = () =>
      vendor.ask("GET", `/v2/api-key/${vendor.project}/${vendor.environment}`, undefined, keys.org);
    const { body: first } = await own();
    const rotated = await vendor.ask("POST", `/v2/api-key/${first.id}/rotate-secret`, {}, keys.org);
    expect((await own()).body.secret).toBe(rotated.body.secret);
    await vendor.ask("DELETE", `/v2/api-key/${first.id}`, {}, keys.org);
    expect((await own()).body.id).not.toBe(first.id);
  });

  test("is not there where the host has given the only one", async () => {
    const given = `given-${crypto.randomUUID()}`;
    const other = await openVendor({ apiKey: given });
    await other.database.rows("update api_key set deleted_at = now() where name <> 'given at start'");
    const path = `/v2/api-key/${other.project}/${other.environment}`;
    expect((await other.ask("GET", path, undefined, given)).status).toBe(404);
    await other.close();
  });
});

test("a stolen database shows no secret, nor do the answers that list", async () => {
  const { id, secret } = await make("env");
  const rotated = (
    await vendor.ask("POST", `/v2/api-key/${id}/rotate-secret`, { overlap_seconds: 60 }, keys.org)
  ).body.secret as string;
  for (const table of await vendor.database.tables()) {
    const all = await vendor.database.value<string>(
      `select coalesce(string_agg(x::text, ' '), '') from ${table} x`,
    );
    for (const each of [secret, rotated, ...Object.values(keys)])
      expect(all.includes(each), table).toBe(false);
    expect(all.includes("permit_key_"), table).toBe(false);
  }
});

test("deleting a key ends the open invitations of operators that were made with it, on the record; rotating does not", async () => {
  const { id } = await make("env");
  const tenant = await vendor.database.value<string>("select id from tenant where environment_id = $1", [
    vendor.environment,
  ]);
  await vendor.database.rows(
    `insert into invitation (environment_id, tenant_id, id, email, token_hash, inviter_kind, inviter_id, inviter_name, expires_at)
     select $1, $2, gen_random_uuid(), who || '@example.com', sha256(who::bytea), 'operator', inviter, 'tests', now() + interval '1 day'
     from (values ('theirs', $3::uuid), ('others', gen_random_uuid())) as x(who, inviter)`,
    [vendor.environment, tenant, id],
  );
  const states = async () =>
    Object.fromEntries(
      (
        await vendor.database.rows<{ email: string; status: string }>("select email, status from invitation")
      ).map(({ email, status }) => [email, status]),
    );
  await vendor.ask("POST", `/v2/api-key/${id}/rotate-secret`, {}, keys.org);
  expect(await states()).toEqual({ "theirs@example.com": "open", "others@example.com": "open" });
  await vendor.ask("DELETE", `/v2/api-key/${id}`, {}, keys.org);
  expect(await states()).toEqual({ "theirs@example.com": "cancelled", "others@example.com": "open" });
  const recorded = await vendor.database.rows(
    "select people ->> 'target' as target from audit_entry where action = 'invitation.cancel' and tenant_id = $1",
    [tenant],
  );
  expect(recorded).toEqual([{ target: "theirs@example.com" }]);
});

describe("the permitio package", () => {
  const client = (token: string) =>
    new PermitClient({ token, apiUrl: vendor.url, pdp: vendor.url, log: { level: "silent" } });

  test("finds its scope with a key of each level, also when many first calls are made at once", async () => {
    for (const level of levels) {
      const permit = client(keys[level]);
      const answers = await Promise.all([1, 2, 3, 4].map(() => permit.api.projects.list()));
      for (const projects of answers) expect(projects.map(({ key }) => key)).toContain("default");
    }
  });

  test("gets the key of an environment", async () => {
    const permit = client(keys.org);
    const { secret } = await permit.api.environments.getApiKey("default", "default");
    expect(await scope(secret ?? "")).toBe(200);
  });
});
