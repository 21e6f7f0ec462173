import { describe, expect, it } from "vitest";
import { apply } from "../../../src/api/delegation/apply.js";
import { decide } from "../../../src/api/delegation/decide.js";
import { verbs, type Delegation, type Facts } from "../../../src/api/delegation/types.js";
import { facts, held, may, person, roles, type Given } from "../../support/facts.js";
import { asked, dice, mostlyGiving, names, someAct, type Dice } from "../../support/random-acts.js";

/**
 * The property: whatever delegates do, together and one after another, nobody ever holds or is promised a role beyond
 * what was held at first and what the delegations let holders of that give.
 */

function someDelegation({ pick, roll }: Dice, role: string): Delegation {
  const some = <T>(from: readonly T[], odds: number) => from.filter(() => roll(odds) === 0);
  return may({
    id: `${role} ${roll(1_000_000)}`,
    role,
    verbs: roll(2) ? verbs : some(verbs, 2),
    roles: some(
      roles.map(({ id }) => id),
      pick([2, 3]),
    ),
    mode: pick(["hold", "hold", "bind"]),
    passingOn: roll(2) === 0,
    places: { tenant: roll(4) > 0, types: some(["document", "folder"], 2), own: roll(2) === 0 },
  });
}

function someTenant(random: Dice): Given {
  const { pick, roll } = random;
  const plain = roles.filter(({ resource }) => resource === null).map(({ id }) => id);
  const people = names.map((name) =>
    person(name, roll(5) ? [pick(plain), held("document-reader", "document:0")] : [], {
      status: pick(["active", "active", "active", "active", "suspended", "absent"]),
    }),
  );
  const delegations = Array.from({ length: 8 }, () => someDelegation(random, pick(plain)));
  return { people, delegations };
}

const heldOrPromised = ({ people, invitations }: Facts) =>
  new Set([
    ...[...people.values()].flatMap(({ assignments }) => assignments.map(({ role }) => role)),
    ...[...invitations.values()].flatMap(({ grants }) => grants.map(({ role }) => role)),
  ]);

/** The least set that contains what is held and all that its holders may give, by rules 2 and 3. */
function givable({ delegations, roles }: Facts, start: ReadonlySet<string>): ReadonlySet<string> {
  const within = new Set(start);
  const gives = (id: string) => [...(roles.get(id)?.gives ?? [])];
  for (let before = -1; before !== within.size;) {
    before = within.size;
    const permissions = new Set([...within].flatMap(gives));
    for (const { role, roles: listed, mode, passingOn } of delegations) {
      if (!within.has(role)) continue;
      for (const id of listed.ids) {
        const isCarrying = delegations.some((each) => each.role === id);
        const isHeld = gives(id).every((each) => permissions.has(each));
        if ((mode === "bind" || isHeld) && (passingOn || !isCarrying)) within.add(id);
      }
    }
  }
  return within;
}

describe("delegates among themselves", () => {
  const seeds = Array.from({ length: 60 }, (_, index) => index + 1);
  let changed = 0;

  it.each(seeds)("never give more than they were given (%i)", (seed) => {
    const random = dice(seed);
    let state = facts(someTenant(random));
    const within = givable(state, heldOrPromised(state));
    for (let step = 0; step < 120; step += 1) {
      const act = someAct(random, state, step, mostlyGiving);
      const before = asked(state, act, random, 1);
      const { changes } = decide(before, act);
      state = apply(before, changes);
      changed += changes.length;
      expect([...heldOrPromised(state)].filter((role) => !within.has(role))).toEqual([]);
    }
  });

  it("do give", () => {
    expect(changed).toBeGreaterThan(400);
  });
});
