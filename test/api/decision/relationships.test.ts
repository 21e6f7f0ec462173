import { describe, expect, it } from "vitest";
import {
  createDecisionPoint,
  type Assignment,
  type DecisionPoint,
  type Schema,
} from "../../../src/api/decision/index.js";
import { holds, noon, person, queryOf, role } from "./clinic.js";

const base: Schema = {
  resources: [
    { key: "folder", actions: ["read"] },
    { key: "page", actions: ["read", "edit"] },
  ],
  roles: [
    role("reader", "folder", ["folder:read"]),
    role("editor", "page", ["page:edit"], ["viewer"]),
    role("viewer", "page", ["page:read"]),
  ],
  relations: [
    { object: "page", key: "parent", subject: "folder" },
    { object: "page", key: "part", subject: "page" },
  ],
  derivations: [
    { role: "editor", from: "reader", relation: "parent", unlessDirect: false },
    { role: "editor", from: "editor", relation: "part", unlessDirect: false },
  ],
  conditionSets: [],
  rules: [],
};

/** Folder 1 is parent of page 1, of which page 2 is a part; folder 9 is of another tenant, and parent of page 2. */
function pages(assignments: Assignment[], schema: Partial<Schema> = {}): DecisionPoint {
  const point = createDecisionPoint();
  point.setSchema({ ...base, ...schema });
  for (const key of ["north", "south"]) point.setTenant({ key, active: true, attributes: {} });
  for (const name of ["folder:1", "page:1", "page:2"]) setInstance(point, name, "north");
  setInstance(point, "folder:9", "south");
  point.addTuple({ subject: "folder:1", relation: "parent", object: "page:1" });
  point.addTuple({ subject: "page:1", relation: "part", object: "page:2" });
  point.addTuple({ subject: "page:2", relation: "part", object: "page:1" });
  point.addTuple({ subject: "folder:9", relation: "parent", object: "page:2" });
  point.setUser(person("eva"));
  point.setPlace("eva", "north", { active: true, attributes: {}, assignments });
  point.setPlace("eva", "south", { active: true, attributes: {}, assignments });
  return point;
}

function setInstance(point: DecisionPoint, name: string, tenant: string): void {
  const [type = "", key = ""] = name.split(":");
  point.setInstance({ type, key, tenant, attributes: {} });
}

const unlessDirect = base.derivations.map((each) => ({ ...each, unlessDirect: true }));
const editPage1 = queryOf("eva", "edit", "page:1", "north");

describe("Roles on instances", () => {
  it.each([
    ["15: the role is held on another instance", pages([holds("editor", "page:3")]), editPage1],
    [
      "6: the query names another tenant",
      pages([holds("editor", "page:1")]),
      queryOf("eva", "edit", "page:1", "south"),
    ],
    ["10: a role of another type is assigned on it", pages([holds("reader", "page:1")]), editPage1],
    [
      "14: what leads there is of another tenant",
      pages([holds("reader", "folder:9")]),
      queryOf("eva", "edit", "page:2", "north"),
    ],
    ["14: the relation is not declared", pages([holds("reader", "folder:1")], { relations: [] }), editPage1],
    ["3: the source has ended", pages([holds("reader", "folder:1", { ends: noon })]), editPage1],
    [
      "16: a role is held directly on the object",
      pages([holds("reader", "folder:1"), holds("viewer", "page:1")], { derivations: unlessDirect }),
      editPage1,
    ],
    [
      "16: the same, where the role says so for all its derivations",
      pages([holds("reader", "folder:1"), holds("viewer", "page:1")], {
        roles: base.roles.map((each) => ({ ...each, unlessDirect: each.id === "editor" })),
      }),
      editPage1,
    ],
  ])("give nothing when %s", (_rule, point, query) => {
    expect(point.allows(query, noon)).toBe(false);
  });

  it.each([
    ["13: what they permit on it", pages([holds("editor", "page:1")]), editPage1],
    [
      "9: what the role extends",
      pages([holds("editor", "page:1")]),
      queryOf("eva", "read", "page:1", "north"),
    ],
    ["14: what follows from a role on what it is in", pages([holds("reader", "folder:1")]), editPage1],
    [
      "14: that through a cycle, and a second time",
      pages([holds("reader", "folder:1")]),
      queryOf("eva", "edit", "page:2", "north"),
    ],
    [
      "16: what is derived, when the role held directly has ended",
      pages([holds("reader", "folder:1"), holds("viewer", "page:1", { ends: noon })], {
        derivations: unlessDirect,
      }),
      editPage1,
    ],
  ])("give %s", (_rule, point, query) => {
    expect(point.allows(query, noon)).toBe(true);
  });
});

describe("What is removed", () => {
  it.each<[string, (point: DecisionPoint) => void]>([
    ["a tuple", (point) => point.removeTuple({ subject: "folder:1", relation: "parent", object: "page:1" })],
    [
      "an instance, made anew by the same key",
      (point) => (point.removeInstance("folder:1"), setInstance(point, "folder:1", "north")),
    ],
    [
      "an instance, moved away and back",
      (point) => (setInstance(point, "folder:1", "south"), setInstance(point, "folder:1", "north")),
    ],
    ["a user, made anew by the same key", (point) => (point.removeUser("eva"), point.setUser(person("eva")))],
    ["a place", (point) => point.setPlace("eva", "north", null)],
  ])("7: takes along what hung on it: %s", (_what, remove) => {
    const point = pages([holds("reader", "folder:1")]);
    expect(point.allows(editPage1, noon)).toBe(true);
    remove(point);
    expect(point.allows(editPage1, noon)).toBe(false);
  });
});
