import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operations } from "../../../../src/api/management/served.js";
import { openVendor, vendorDescription, type Vendor } from "../../../support/vendor.js";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await openVendor();
  const make = async (path: string, body: object) => {
    const answer = await vendor.ask("POST", path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  };
  const { S, F } = vendor;
  for (const key of ["document", "folder"]) {
    const attributes = { size: { type: "number" }, owner: { type: "string" } };
    await make(`${S}/resources`, { key, name: key, actions: { read: {}, write: {} }, attributes });
    for (const part of ["one", "two"]) {
      await make(`${S}/resources/${key}/action_groups`, { key: part, name: part });
      await make(`${S}/resources/${key}/roles`, { key: part, name: part });
      await make(`${S}/resources/${key}/relations`, { key: part, name: part, subject_resource: "document" });
    }
  }
  await make(`${S}/roles`, { key: "owner", name: "Owner", attributes: { tier: "gold" } });
  await make(`${S}/roles`, { key: "guest", name: "Guest" });
  await make(`${S}/users/attributes`, { key: "team", type: "string" });
  await make(`${S}/condition_sets`, { key: "people", name: "People" });
  await make(`${S}/condition_sets`, { key: "staff", name: "Staff", parent_id: "people" });
  await make(`${S}/condition_sets`, { key: "managers", name: "Managers", parent_id: "staff" });
  await make(`${S}/condition_sets`, {
    key: "papers",
    name: "Papers",
    type: "resourceset",
    resource_id: "document",
  });
  for (const [user_set, permission] of [
    ["people", "read"],
    ["people", "write"],
    ["staff", "read"],
  ])
    await make(`${F}/set_rules`, { user_set, permission, resource_set: "papers" });
  await make(`${F}/set_rules`, {
    user_set: "staff",
    permission: "folder:read",
    resource_set: "__autogen_folder",
  });
});
afterAll(() => vendor.close());

/** What each parameter is set to, where a list is asked for, and what it needs beside it. */
const values: Readonly<Record<string, string>> = {
  page: "page=2&per_page=1",
  per_page: "per_page=1",
  include_total_count: "include_total_count=true",
  include_built_in: "include_built_in=true",
  search: "search=*e*r",
  type: "type=resourceset",
  user_set: "user_set=staff",
  permission: "permission=write",
  resource_set: "resource_set=folder",
};
/** Parameters that the vendor describes and that have nothing to say: those attributes are one resource's anyway. */
const idle = ["resource_id"];

const isOurs = (path: string) =>
  (path.startsWith("/v2/schema/") && !path.includes("/groups")) || path.endsWith("/set_rules");
const asked = Object.entries(vendorDescription.paths).flatMap(([path, { get }]) =>
  get && isOurs(path)
    ? (get.parameters ?? [])
        .filter((each) => each.in === "query" && !idle.includes(each.name))
        .map(({ name }) => [path, name] as const)
    : [],
);

describe("every query parameter", () => {
  test.each(asked)("of %s changes the answer: %s", async (path, name) => {
    const filled = path
      .replace("{proj_id}", vendor.project)
      .replace("{env_id}", vendor.environment)
      .replace("{resource_id}", "document")
      .replace("{condition_set_id}", path.endsWith("ancestors") ? "managers" : "people");
    const query = values[name];
    expect(query, `nothing is said about ${name}`).toBeDefined();
    const plain = await vendor.ask("GET", filled);
    const other = await vendor.ask("GET", `${filled}?${query}`);
    expect([plain.status, other.status]).toEqual([200, 200]);
    expect(other.body).not.toEqual(plain.body);
  });

  test("that is one of attributes narrows a list to what has them all", async () => {
    const { S } = vendor;
    const keys = async (query: string) =>
      (await vendor.ask("GET", `${S}/roles?${query}`)).body.map(({ key }: { key: string }) => key);
    expect(await keys("attr_tier=gold")).toEqual(["owner"]);
    expect(await keys("attr_tier=gold&attr_place=here")).toEqual([]);
  });

  test("that makes no sense is refused", async () => {
    for (const query of ["page=0", "per_page=101", "per_page=x", "include_total_count=perhaps"])
      expect((await vendor.ask("GET", `${vendor.S}/roles?${query}`)).status, query).toBe(422);
  });
});

describe("every operation of the schema", () => {
  const routes = operations.map(({ route }) => route.split(" ") as [string, string]);
  const ours = routes.filter(([, path]) => isOurs(path));
  const fill = (path: string, project: string, environment: string) =>
    path
      .replace("{proj_id}", project)
      .replace("{env_id}", environment)
      .replaceAll(/\{\w+\}/g, "x");

  test.each(ours)(
    "%s %s is nothing for strangers, and nothing of another environment",
    async (method, path) => {
      const body = method === "GET" ? undefined : {};
      const here = fill(path, vendor.project, vendor.environment);
      expect((await vendor.ask(method, here, body, null)).status).toBe(401);
      const elsewhere = fill(path, vendor.project, vendor.organization);
      expect((await vendor.ask(method, elsewhere, body)).status).toBe(403);
    },
  );

  test.each(ours.filter(([method]) => method !== "GET"))(
    "%s %s answers whatever is sent in the vendor's shape, and never as our own fault",
    async (method, path) => {
      const text = "\0\ud800";
      const strange: unknown[] = [
        null,
        [],
        "words",
        {},
        { key: "k", name: text, actions: {}, type: "string", subject_resource: text, role: text },
        {
          key: "__proto",
          name: "n",
          permissions: [text],
          actions: { a: null },
          attributes: { [text]: text },
        },
        {
          operations: [{ key: "k", name: "n", extends: ["k"] }],
          extends: ["gone"],
          permissions: [":", "a:", ":b"],
        },
        {
          key: "k",
          name: "n",
          conditions: { and: [{ "user.x": { ref: [] } }] },
          parent_id: text,
          granted_to: 3,
        },
        { user_set: text, permission: text, resource_set: text, is_role: true },
        { name: "x".repeat(3000), description: 7, key: "x".repeat(300), no_direct_roles_on_object: "maybe" },
      ];
      for (const names of ["x", "document", "%00", "owner"])
        for (const body of strange) {
          const filled = path
            .replace("{proj_id}", vendor.project)
            .replace("{env_id}", vendor.environment)
            .replaceAll(/\{\w+\}/g, names);
          // Nothing of the fixture is deleted: the point is what goes wrong.
          if (method === "DELETE" && names !== "%00" && names !== "x") continue;
          const { status, body: answer } = await vendor.ask(method, filled, body);
          expect(status, `${method} ${filled} ${JSON.stringify(body)}`).toBeLessThan(500);
          if (status >= 400) expect(answer).not.toBeNull();
        }
    },
  );
});
