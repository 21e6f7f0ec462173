import { describe, expect, it } from "vitest";
import { createDecisionPoint, type Query, type Schema } from "../../../src/api/decision/index.js";
import { noon, person, queryOf, role } from "./clinic.js";

interface Stored {
  user?: Record<string, unknown>;
  place?: Record<string, unknown> | null;
  instance?: Record<string, unknown>;
  isSuspended?: boolean;
}

/** Whoever fulfils the conditions may read charts; nina is in the north, whose plan is gold. */
function point(conditions: unknown, stored: Stored = {}, more: Partial<Schema> = {}) {
  const created = createDecisionPoint();
  created.setSchema({
    resources: [{ key: "chart", actions: ["read"] }],
    roles: [role("nurse", null, [])],
    relations: [],
    derivations: [],
    conditionSets: [{ id: "set", key: "set", type: "userset", resource: null, parent: null, conditions }],
    rules: [{ users: { set: "set" }, resources: { resource: "chart" }, permission: "chart:read" }],
    ...more,
  });
  created.setTenant({ key: "north", active: true, attributes: { plan: "gold" } });
  created.setUser({ ...person("nina"), attributes: stored.user ?? {} });
  if (stored.place !== null)
    created.setPlace("nina", "north", {
      active: !stored.isSuspended,
      attributes: stored.place ?? {},
      assignments: [{ role: "nurse", instance: null, begins: 0, ends: null }],
    });
  created.setInstance({ type: "chart", key: "1", tenant: "north", attributes: stored.instance ?? {} });
  return created;
}

const asked = queryOf("nina", "read", "chart:1", "north");
const withUser = (attributes: Record<string, unknown>): Query => ({
  ...asked,
  user: { key: "nina", attributes },
});
const level = (value: unknown) => ({ "user.level": { equals: value } });

describe("Attributes allow", () => {
  it.each<[string, boolean, ReturnType<typeof point>, Query]>([
    ["31: nothing by an attribute that is missing", false, point(level(1)), asked],
    ["31: what is not so of a missing attribute", true, point({ not: level(1) }), asked],
    ["23: by what is stored of the user", true, point(level(1), { user: { level: 1 } }), asked],
    [
      "23: the place's attribute over the user's",
      false,
      point(level(1), { user: { level: 1 }, place: { level: 2 } }),
      asked,
    ],
    [
      "23: the host's source over the place's",
      true,
      point(level(1), { place: { level: 2 } }),
      { ...asked, custom: { user: { level: 1 } } },
    ],
    [
      "23: the request's over the host's source",
      false,
      point(level(1)),
      { ...withUser({ level: 2 }), custom: { user: { level: 1 } } },
    ],
    ["23: the key over all", false, point({ "user.key": { equals: "boss" } }), withUser({ key: "boss" })],
    ["24: by the keys of roles held here", true, point({ "user.roles": { array_contains: "nurse" } }), asked],
    [
      "25: by what is stored of the instance",
      true,
      point({ "resource.ward": { equals: 3 } }, { instance: { ward: 3 } }),
      asked,
    ],
    [
      "25: not when it is elsewhere",
      false,
      point({ "resource.ward": { equals: 3 } }, { instance: { ward: 3 } }),
      { ...asked, resource: { ...asked.resource, key: "2" } },
    ],
    [
      "26: by the tenant's attributes to its members",
      true,
      point({ "tenant.plan": { equals: "gold" } }),
      asked,
    ],
    ["26: and to nobody else", false, point({ "tenant.plan": { equals: "gold" } }, { place: null }), asked],
    ["17: to whom is no member", true, point(level(1), { place: null, user: { level: 1 } }), asked],
    ["17: to nobody suspended", false, point({}, { isSuspended: true }), asked],
    ["28: nothing while the host's source fails", false, point({}), { ...asked, custom: "failed" }],
    [
      "31: by comparison with another attribute",
      true,
      point(
        { "user.level": { equals: { ref: "resource.level" } } },
        { user: { level: 3 }, instance: { level: 3 } },
      ),
      asked,
    ],
    ["33: one of a list", true, point(level([1, 2]), { user: { level: 2 } }), asked],
    [
      "34: nothing on days that do not exist",
      false,
      point({ "user.born": { "less-than": "2030-02-30" } }),
      withUser({ born: "2000-01-01" }),
    ],
    [
      "34: in order of time, not of letters",
      true,
      point({ "user.born": { "less-than": "2000-01-01T00:30+02:00" } }),
      withUser({ born: "1999-12-31T22:00Z" }),
    ],
    [
      "37: nothing by all of an empty list",
      false,
      point({ "user.jobs": { all_match: { match: { at: { equals: 1 } } } } }),
      withUser({ jobs: [] }),
    ],
    [
      "38: by what is stored of another instance",
      true,
      point(
        { "user.chart": { object_match: { match: { ward: { equals: 3 } }, fk_resource_type: "chart" } } },
        { instance: { ward: 3 } },
      ),
      withUser({ chart: "1" }),
    ],
    [
      "39: nothing when they cannot be read, whatever else they say",
      false,
      point({ not: { "user.level": { likes: 1 } } }),
      asked,
    ],
    ["39: everybody when there are none", true, point(undefined), asked],
  ])("%s: %s", (_rule, allow, decisionPoint, query) => {
    expect(decisionPoint.allows(query, noon)).toBe(allow);
    expect(decisionPoint.check(query, noon).allow).toBe(allow);
  });

  const set = {
    id: "set",
    key: "set",
    type: "userset" as const,
    resource: null,
    parent: null,
    conditions: {},
  };
  it.each<[string, boolean, Schema["conditionSets"]]>([
    [
      "its parent matches, too",
      true,
      [
        { ...set, parent: "above" },
        { ...set, id: "above" },
      ],
    ],
    [
      "its parent does not",
      false,
      [
        { ...set, parent: "above" },
        { ...set, id: "above", conditions: level(1) },
      ],
    ],
    ["its parent is missing", false, [{ ...set, parent: "above" }]],
    [
      "it is its own ancestor",
      false,
      [
        { ...set, parent: "above" },
        { ...set, id: "above", parent: "set" },
      ],
    ],
  ])("18: a set matches when %s: %s", (_what, allow, conditionSets) => {
    expect(point({}, {}, { conditionSets }).allows(asked, noon)).toBe(allow);
  });
});
