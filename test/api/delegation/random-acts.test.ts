import { describe, expect, it } from "vitest";
import { apply } from "../../../src/api/delegation/apply.js";
import { decide } from "../../../src/api/delegation/decide.js";
import type { Facts, Guardrails } from "../../../src/api/delegation/types.js";
import { facts, held, may, ownersMay, person, roles, type Given } from "../../support/facts.js";
import { asked, dice, names, someAct } from "../../support/random-acts.js";
import { recount } from "../../support/recount.js";

const guardrails: Guardrails = {
  seats: 6,
  least: [
    { role: "owner", count: 1, binds: true },
    { role: "manager", count: 1, binds: false },
  ],
  most: [
    { role: "owner", count: 2 },
    { role: "billing", count: 1 },
  ],
  exclusive: [new Set(["billing", "editor"])],
  ceiling: new Set(roles.filter(({ id }) => id !== "folder-editor").flatMap(({ gives }) => [...gives])),
};
const start: Given = {
  guardrails,
  delegations: [
    may(),
    ownersMay,
    may({ role: "editor", mode: "hold", roles: ["viewer", "editor"], places: { own: true } }),
    may({
      role: "document-owner",
      mode: "hold",
      roles: ["document-reader"],
      places: { tenant: false, types: [], own: true },
    }),
  ],
  people: names.slice(3).map((name, index) =>
    person(name, index ? [] : [held("editor")], {
      status: index === 2 ? "absent" : "active",
      known: index > 0,
    }),
  ),
};

/** Guardrails that do not hold in this state, by name. */
function broken({
  people,
  invitations,
  now: at,
  guardrails: { seats, least, most, exclusive },
}: Facts): string[] {
  const counts = recount(people, invitations, at);
  return [
    ...(counts.seats > (seats ?? Infinity) ? ["seats"] : []),
    ...least
      .filter(({ role, count, binds }) => binds && (counts.lasting.get(role) ?? 0) < count)
      .map(({ role }) => `least ${role}`),
    ...most
      .filter(({ role, count }) => (counts.holders.get(role) ?? 0) > count)
      .map(({ role }) => `most ${role}`),
    ...[...people.values()].flatMap(({ user, assignments }) => {
      const unended = assignments.filter(({ ends }) => ends === null || ends > at).map(({ role }) => role);
      return exclusive
        .filter((set) => new Set(unended.filter((each) => set.has(each))).size > 1)
        .map(() => `exclusive ${user}`);
    }),
  ];
}

describe("random acts, one after another", () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

  it.each(seeds)("keep counts and guardrails (%i)", (seed) => {
    const random = dice(seed);
    let state = facts(start);
    let changed = 0;
    for (let step = 0; step < 150; step += 1) {
      const act = someAct(random, state, step);
      const before = asked(state, act, random);
      const { decision, changes } = decide(before, act);
      state = apply(before, changes);
      const { seats, openInvitations, holders, lasting } = recount(
        state.people,
        state.invitations,
        state.now,
      );
      expect(state.counts).toMatchObject({ seats, openInvitations });
      for (const { id } of roles) {
        expect(state.counts.holders.get(id) ?? 0).toBe(holders.get(id) ?? 0);
        expect(state.counts.lasting.get(id) ?? 0).toBe(lasting.get(id) ?? 0);
      }
      if (decision.outcome !== "allowed") continue;
      changed += changes.length;
      expect(broken(state)).toEqual([]);
    }
    expect(changed).toBeGreaterThan(10);
  });
});
