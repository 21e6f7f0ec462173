import { afterAll, beforeAll, expect, test } from "vitest";
import { openChecks, type Checks } from "../../support/checks.js";
import { ofDecisionPoint } from "../../support/every-route.js";
import { Chance } from "../../support/random-input.js";

const seed = Number(process.env["PERMIT_SEED"] ?? 20261122);
const times = Number(process.env["PERMIT_RANDOM_INPUTS"] ?? 1500);

let checks: Checks;
beforeAll(async () => {
  checks = await openChecks({ attributes: () => ({ user: { level: 1 } }) });
  await checks.permit.importPeople("acme", [{ key: "vera", roles: ["viewer"] }]);
});
afterAll(() => checks.close());

const user = { key: "vera", attributes: { level: 1 }, firstName: null };
const resource = { type: "document", key: "one", tenant: "acme", attributes: {} };
const whole = {
  ...{ user, action: "read", resource, context: { enable_abac_user_permissions: true } },
  ...{ tenants: ["acme"], resources: ["document:one"], resource_types: ["document"] },
  ...{
    subject: { type: "user", id: "vera" },
    evaluations: [{ action: { name: "read" } }],
    input: { user, action: "read", resource },
  },
  ...{ http_method: "GET", url: "https://a.example", tenant: "acme", headers: {}, page: { token: "a" } },
};
const odd: unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    "",
    "\0",
    "\ud800",
    "__proto__",
    "constructor",
    "a:b:c",
    ":",
    "x".repeat(5000),
  ],
  ...[
    [],
    {},
    [[]],
    [null],
    { key: null },
    { type: "document" },
    { name: "read" },
    { toString: 1 },
    { length: -1 },
  ],
];

/** A copy in which something has become something else. */
function spoiled(value: unknown, chance: Chance): unknown {
  if (typeof value !== "object" || value === null || chance.happens(0.15)) return chance.of(odd);
  if (Array.isArray(value))
    return value.map((each) => (chance.happens(0.5) ? spoiled(each, chance) : (each as unknown)));
  const entries = Object.entries(value).filter(() => chance.happens(0.95));
  const at = chance.below(Math.max(1, entries.length));
  return Object.fromEntries(
    entries.map(([name, each], n) => [name, n === at ? spoiled(each, chance) : (each as unknown)]),
  );
}

test(`${times} random questions: none breaks anything (seed ${seed})`, async () => {
  const chance = new Chance(seed);
  const posts = [...ofDecisionPoint]
    .filter((route) => route.startsWith("POST "))
    .map((route) => route.slice(5));
  const answered = new Set<number>();
  for (let n = 0; n < times; n += 1) {
    const path = chance.of(posts);
    const asked = path.endsWith("bulk") ? [spoiled(whole, chance)] : spoiled(whole, chance);
    const text = chance.happens(0.05) ? JSON.stringify(asked).slice(0, 20) : JSON.stringify(asked);
    const query = chance.happens(0.2)
      ? `?page=${String(chance.of([0, -1, 1, 1e9, "x", "\0", ""]))}&per_page=3`
      : "";
    const response = await checks.permit.fetch(
      new Request(`http://any.example${path}${encodeURI(query)}`, {
        method: "POST",
        headers: { authorization: `Bearer ${checks.key}`, "content-type": "application/json" },
        body: text,
      }),
    );
    answered.add(response.status);
    expect(response.status, `${path}${query} ${text.slice(0, 1000)}`).toBeLessThan(500);
    const body: unknown = await response.json();
    expect(body, path).not.toBeNull();
  }
  expect([...answered]).toEqual(expect.arrayContaining([200, 422]));
}, 120_000);
