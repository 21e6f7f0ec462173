import { afterAll, beforeAll, describe, expect, test } from "vitest";
import pg from "pg";
import type { PeopleCount, PeoplePage } from "../../../src/api/people/contract.js";
import type { InstanceAccess } from "../../../src/api/role-assignment/contract.js";
import { openAcme, signIn, type Acme, type SignedIn } from "../../support/acme.js";

/** A tenant of 100,000 people: what is asked of the list must find its index, as the server's own role. */
const size = 100_000;
const departments = ["Design", "Finance", "Legal"];
const names = [
  "Ada",
  "Björn",
  "Chloé",
  "Dmitri",
  "Esra",
  "Fatima",
  "Giulia",
  "Hiro",
  "Inês",
  "Jamal",
  "Kofi",
  "Łukasz",
];

function* manyPeople() {
  for (let n = 0; n < size; n++) {
    yield {
      key: `user-${n}`,
      name: `${names[n % names.length]} Number ${n}`,
      email: `user-${n}@large.example`,
      roles: [roleOf(n)],
      attributes: { department: departments[n % departments.length] },
      ...(n % 1000 === 7 && { status: "suspended" as const }),
    };
  }
}

const roleOf = (n: number) => (n === 0 ? "owner" : n % 500 === 0 ? "manager" : n % 3 ? "viewer" : "editor");
const active = (role: string, suspended: readonly number[]) =>
  Array.from({ length: size }, (_, n) => n).filter((n) => roleOf(n) === role).length -
  suspended.filter((n) => roleOf(n) === role).length;

let acme: Acme;
let owner: SignedIn;
beforeAll(async () => {
  acme = await openAcme();
  await acme.permit.define({
    tenants: { large: { name: "Large" } },
    instances: [{ instance: "document:large", tenant: "large" }],
  });
  expect(await acme.permit.importPeople("large", manyPeople())).toEqual({ imported: size });
  await acme.database.rows("vacuum analyze membership, assignment");
  owner = await acme.as("user-0", "large");
}, 240_000);
afterAll(() => acme.close());

const page = (query: string) => owner.json<PeoplePage>(`GET /people?${query}`);
const keys = ({ people }: PeoplePage) => people.map(({ key }) => key);

describe("a tenant of 100,000 people", () => {
  test("has an exact total, which comes with the first page", async () => {
    expect((await page("")).total).toBe(size);
  });

  test("finds one person by name, address or key, with and without accents", async () => {
    expect(keys(await page("search=number%2077777"))).toEqual(["user-77777"]);
    expect(keys(await page("search=user-99999%40large"))).toEqual(["user-99999"]);
    expect(keys(await page("search=bjorn%20number%2088813"))).toEqual(["user-88813"]);
  });

  test("counts what a filter leaves, exactly", async () => {
    const count = async (query: string) =>
      (await owner.json<PeopleCount>(`GET /people/count?${query}`)).total;
    expect(await count(`role=${owner.role("manager").id}`)).toBe(size / 500 - 1);
    expect(await count("status=suspended")).toBe(size / 1000);
    expect(await count("search=giulia")).toBe(Math.floor((size - 7) / 12) + 1);
  });

  test("jumps to the middle and goes on from there by cursor", async () => {
    const middle = await page("offset=50000&limit=10");
    const next = await page(`cursor=${middle.next}&limit=10`);
    expect(keys(next)).toEqual(keys(await page("offset=50010&limit=10")));
  });
});

describe("a document that 100,000 people reach by their roles", () => {
  test("says how many, with a few names", async () => {
    const about = { instance: "document:large" };
    const started = performance.now();
    const { session } = await signIn(acme.permit, "user-0", "large", "role-assignment", about);
    console.log(
      `the share dialog of a tenant of ${size} people: ${Math.round(performance.now() - started)} ms`,
    );
    const { through_tenant, total } = session.first_page as InstanceAccess;
    const counts = new Map(through_tenant.map(({ role, people }) => [role, people]));
    const of = (key: string) => counts.get(owner.role(key).id);
    const suspended = Array.from({ length: size / 1000 }, (_, n) => n * 1000 + 7);
    expect(of("viewer")?.total).toBe(active("viewer", suspended));
    expect(of("editor")?.total).toBe(active("editor", suspended));
    expect([of("owner"), of("viewer")?.names.length, total]).toEqual([{ names: ["user-0"], total: 1 }, 3, 0]);
  });

  test("finds them by their index, as the server's own role", async () => {
    const roles = ["owner", "manager", "viewer"].map((key) => owner.role(key).id);
    const plans = await plansOf(
      "select * from tenant_holders($1::uuid[], now())",
      [roles],
      "unnest(p_roles)",
    );
    expect(plans).toContain("assignment_holders");
    expect(plans).not.toContain("Seq Scan on assignment");
    expect(plans).not.toContain("Seq Scan on membership");
  });
});

describe("as the server's own role, the index that is meant is used", () => {
  test.each([
    ["a rare search", { words: [{ word: "user-77777", roles: [] }] }, "name", null, "membership_search"],
    ["a rare role", { words: [], roles: ["owner"] }, "name", null, "membership_roles"],
    ["the list by name", { words: [] }, "name", null, "membership_by_name"],
    ["the list by address", { words: [] }, "email", null, "membership_by_email"],
    ["the list by status", { words: [] }, "status", null, "membership_by_status"],
    ["the list by change", { words: [] }, "changed", null, "membership_by_change"],
    ["the suspended", { words: [], status: ["suspended"] }, "status", null, "membership_by_status"],
    [
      "the page after one",
      { words: [] },
      "email",
      ["user-5@large.example", "00000000-0000-4000-8000-000000000000"],
      "membership_by_email",
    ],
  ])("%s", async (_, filter, sort, after, index) => {
    const roles = "roles" in filter ? { roles: filter.roles?.map((key) => owner.role(key).id) } : {};
    const plans = await plansOf(
      "select list_people($1::jsonb, $2, false, $3::jsonb, null, 50)",
      [JSON.stringify({ ...filter, ...roles }), sort, after && JSON.stringify(after)],
      "from membership m where",
    );
    expect(plans).toContain(index);
    expect(plans).not.toContain("Seq Scan on membership");
  });
});

/** What EXPLAIN says of the statement inside a function, called as `permit_server` in the large tenant. */
async function plansOf(call: string, values: readonly unknown[], statement: string): Promise<string> {
  const client = new pg.Client({ connectionString: acme.database.url });
  const plans: string[] = [];
  client.on("notice", ({ message }) => plans.push(message ?? ""));
  await client.connect();
  try {
    await client.query("load 'auto_explain'");
    await client.query("set auto_explain.log_min_duration = 0");
    await client.query("set auto_explain.log_nested_statements = on");
    await client.query("set client_min_messages = log");
    await client.query("begin");
    await client.query(
      `select set_config('permit.environment', environment_id::text, true), set_config('permit.tenant', id::text, true),
        set_config('search_path', 'permit, public', true), set_config('role', 'permit_server', true)
       from permit.tenant where key = 'large'`,
    );
    await client.query(call, [...values]);
    await client.query("rollback");
  } finally {
    await client.end();
  }
  return plans.filter((plan) => plan.includes(statement)).join("\n");
}
