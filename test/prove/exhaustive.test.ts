import { describe, expect, it } from "vitest";
import { now } from "../support/facts.js";
import type { Act, Facts, Person } from "../../src/api/delegation/types.js";
import { count } from "./count.js";
import {
  canonical,
  factsOf,
  guardrails,
  names,
  nextDay,
  swept,
  transitions,
  unpack,
  variants,
  type State,
  type Transition,
} from "./small-scope.js";

/** Invariants of delegation.md section 4, each looked at in every state and on every way between two states. */
const invariants: Readonly<Record<string, (on: Looked) => boolean>> = {
  "S1 a delegation allowed it": ({ transition: { actor, act, by, before } }) =>
    actor === "operator" ||
    act.act === "leave" ||
    (act.act === "accept" && before.actor.kind === "operator") ||
    (by.length > 0 && by.every((id) => before.delegations.some((each) => each.id === id))),

  "S2 nobody holds what nobody could give": ({ transition, could }) => {
    if (isOperators(transition)) return true;
    const { after } = transition;
    return (
      held(after).every((role) => could.has(role)) && [...closure(after)].every((role) => could.has(role))
    );
  },

  "S3 the other tenant stays as it is": ({ transition: { act } }) =>
    !("user" in act && act.user === "witness") && !(act.act === "accept" && act.accepter === "witness"),

  "S4 guardrails hold": ({ transition: { after } }) => {
    const { seats, holders, lasting } = after.counts;
    return (
      seats <= (guardrails.seats ?? Infinity) &&
      guardrails.least.every(({ role, count }) => (lasting.get(role) ?? 0) >= count) &&
      guardrails.most.every(({ role, count }) => (holders.get(role) ?? 0) <= count)
    );
  },

  "who is not active changes nothing": ({ transition: { actor, before } }) =>
    actor === "operator" || before.actor.kind !== "delegate" || before.actor.person.status === "active",

  "nobody gives themselves anything": ({ transition: { actor, act, before, after } }) =>
    !(names as readonly string[]).includes(actor) ||
    act.act === "leave" ||
    before.people.get(actor)?.assignments === after.people.get(actor)?.assignments,

  "who is above one's reach is not touched": ({ transition: { actor, act, before, after } }) => {
    const reach = reachOf(before, actor);
    if (!reach || act.act === "leave") return true;
    return [...before.people.values()].every(
      (person) =>
        after.people.get(person.user) === person ||
        person.assignments.every(
          ({ role, ends }) => hasEnded(ends) || !isAdministrative(before, role) || reach.has(role),
        ),
    );
  },

  "nothing given outlasts the right to give it": ({ transition: { actor, before, after } }) => {
    if (!reachOf(before, actor) || before.actor.kind !== "delegate") return true;
    const own = before.actor.person.assignments.filter(({ ends }) => !hasEnded(ends));
    const last = Math.max(...own.map(({ ends }) => ends ?? Infinity));
    return [...after.people.values()].every((person) => {
      const was = before.people.get(person.user);
      return (
        was === person ||
        person.assignments.every((each) => was?.assignments.includes(each) || (each.ends ?? Infinity) <= last)
      );
    });
  },

  "each role given or promised is one that a delegation behind it gives": ({ transition }) => {
    const { actor, before, after, by } = transition;
    if (actor === "operator" || before.actor.kind !== "delegate") return true;
    const own = new Set(permissionsOf(before, before.actor.person));
    const behind = before.delegations.filter(({ id }) => by.includes(id));
    return given(before, after).every((role) =>
      behind.some(
        ({ roles, mode, passingOn }) =>
          roles.ids.has(role) &&
          (passingOn || !before.delegations.some((each) => each.role === role)) &&
          (mode === "bind" || [...(before.roles.get(role)?.gives ?? [])].every((each) => own.has(each))),
      ),
    );
  },
};

const hasEnded = (ends: number | null) => ends !== null && ends <= now;

interface Looked {
  transition: Transition;
  /** What could be held before, by the closure of all who hold or are promised anything. */
  could: ReadonlySet<string>;
}

const isOperators = ({ actor, before }: Transition) =>
  actor === "operator" || before.actor.kind === "operator";

const held = ({ people, invitations }: Facts): string[] => [
  ...[...people.values()].flatMap(({ assignments }) => assignments.map(({ role }) => role)),
  ...[...invitations.values()].flatMap(({ grants, status }) =>
    status === "open" ? grants.map(({ role }) => role) : [],
  ),
];

const permissionsOf = ({ roles }: Facts, { assignments }: Person) =>
  assignments.flatMap(({ role, ends }) => (hasEnded(ends) ? [] : [...(roles.get(role)?.permissions ?? [])]));

const outlasts = (one: number | null, other: number | null) => (one ?? Infinity) >= (other ?? Infinity);

/** The roles that somebody holds or is promised after, who did not before, or not for so long. */
const given = (before: Facts, after: Facts): string[] => [
  ...[...after.people.values()].flatMap(({ user, assignments }) =>
    assignments
      .filter(
        ({ role, ends }) =>
          !before.people
            .get(user)
            ?.assignments.some((each) => each.role === role && outlasts(each.ends, ends)),
      )
      .map(({ role }) => role),
  ),
  ...[...after.invitations.values()].flatMap(({ id, grants }) =>
    before.invitations.has(id) ? [] : grants.map(({ role }) => role),
  ),
];

/** C of S2: the least set that contains what is held and is closed under what its holders may give. */
function closure({ delegations, roles, ...state }: Facts): ReadonlySet<string> {
  const within = new Set(held({ delegations, roles, ...state }));
  for (let before = -1; before !== within.size;) {
    before = within.size;
    const permissions = new Set([...within].flatMap((id) => [...(roles.get(id)?.gives ?? [])]));
    for (const { role, roles: listed, mode, passingOn, verbs } of delegations) {
      if (!within.has(role) || !(verbs.has("role.grant") || verbs.has("user.invite"))) continue;
      for (const id of listed.ids) {
        const gives = [...(roles.get(id)?.gives ?? [])];
        const isCarrying = delegations.some((each) => each.role === id);
        if ((mode === "bind" || gives.every((each) => permissions.has(each))) && (passingOn || !isCarrying))
          within.add(id);
      }
    }
  }
  return within;
}

const isAdministrative = ({ delegations }: Facts, role: string) =>
  delegations.some((each) => each.role === role && each.verbs.size > 1);

/** The roles that a delegate's delegations list; null for whoever is no delegate. */
function reachOf({ people, delegations, actor }: Facts, name: string): ReadonlySet<string> | null {
  if (name === "operator" || actor.kind !== "delegate") return null;
  const carried = people.get(actor.person.user)?.assignments.map(({ role }) => role) ?? [];
  return new Set(
    delegations.filter(({ role }) => carried.includes(role)).flatMap(({ roles }) => [...roles.ids]),
  );
}

/** Explores to closure; the operator also edits the managers' delegation, and time also lets the invitation expire. */
function explore() {
  const start: State = {
    people: [
      { status: "active", held: { role: "owner", term: "lasting" } },
      { status: "absent", held: null },
      { status: "absent", held: null },
    ],
    invitation: null,
    variant: 0,
  };
  const seen = new Set<number>([canonical(start)]);
  const queue = [...seen];
  const counter = { tried: 0 };
  const violations: string[] = [];
  let taken = 0;
  const acts = new Map<Act["act"], number>();
  const visit = (state: State) => {
    const code = canonical(state);
    if (seen.has(code)) return;
    seen.add(code);
    queue.push(code);
  };
  for (const code of queue) {
    const state = unpack(code);
    const could = closure(factsOf(state));
    for (const transition of transitions(state, counter)) {
      taken += 1;
      acts.set(transition.act.act, (acts.get(transition.act.act) ?? 0) + 1);
      for (const [name, holds] of Object.entries(invariants)) {
        if (!holds({ transition, could })) {
          violations.push(
            `${name}: ${transition.actor} ${JSON.stringify(transition.act)} in ${JSON.stringify(state)}`,
          );
        }
      }
      visit(transition.to);
    }
    variants.forEach((_, variant) => visit({ ...state, variant }));
    visit(nextDay(state));
    visit(swept(state));
  }
  return { states: seen.size, tried: counter.tried, taken, acts, violations };
}

describe("every state of a small tenant", () => {
  it("keeps every invariant, whatever is done in it by whomever", () => {
    const { states, tried, taken, acts, violations } = explore();
    count("exhaustive", { states, transitions: taken, tried, violations: violations.length });
    console.log(`By act: ${JSON.stringify(Object.fromEntries(acts))}`);
    expect(violations.slice(0, 5)).toEqual([]);
    // Without these it would have looked at nothing.
    expect(states).toBeGreaterThan(5_000);
    expect([...acts.keys()].sort()).toEqual([
      "accept",
      "cancel",
      "change-roles",
      "invite",
      "leave",
      "reactivate",
      "remove",
      "renew",
      "suspend",
    ]);
  });
});
