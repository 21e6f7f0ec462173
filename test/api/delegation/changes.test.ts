import { describe, expect, it } from "vitest";
import { decide } from "../../../src/api/delegation/decide.js";
import type { Act } from "../../../src/api/delegation/types.js";
import {
  accept,
  accepting,
  facts,
  give,
  held,
  inDays,
  invitation,
  invite,
  may,
  person,
  take,
  to,
  type Given,
} from "../../support/facts.js";
import { cases } from "./cases/index.js";

const changesOf = (act: Act, given: Given = {}) => decide(facts(given), act).changes;
const bob = { user: "bob", place: null };

describe("what an allowed act changes", () => {
  it("a refused act changes nothing", () => {
    const changed = cases
      .map(({ facts, act }) => decide(facts, act))
      .filter(({ decision, changes }) => decision.outcome !== "allowed" && changes.length > 0);
    expect(changed).toEqual([]);
  });

  it("names the delegations that allowed it, each once", () => {
    const delegations = [
      may({ id: "one", roles: ["editor", "viewer"] }),
      may({ id: "other", roles: ["billing"] }),
    ];
    const { decision } = decide(
      facts({ delegations }),
      give("bob", to("editor"), to("viewer", null, inDays(1)), to("billing")),
    );
    expect(decision).toEqual({ outcome: "allowed", by: ["one", "other"] });
  });

  it("a save revokes first and grants then", () => {
    const swap: Act = { act: "change-roles", user: "bob", grant: [to("editor")], revoke: [to("viewer")] };
    expect(changesOf(swap)).toEqual([
      { change: "assignment.end", ...bob, role: "viewer" },
      { change: "assignment.create", ...bob, role: "editor", ends: null },
    ]);
  });

  it("a role that is held already only moves its end", () => {
    expect(changesOf(give("bob", to("viewer", null, inDays(3))))).toEqual([
      { change: "assignment.move-end", ...bob, role: "viewer", ends: inDays(3) },
    ]);
  });

  it("and not at all if it ends then anyway", () => {
    expect(changesOf(give("bob", to("viewer")))).toEqual([]);
  });

  it("a role that has run out and is not swept yet is given anew", () => {
    const people = [person("bob", [held("editor", null, { ends: inDays(-1) })])];
    expect(changesOf(give("bob", to("editor")), { people })).toEqual([
      { change: "assignment.end", ...bob, role: "editor" },
      { change: "assignment.create", ...bob, role: "editor", ends: null },
    ]);
  });

  it("masked roles stay untouched", () => {
    const people = [person("bob", ["viewer", "billing"])];
    const delegations = [may({ roles: ["viewer"] })];
    expect(changesOf(take("bob", "viewer"), { people, delegations })).toEqual([
      { change: "assignment.end", ...bob, role: "viewer" },
    ]);
  });

  it("removing a person ends the place here, whatever they held", () => {
    expect(changesOf({ act: "remove", user: "bob" })).toEqual([{ change: "membership.remove", user: "bob" }]);
  });

  it("an address whose invitation has expired is invited anew, and the old one ends", () => {
    const again = invite("nina@acme.test", to("editor"));
    const invitations = [invitation({ expires: inDays(-1) })];
    expect(changesOf(again, { invitations })).toMatchObject([
      { change: "invitation.end", id: "i1", status: "expired" },
      { change: "invitation.create", id: "new", email: "nina@acme.test" },
    ]);
  });
});

describe("what accepting changes", () => {
  const accepted = { change: "invitation.end", id: "i1", status: "accepted" };
  const editor = { change: "assignment.create", user: "nina", role: "editor", place: null, ends: null };

  it("somebody new gets a place and the roles", () => {
    expect(changesOf(accept(), accepting())).toEqual([
      accepted,
      { change: "membership.create", user: "nina" },
      editor,
    ]);
  });

  it("a member gets the roles", () => {
    expect(changesOf(accept(), accepting({ people: [person("nina", ["viewer"])] }))).toEqual([
      accepted,
      editor,
    ]);
  });

  it("a role that is held longer already is kept as it is", () => {
    const given = accepting({
      people: [person("nina", ["editor"])],
      invitations: [invitation({ grants: [to("editor", null, inDays(9)), to("viewer")] })],
    });
    expect(changesOf(accept(), given)).toEqual([accepted, { ...editor, role: "viewer" }]);
  });

  it("a role that would end sooner lasts as long as was promised", () => {
    const people = [person("nina", [held("editor", null, { ends: inDays(3) })])];
    expect(changesOf(accept(), accepting({ people }))).toEqual([
      accepted,
      { ...editor, change: "assignment.move-end" },
    ]);
  });
});

describe("a refusal", () => {
  it("carries a code, the limit that refused and a plain sentence", () => {
    const reasons = cases.flatMap(({ facts, act }) => {
      const { decision } = decide(facts, act);
      return decision.outcome === "allowed" ? [] : decision.reasons;
    });
    expect(reasons.length).toBeGreaterThan(250);
    for (const { code, limit, message } of reasons) {
      expect(code).toMatch(/^[a-z_]+$/);
      expect(limit).toMatch(/^[a-z_]+$/);
      expect(message).toMatch(/^\S.* .*\.$/);
      expect(message).not.toMatch(/undefined|null|NaN|Infinity|\[object/);
    }
  });

  it("names the latest end that would pass", () => {
    const reasonsOf = (act: Act, given: Given) => {
      const { decision } = decide(facts(given), act);
      return decision.outcome === "allowed" ? [] : decision.reasons;
    };
    const month = [may({ time: { mustEnd: false, longest: 30 * 86_400_000 } })];
    expect(reasonsOf(give("bob", to("editor", null, inDays(31))), { delegations: month })).toMatchObject([
      {
        code: "too_long",
        role: "editor",
        latestEnd: inDays(30),
        message: "editor can be given for 30 days at most.",
      },
    ]);
    expect(reasonsOf(give("bob", to("editor")), { delegations: month })).toMatchObject([
      { code: "must_end", needs: "end", latestEnd: inDays(30) },
    ]);
    const people = [person("mary", [held("manager", null, { ends: inDays(9) })])];
    expect(reasonsOf(give("bob", to("editor")), { people })).toMatchObject([
      { code: "beyond_your_own_end", needs: "end", latestEnd: inDays(9) },
    ]);
  });
});
