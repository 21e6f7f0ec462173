import { describe, expect, it } from "vitest";
import { apply } from "../../../src/api/delegation/apply.js";
import { decide } from "../../../src/api/delegation/decide.js";
import type { Act } from "../../../src/api/delegation/types.js";
import { accepting, bob, facts, give, limited, person, to } from "../../support/facts.js";

describe("the facts after some changes", () => {
  it("`null` clears an attribute", () => {
    const edit: Act = { act: "edit-attributes", user: "bob", attributes: { department: null, level: 2 } };
    const given = facts(limited({ attributes: ["department", "level"] }));
    const after = apply(given, decide(given, edit).changes);
    expect(after.people.get("bob")?.attributes).toEqual({ level: 2 });
  });

  it("a place changes its version once a command", () => {
    const given = facts();
    const after = apply(given, decide(given, give("bob", to("editor"), to("billing"))).changes);
    expect(after.people.get("bob")?.version).toBe(bob.version + 1);
  });

  it("who has left asks in vain", () => {
    const given = facts();
    const after = apply(given, decide(given, { act: "leave" }).changes);
    expect(decide(after, { act: "view" }).decision.outcome).toBe("refused");
  });

  it("the next row of a bulk starts from what the rows before it left", () => {
    const given = facts(
      limited({ counts: { grantsPerHour: 2 } }, { people: [person("eve", []), person("fay", [])] }),
    );
    const outcomes: string[] = [];
    let row = given;
    for (const user of ["mary", "bob", "eve", "fay"]) {
      const { decision, changes } = decide(row, give(user, to("editor")));
      outcomes.push(decision.outcome);
      row = apply(row, changes);
    }
    expect(outcomes).toEqual(["refused", "allowed", "allowed", "refused"]);
  });

  it("the facts that were given stay as they are", () => {
    const given = facts(accepting());
    const before = structuredClone({
      people: given.people,
      invitations: given.invitations,
      counts: given.counts,
    });
    apply(given, decide(given, { act: "accept", invitation: "i1", accepter: "nina" }).changes);
    expect({ people: given.people, invitations: given.invitations, counts: given.counts }).toEqual(before);
  });
});
