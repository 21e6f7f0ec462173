import { Permit as PermitClient } from "permitio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVendor, type Vendor } from "../../../support/vendor.js";

let vendor: Vendor;
const levels = ["org", "project", "env"] as const;
type Level = (typeof levels)[number];
/** Keys of the project `mine` and of its environment `dev`, beside which there is another project with the same names. */
let keys: Record<Level, string>;

const by = (key: Level) => (method: string, path: string, body?: unknown) =>
  vendor.ask(method, path, body, keys[key]);
const org = (method: string, path: string, body?: unknown) => by("org")(method, path, body);

beforeAll(async () => {
  vendor = await openVendor();
  keys = { org: vendor.organizationKey, project: "", env: "" };
  for (const key of ["mine", "other"]) await org("POST", "/v2/projects", { key, name: key });
  const project = { organization_id: vendor.organization, project_id: "mine", object_type: "project" };
  keys.project = (await org("POST", "/v2/api-key", project)).body.secret as string;
  keys.env = (await org("GET", "/v2/api-key/mine/dev")).body.secret as string;
});
afterAll(() => vendor.close());

describe("a key reaches its own level and what is below", () => {
  const words = { name: "Renamed" };
  test.each<[string, string, object | undefined, Record<Level, number>]>([
    ["GET", "/v2/orgs/default", undefined, { org: 200, project: 200, env: 200 }],
    ["GET", "/v2/orgs/active/org", undefined, { org: 200, project: 200, env: 200 }],
    ["GET", "/v2/orgs/default/stats", undefined, { org: 200, project: 200, env: 200 }],
    ["PATCH", "/v2/orgs/default", {}, { org: 200, project: 403, env: 403 }],
    ["GET", "/v2/projects/mine", undefined, { org: 200, project: 200, env: 200 }],
    ["PATCH", "/v2/projects/mine", words, { org: 200, project: 200, env: 403 }],
    ["GET", "/v2/projects/mine/envs", undefined, { org: 200, project: 200, env: 200 }],
    ["GET", "/v2/projects/mine/envs/dev", undefined, { org: 200, project: 200, env: 200 }],
    ["PATCH", "/v2/projects/mine/envs/dev", words, { org: 200, project: 200, env: 200 }],
    ["GET", "/v2/projects/mine/envs/dev/stats", undefined, { org: 200, project: 200, env: 200 }],
    ["GET", "/v2/projects/mine/envs/production", undefined, { org: 200, project: 200, env: 403 }],
    ["PATCH", "/v2/projects/mine/envs/production", words, { org: 200, project: 200, env: 403 }],
    ["GET", "/v2/projects/other", undefined, { org: 200, project: 403, env: 403 }],
    ["PATCH", "/v2/projects/other", words, { org: 200, project: 403, env: 403 }],
    ["GET", "/v2/projects/other/envs", undefined, { org: 200, project: 403, env: 403 }],
    ["GET", "/v2/projects/other/envs/dev", undefined, { org: 200, project: 403, env: 403 }],
  ])("%s %s", async (method, path, body, expected) => {
    for (const level of levels)
      expect([level, (await by(level)(method, path, body)).status]).toEqual([level, expected[level]]);
  });

  test("POST and DELETE of a project need the organization's or the project's", async () => {
    const made = { key: "made", name: "Made" };
    expect((await by("env")("POST", "/v2/projects", made)).status).toBe(403);
    expect((await by("project")("POST", "/v2/projects", made)).status).toBe(403);
    expect((await org("POST", "/v2/projects", made)).status).toBe(200);
    for (const level of ["env", "project"] as const)
      expect((await by(level)("DELETE", "/v2/projects/made")).status).toBe(403);
    expect((await by("env")("DELETE", "/v2/projects/mine")).status).toBe(403);
    expect((await org("DELETE", "/v2/projects/made")).status).toBe(204);
    expect((await org("GET", "/v2/projects/made")).status).toBe(404);
  });

  test("POST of an environment needs the project's; an environment's own key may delete it", async () => {
    const staging = { key: "staging", name: "Staging" };
    expect((await by("env")("POST", "/v2/projects/mine/envs", staging)).status).toBe(403);
    expect((await by("project")("POST", "/v2/projects/other/envs", staging)).status).toBe(403);
    expect((await by("project")("POST", "/v2/projects/mine/envs", staging)).status).toBe(200);
    const own = (await org("GET", "/v2/api-key/mine/staging")).body.secret as string;
    expect((await by("env")("DELETE", "/v2/projects/mine/envs/staging")).status).toBe(403);
    expect((await vendor.ask("DELETE", "/v2/projects/mine/envs/staging", undefined, own)).status).toBe(204);
    expect((await vendor.ask("GET", "/v2/api-key/scope", undefined, own)).status).toBe(401);
  });

  test("what is out of reach is answered alike whether it is there or not", async () => {
    const answers = async (level: Level, paths: string[]) =>
      Promise.all(
        paths.map(async (path) => {
          const { status, body } = await by(level)("GET", path);
          return { status, message: body.message as string, code: body.error_code as string };
        }),
      );
    const { body: other } = await org("GET", "/v2/projects/other/envs/dev");
    const nowhere = crypto.randomUUID();
    const projects = ["other", other.project_id as string, "nowhere", nowhere].map(
      (name) => `/v2/projects/${name}`,
    );
    const environments = ["production", other.id as string, "nowhere", nowhere].map(
      (name) => `/v2/projects/mine/envs/${name}`,
    );
    for (const found of [
      await answers("project", projects),
      await answers("env", projects),
      await answers("env", environments),
      await answers("org", ["/v2/orgs/nowhere", `/v2/orgs/${nowhere}`]),
    ])
      expect(new Set(found.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  test("a key that may only read changes nothing, and one that may write makes and deletes no environment", async () => {
    const limited = async (access_level: string) => {
      const body = { organization_id: vendor.organization, object_type: "org", access_level };
      return (await org("POST", "/v2/api-key", body)).body.secret as string;
    };
    const [read, write] = [await limited("read"), await limited("write")];
    const asked: [string, string, object | undefined, number][] = [
      ["PATCH", "/v2/projects/mine", { description: "Edited" }, 200],
      ["PATCH", "/v2/projects/mine/envs/dev", { description: "Edited" }, 200],
      ["POST", "/v2/projects", { key: "x", name: "X" }, 403],
      ["POST", "/v2/projects/mine/envs", { key: "x", name: "X" }, 403],
      ["DELETE", "/v2/projects/mine/envs/production", undefined, 403],
      ["DELETE", "/v2/projects/mine", undefined, 403],
    ];
    for (const [method, path, body, status] of asked) {
      expect([path, (await vendor.ask(method, path, body, read)).status]).toEqual([path, 403]);
      expect([path, (await vendor.ask(method, path, body, write)).status]).toEqual([path, status]);
    }
  });
});

describe("what is wrong is named", () => {
  test.each([
    ["POST", "/v2/projects", { name: "No key" }, ["body", "key"]],
    ["POST", "/v2/projects", { key: "no name" }, ["body", "key"]],
    ["POST", "/v2/projects", { key: crypto.randomUUID(), name: "An id" }, ["body", "key"]],
    ["POST", "/v2/projects", { key: "p", name: "" }, ["body", "name"]],
    ["POST", "/v2/projects", { key: "p", name: "P", urn_namespace: "A" }, ["body", "urn_namespace"]],
    ["POST", "/v2/projects", { key: "p", name: "P", settings: [] }, ["body", "settings"]],
    [
      "POST",
      "/v2/projects",
      { key: "p", name: "P", initial_environments: [{ key: "a b", name: "A" }] },
      ["body", "initial_environments", 0, "key"],
    ],
    ["PATCH", "/v2/projects/mine", { name: 1 }, ["body", "name"]],
    ["PATCH", "/v2/orgs/default", { name: "a/b" }, ["body", "name"]],
    ["POST", "/v2/projects/mine/envs", { key: "ä", name: "A" }, ["body", "key"]],
    ["PATCH", "/v2/projects/mine/envs/dev", { settings: null }, ["body", "settings"]],
    ["GET", "/v2/projects?page=0", undefined, ["query", "page"]],
    ["GET", "/v2/projects/mine/envs?per_page=101", undefined, ["query", "per_page"]],
  ])("%s %s %j", async (method, path, body, loc) => {
    const before = await vendor.database.state();
    const answer = await org(method, path, body);
    expect(answer.status).toBe(422);
    expect(answer.body.detail[0]).toMatchObject({ loc, msg: expect.any(String) as string });
    expect(await vendor.database.state()).toBe(before);
  });

  test("keys that are taken", async () => {
    expect((await org("POST", "/v2/projects", { key: "mine", name: "Again" })).status).toBe(409);
    expect((await org("POST", "/v2/projects/mine/envs", { key: "dev", name: "Again" })).status).toBe(409);
    const twice = [1, 2].map(() => ({ key: "twin", name: "Twin" }));
    const answer = await org("POST", "/v2/projects", { key: "p", name: "P", initial_environments: twice });
    expect(answer).toMatchObject({ status: 409, body: { error_code: "DUPLICATE_ENTITY" } });
    expect((await org("GET", "/v2/projects/p")).status).toBe(404);
  });

  test("of several that make the same at once, one does", async () => {
    const all = async (path: string) =>
      (await Promise.all([1, 2, 3, 4].map(() => org("POST", path, { key: "raced", name: "Raced" }))))
        .map(({ status }) => status)
        .sort();
    expect(await all("/v2/projects")).toEqual([200, 409, 409, 409]);
    expect(await all("/v2/projects/raced/envs")).toEqual([200, 409, 409, 409]);
    const envs = (await org("GET", "/v2/projects/raced/envs")).body as { key: string }[];
    expect(envs.map(({ key }) => key)).toEqual(["dev", "production", "raced"]);
  });
});

describe("an organization", () => {
  test("is one, is found by name, key and id, and is edited", async () => {
    const { body } = await org("GET", "/v2/orgs/active/org");
    for (const search of ["def", "DEFAULT", vendor.organization])
      expect((await org("GET", `/v2/orgs?search=${search}`)).body).toEqual([body]);
    expect((await org("GET", "/v2/orgs?search=other")).body).toEqual([]);
    expect((await org("GET", "/v2/orgs?page=2")).body).toEqual([]);
    expect((await org("GET", "/v2/orgs?per_page=1")).body).toEqual([body]);
    const edited = await org("PATCH", "/v2/orgs/default", { name: "Acme Inc.", settings: { a: { b: 1 } } });
    expect(edited.body).toMatchObject({
      id: vendor.organization,
      name: "Acme Inc.",
      settings: { a: { b: 1 } },
    });
    expect((await org("GET", `/v2/orgs/${vendor.organization}`)).body).toEqual(edited.body);
  });

  test("counts what the key reaches", async () => {
    const stats = async (level: Level) =>
      (await by(level)("GET", "/v2/orgs/default/stats")).body.stats as object;
    expect(await stats("env")).toEqual({ projects: 1, environments: 1, users: 0 });
    expect(await stats("project")).toMatchObject({ projects: 1, environments: 2 });
    const all = (await org("GET", "/v2/projects?per_page=100")).body as unknown[];
    expect(await stats("org")).toMatchObject({ projects: all.length });
  });
});

describe("projects", () => {
  test("begin with two environments unless others are named, or none", async () => {
    const environments = async (key: string, more: object = {}) => {
      const made = await org("POST", "/v2/projects", { key, name: key, ...more });
      expect(made).toMatchObject({ status: 200, body: { key, organization_id: vendor.organization } });
      const { body } = await org("GET", `/v2/projects/${key}/envs`);
      return (body as { key: string; name: string }[]).map(({ key: one, name }) => [one, name]);
    };
    expect(await environments("two")).toEqual([
      ["dev", "Development"],
      ["production", "Production"],
    ]);
    expect(await environments("none", { initial_environments: [] })).toEqual([]);
    const initial_environments = [{ key: "only", name: "Only", description: "The only one" }];
    expect(await environments("one", { initial_environments })).toEqual([["only", "Only"]]);
  });

  test("are listed as far as the key reaches, found by their names, in pages", async () => {
    const keysOf = (body: unknown) => (body as { key: string }[]).map(({ key }) => key);
    expect(keysOf((await by("env")("GET", "/v2/projects")).body)).toEqual(["mine"]);
    const all = keysOf((await org("GET", "/v2/projects?per_page=100")).body);
    expect(all).toEqual(expect.arrayContaining(["default", "mine", "other"]));
    expect(keysOf((await org("GET", "/v2/projects?search=oth")).body)).toEqual(["other"]);
    expect(keysOf((await org("GET", "/v2/projects?search=m*e")).body)).toEqual(["mine"]);
    expect(keysOf((await org("GET", "/v2/projects?per_page=1&page=2")).body)).toEqual([all[1]]);
  });

  test("are edited: only what is given changes, and is replaced whole", async () => {
    const made = {
      key: "edited",
      name: "Edited",
      description: "First",
      settings: { a: 1 },
      urn_namespace: "ours",
    };
    const { body: before } = await org("POST", "/v2/projects", made);
    expect(before).toMatchObject(made);
    const { body } = await org("PATCH", "/v2/projects/edited", { settings: { b: 2 }, something: "else" });
    expect(body).toEqual({ ...before, settings: { b: 2 }, updated_at: expect.any(String) as string });
    expect(body.updated_at > before.updated_at).toBe(true);
    expect((await org("PATCH", "/v2/projects/edited", { description: null })).body.description).toBeNull();
  });
});

describe("environments", () => {
  test("begin with a key of their own, the tenant `default`, and nothing else", async () => {
    const { body } = await org("POST", "/v2/projects/mine/envs", { key: "bare", name: "Bare" });
    const { body: stats } = await org("GET", "/v2/projects/mine/envs/bare/stats");
    expect(stats).toMatchObject({ ...body, pdp_configs: [] });
    expect(stats.stats).toEqual({
      ...{ roles: 0, users: 0, policies: 0, resources: 0, tenants: 1 },
      ...{ has_decision_logs: false, members: [], mau: 0 },
    });
    const holding = [];
    for (const table of await vendor.database.tables()) {
      // What tells the decision point of the tenant.
      if (table === "decision_change") continue;
      const columns = await vendor.database.rows(
        "select from information_schema.columns where table_schema = 'permit' and table_name = $1 and column_name = 'environment_id'",
        [table],
      );
      if (columns.length > 0)
        holding.push([
          table,
          await vendor.database.value<number>(
            `select count(*)::int from ${table} where environment_id = $1`,
            [body.id],
          ),
        ]);
    }
    expect(holding.filter(([, count]) => count !== 0)).toEqual([
      ["api_key", 1],
      ["tenant", 1],
    ]);
    expect(
      await vendor.database.value("select key::text from tenant where environment_id = $1", [body.id]),
    ).toBe("default");
  });

  test("so does the environment that the server was set up with", async () => {
    expect(
      await vendor.database.value("select key::text from tenant where environment_id = $1", [
        vendor.environment,
      ]),
    ).toBe("default");
  });

  test("are listed as far as the key reaches, found by their names, in pages", async () => {
    const list = async (level: Level, query = "") =>
      ((await by(level)("GET", `/v2/projects/mine/envs${query}`)).body as { key: string }[]).map(
        ({ key }) => key,
      );
    expect(await list("env")).toEqual(["dev"]);
    const all = await list("project");
    expect(all.slice(0, 2)).toEqual(["dev", "production"]);
    expect(await list("project", "?search=prod")).toEqual(["production"]);
    expect(await list("project", "?per_page=1&page=2")).toEqual(["production"]);
  });

  test("count their own", async () => {
    const own = await vendor.ask("GET", `/v2/projects/default/envs/default/stats`);
    await vendor.permit.define({
      roles: { counted: { name: "Counted" } },
      resources: { doc: { name: "Doc", actions: {} } },
    });
    const after = await vendor.ask("GET", `/v2/projects/default/envs/default/stats`);
    expect(after.body.stats).toEqual({ ...own.body.stats, roles: 1, resources: 1 });
    expect((await org("GET", "/v2/projects/mine/envs/dev/stats")).body.stats).toMatchObject({ roles: 0 });
  });

  test("are edited: only what is given changes", async () => {
    const { body: before } = await org("PATCH", "/v2/projects/mine/envs/dev", {});
    const given = { description: "For trying", custom_branch_name: "dev", settings: { color: "red" } };
    const { body } = await org("PATCH", "/v2/projects/mine/envs/dev", given);
    expect(body).toEqual({ ...before, ...given, updated_at: expect.any(String) as string });
    expect((await org("PATCH", "/v2/projects/mine/envs/dev", {})).body).toEqual(body);
  });

  test("the server's own, and its project, can't be deleted, and it says why", async () => {
    const before = await vendor.database.state();
    for (const path of ["/v2/projects/default", "/v2/projects/default/envs/default"]) {
      const answer = await org("DELETE", path);
      expect(answer.status).toBe(409);
      expect(answer.body.message).toContain("default environment");
    }
    expect(await vendor.database.state()).toBe(before);
  });
});

describe("whose tokens may open an element", () => {
  const key = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  const edit = (jwks: unknown) => org("PATCH", "/v2/projects/mine/envs/dev", { jwks });

  test.each([
    ["nothing", {}],
    ["keys and an address", { url: "https://id.example.com/jwks", jwks: { keys: [key] } }],
    ["an address without encryption", { url: "http://id.example.com/jwks" }],
    ["an address of this machine", { url: "https://localhost/jwks" }],
    ["an address by number", { url: "https://127.0.0.1/jwks" }],
    ["an address with a port", { url: "https://id.example.com:8443/jwks" }],
    ["an address with a password", { url: "https://a:b@id.example.com/jwks" }],
    ["no list of keys", { jwks: { keys: "all" } }],
    ["a key of no kind", { jwks: { keys: [{ kid: "1" }] } }],
    ["a shared secret", { jwks: { keys: [{ kty: "oct", k: "AAAA" }] } }],
    ["a private key", { jwks: { keys: [{ ...key, d: "AAAA" }] } }],
  ])("is not %s", async (_, jwks) => {
    const before = await vendor.database.state();
    const answer = await edit(jwks);
    expect(answer.status).toBe(422);
    expect(answer.body.detail[0].type).toBe("INVALID_JWKS_CONFIGURATION");
    const made = { key: "with-jwks", name: "With", jwks };
    expect((await org("POST", "/v2/projects/mine/envs", made)).status).toBe(422);
    expect(await vendor.database.state()).toBe(before);
  });

  test("is told by keys, or by where they are, and can be taken back", async () => {
    expect((await edit({ jwks: { keys: [key] } })).body.jwks).toEqual({ ttl: 600, jwks: { keys: [key] } });
    expect((await org("POST", "/v2/projects/mine/envs/dev/test_jwks")).body).toEqual({ keys: [key] });
    const url = "https://id.example.com/jwks.json";
    expect((await edit({ ttl: 60, url })).body.jwks).toEqual({ ttl: 60, url });
    expect((await edit(null)).body.jwks).toBeNull();
    expect((await org("POST", "/v2/projects/mine/envs/dev/test_jwks")).status).toBe(404);
  });

  test("is tried at an address, where nothing can be had from what is none", async () => {
    for (const url of ["http://id.example.com", "https://127.0.0.1/", "https://nowhere.invalid/jwks"]) {
      const path = `/v2/projects/mine/envs/dev/test_jwks?url=${encodeURIComponent(url)}`;
      const answer = await org("POST", path);
      expect(answer.status).toBe(422);
      expect(answer.body.detail[0].type).toBe("INVALID_JWKS_CONFIGURATION");
    }
  });
});

describe("the permitio package", () => {
  const client = (token: string) =>
    new PermitClient({ token, apiUrl: vendor.url, pdp: vendor.url, log: { level: "silent" } });

  test("makes, reads, changes, lists and deletes projects with the organization's key", async () => {
    const { projects } = client(keys.org).api;
    const made = await projects.create({ key: "by-sdk", name: "By SDK" });
    expect(await projects.get("by-sdk")).toEqual(made);
    expect(await projects.getByKey("by-sdk")).toEqual(await projects.getById(made.id));
    expect((await projects.update("by-sdk", { name: "Changed" })).name).toBe("Changed");
    expect((await projects.list({ perPage: 100 })).map(({ key }) => key)).toContain("by-sdk");
    await projects.delete("by-sdk");
    await expect(projects.get("by-sdk")).rejects.toMatchObject({ response: { status: 404 } });
  });

  test("makes, reads, changes, counts and deletes environments with a project's key", async () => {
    const { environments } = client(keys.project).api;
    const made = await environments.create("mine", { key: "by-sdk", name: "By SDK" });
    expect(await environments.get("mine", "by-sdk")).toMatchObject(made);
    expect(await environments.getByKey("mine", "by-sdk")).toEqual(
      await environments.getById(made.project_id, made.id),
    );
    expect((await environments.update("mine", "by-sdk", { name: "Changed" })).name).toBe("Changed");
    expect((await environments.getStats("mine", "by-sdk")).stats).toMatchObject({ tenants: 1, roles: 0 });
    expect((await environments.list({ projectKey: "mine", perPage: 100 })).map(({ key }) => key)).toContain(
      "by-sdk",
    );
    const { secret } = await environments.getApiKey("mine", "by-sdk");
    expect((await client(secret ?? "").api.environments.get("mine", "by-sdk")).id).toBe(made.id);
    await environments.delete("mine", "by-sdk");
    await expect(environments.get("mine", "by-sdk")).rejects.toMatchObject({ response: { status: 404 } });
  });

  test("works in an environment that it chose, with a wider key", async () => {
    const permit = client(keys.org);
    const { body: env } = await org("GET", "/v2/projects/mine/envs/dev");
    await permit.api.projects.list();
    permit.config.apiContext.setEnvironmentLevelContext(
      vendor.organization,
      env.project_id as string,
      env.id as string,
    );
    expect((await permit.api.environments.get("mine", "dev")).id).toBe(env.id);
    expect(permit.config.apiContext.environment).toBe(env.id);
  });
});
