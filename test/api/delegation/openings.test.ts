import { describe, expect, test } from "vitest";
import { openingsOf, type Conditions } from "../../../src/api/delegation/openings.js";

const roles = ["editor", "viewer", "barred"].map((key) => ({ id: `id of ${key}`, key, resource: null }));
const ofDocument = { id: "id of reader", key: "viewer", resource: "document" };

function opened(conditions: unknown, more: Partial<Conditions> = {}) {
  const given: Conditions = {
    sets: [{ id: "set", parent: null, conditions }],
    rules: [{ role: null, permission: "bill:pay", sets: ["set"] }],
    ...more,
  };
  const { held, lacked, attributes } = openingsOf(given, [...roles, ofDocument]);
  const names = (of: typeof held) => [...of.keys()].map((id) => id.replace("id of ", "")).sort();
  return { held: names(held), lacked: names(lacked), attributes: [...attributes].sort() };
}
const all = ["barred", "editor", "viewer"];
const of = (operator: string, value: unknown) => ({ "user.roles": { [operator]: value } });

describe("what conditions open to holders of roles", () => {
  test.each([
    ["a role that is asked for", of("array_contains", "editor"), ["editor"], []],
    ["any of some roles", of("array_intersect", ["editor", "viewer"]), ["editor", "viewer"], []],
    ["all of some roles", of("array_superset", ["editor"]), ["editor"], []],
    ["by its other name", { "subject.roles": { array_contains: "viewer" } }, ["viewer"], []],
    ["a role that must be absent", { not: of("array_contains", "barred") }, [], ["barred"]],
    ["the same said within", { "user.roles": { not: { array_contains: "barred" } } }, [], ["barred"]],
    ["absence of an absence", { not: [{ not: of("array_contains", "editor") }] }, ["editor"], []],
    ["deep within", { allOf: [{ anyOf: [of("array_contains", "editor")] }] }, ["editor"], []],
    ["of several operators each", { "user.roles": { and: [{ array_contains: "editor" }] } }, ["editor"], []],
    ["exactly some roles", of("equals", ["editor"]), all, all],
    ["none but some roles", of("array_subset", ["editor"]), all, all],
    ["what another attribute says", of("array_contains", { ref: "resource.role" }), all, all],
    ["where another is compared with them", { "resource.role": { in: { ref: "user.roles" } } }, all, all],
    [
      "also within objects",
      { "resource.parts": { any_match: { match: { role: { in: { ref: "subject.roles" } } } } } },
      all,
      all,
    ],
    ["another attribute of the user", { "user.age": { equals: "editor" } }, [], []],
  ])("%s", (_, conditions, held, lacked) => {
    expect(opened(conditions)).toMatchObject({ held, lacked });
  });

  test("a rule that names a role opens to it, whatever else it asks for", () => {
    const rules = [{ role: "id of viewer", permission: "bill:pay", sets: ["set"] }];
    expect(opened({ "user.age": { equals: 1 } }, { rules }).held).toEqual(["viewer"]);
  });

  test("a set asks for what stands above it, too", () => {
    const sets = [
      { id: "set", parent: "above", conditions: {} },
      { id: "above", parent: "top", conditions: {} },
      { id: "top", parent: null, conditions: of("array_contains", "editor") },
    ];
    expect(opened({}, { sets }).held).toEqual(["editor"]);
  });

  test("a set that no rule names opens nothing, but its attributes are read", () => {
    const conditions = { allOf: [of("array_contains", "editor"), { "user.level": { equals: 1 } }] };
    expect(opened(conditions, { rules: [] })).toEqual({ held: [], lacked: [], attributes: ["level"] });
  });

  test("attributes of people are read wherever they stand, and those of others are not", () => {
    const conditions = {
      anyOf: [
        { "user.address.town": { equals: "Delft" } },
        { "resource.owner": { equals: { ref: "subject.badge" } } },
        { "tenant.plan": { equals: "gold" } },
        { not: { "subject.team": { in: ["a"] } } },
      ],
    };
    expect(opened(conditions).attributes).toEqual(["address", "badge", "team"]);
  });
});
