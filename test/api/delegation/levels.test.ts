import { describe, expect, it } from "vitest";
import { decide } from "../../../src/api/delegation/decide.js";
import { isAdministrative } from "../../../src/api/delegation/holdings.js";
import { compileLevels, type Level, type Levels } from "../../../src/api/delegation/levels.js";
import { verbs, type Act } from "../../../src/api/delegation/types.js";
import { answerOf } from "../../support/guard-cases.js";
import { facts, give, held, may, person, roles, take, to, type Given } from "../../support/facts.js";

const placed: Record<string, Level> = {
  owner: "LEVEL_1",
  manager: "LEVEL_2",
  billing: "LEVEL_3",
  editor: "LEVEL_4",
  viewer: "HIDDEN",
  "document-reader": "LEVEL_4",
  "folder-editor": "HIDDEN",
};
const levels: Levels = {
  configuration: "team",
  elementType: "user-management",
  roles: roles.flatMap(({ id, resource }) => {
    const level = placed[id];
    return level ? [{ role: id, resource, level }] : [];
  }),
  attributes: ["department"],
};
const compiled = (...written: string[]) => compileLevels(levels, new Set(written));
const of = (role: string) => compiled().find((each) => each.role === role);
const people = [
  person("oda", ["owner"]),
  person("max", ["manager"]),
  person("eve", ["editor"]),
  person("vic", ["viewer"]),
];
const answer = (actor: string, act: Act, given: Given = {}) =>
  answerOf(decide(facts({ actor, delegations: compiled(), people, ...given }), act).decision);

describe("roles on levels", () => {
  it("an owner can remove an owner", () => {
    expect(answer("ola", { act: "remove", user: "oda" })).toBe("allowed");
  });

  it("an owner gives and takes every role that is shown", () => {
    expect(
      ["owner", "manager", "billing", "editor"].map((role) => answer("ola", give("bob", to(role)))),
    ).toEqual(Array(4).fill("allowed"));
    expect(answer("ola", take("oda", "owner"))).toBe("allowed");
  });

  it("a manager never touches an owner", () => {
    expect(answer("mary", give("bob", to("owner")))).toBe("refused: role_out_of_reach");
    expect(answer("mary", give("ola", to("editor")))).toBe("refused: person_out_of_reach");
    expect(answer("mary", { act: "suspend", user: "ola" })).toBe("refused: person_out_of_reach");
    expect(answer("mary", { act: "remove", user: "ola" })).toBe("refused: person_out_of_reach");
  });

  it("managers manage managers", () => {
    expect(answer("mary", give("bob", to("manager")))).toBe("allowed");
    expect(answer("mary", take("max", "manager"))).toBe("allowed");
  });

  it("on the third level one may look and no more", () => {
    const bill = { people: [...people, person("bill", ["billing"])] };
    expect(of("billing")?.verbs).toEqual(new Set(["user.view"]));
    expect(answer("bill", { act: "view" }, bill)).toBe("allowed");
    expect(answer("bill", give("bob", to("editor")), bill)).toBe("refused: verb_not_given");
    expect(answer("bill", { act: "audit.read" }, bill)).toBe("refused: verb_not_given");
  });

  it("on the fourth level, hidden or on no level one does not see the element", () => {
    expect(answer("eve", { act: "view" })).toBe("refused: verb_not_given");
    expect(answer("vic", { act: "view" })).toBe("refused: verb_not_given");
    expect(answer("dan", { act: "view" }, { people: [...people, person("dan", ["document-editor"])] })).toBe(
      "refused: verb_not_given",
    );
  });

  it("a hidden role, or one on no level, is given by nobody", () => {
    expect(answer("ola", give("eve", to("viewer")))).toBe("refused: role_out_of_reach");
    expect(answer("ola", give("eve", to("document-editor", "document:1")))).toBe(
      "refused: role_out_of_reach",
    );
  });

  it("a role on documents is given on every document", () => {
    expect(answer("mary", give("eve", to("document-reader", "document:1")))).toBe("allowed");
  });

  it("but one who holds a shown role on one document gives nothing by that", () => {
    const shown = {
      ...levels,
      roles: [...levels.roles, { role: "document-owner", resource: "document", level: "LEVEL_1" as const }],
    };
    const delegations = compileLevels(shown, new Set());
    const doc = { delegations, people: [...people, person("dan", [held("document-owner", "document:1")])] };
    expect(answer("dan", give("eve", to("document-reader", "document:1")), doc)).toBe(
      "refused: place_out_of_reach",
    );
  });

  it("the first two levels have every verb but editing delegations", () => {
    const all = new Set(verbs.filter((verb) => verb !== "delegation.edit"));
    expect([of("owner")?.verbs, of("manager")?.verbs]).toEqual([all, all]);
  });

  it("they are administrative, the third is not", () => {
    const delegations = compiled();
    expect(
      ["owner", "manager", "billing", "editor"].map((role) => isAdministrative({ delegations }, role)),
    ).toEqual([true, true, false, false]);
  });

  it("attributes are edited on the first two levels only", () => {
    expect([of("owner")?.attributes, of("manager")?.attributes, of("billing")?.attributes]).toEqual([
      new Set(["department"]),
      new Set(["department"]),
      new Set(),
    ]);
  });

  it("count for their own element and configuration only", () => {
    const elsewhere = { session: { elementType: "audit-log" } };
    expect(answer("mary", { act: "view" }, elsewhere)).toBe("refused: verb_not_given");
    expect(answer("mary", { act: "view" }, { session: { configuration: "partners" } })).toBe(
      "refused: verb_not_given",
    );
  });
});

describe("a delegation that is written for a role", () => {
  const written = may({ roles: ["editor"], verbs: ["user.view", "role.grant"] });
  const replaced = { delegations: [written, ...compiled("manager")] };

  it("replaces what the levels would give that role", () => {
    expect(answer("mary", give("bob", to("editor")), replaced)).toBe("allowed");
    expect(answer("mary", give("bob", to("billing")), replaced)).toBe("refused: role_out_of_reach");
    expect(answer("mary", { act: "suspend", user: "bob" }, replaced)).toBe("refused: verb_not_given");
  });

  it("leaves the other roles' levels, and their lists, as they are", () => {
    expect(answer("ola", give("bob", to("manager")), replaced)).toBe("allowed");
  });

  it("replaces it also by allowing nothing", () => {
    expect(answer("mary", { act: "view" }, { delegations: compiled("manager") })).toBe(
      "refused: verb_not_given",
    );
  });
});
