import type { Facts, Person } from "../../../src/api/delegation/types.js";
import { fourEyes } from "./four-eyes.js";
import type { Transition } from "./transitions.js";
import { given, isStanding } from "./what-is-given.js";

/** Invariants of delegation.md section 4, each looked at in every state and on every way between two states. */
export interface Looked {
  transition: Transition;
  /** What could be held before, by the closure of all who hold or are promised anything. */
  could: ReadonlySet<string>;
}
type Invariants = Readonly<Record<string, (on: Looked) => boolean>>;

const ofTheProperty: Invariants = {
  "S1 a delegation allowed it": ({ transition: { act, by, giver, before } }) =>
    giver === null ||
    act.act === "leave" ||
    act.act === "withdraw" ||
    (by.length > 0 && by.every((id) => before.delegations.some((each) => each.id === id))),

  "S2 nobody holds what nobody could give": ({ transition: { giver, after }, could }) =>
    giver === null ||
    (held(after).every((role) => could.has(role)) && [...closure(after)].every((role) => could.has(role))),

  "S3 the other tenant stays as it is": ({ transition: { act } }) =>
    !("user" in act && act.user === "witness") && !(act.act === "accept" && act.accepter === "witness"),

  "S4 guardrails hold": ({ transition: { after } }) => {
    const { guardrails, counts } = after;
    const { seats, holders, lasting } = counts;
    return (
      seats <= (guardrails.seats ?? Infinity) &&
      guardrails.least.every(({ role, count }) => (lasting.get(role) ?? 0) >= count) &&
      guardrails.most.every(({ role, count }) => (holders.get(role) ?? 0) <= count) &&
      guardrails.exclusive.every((roles) =>
        [...after.people.values()].every(
          ({ assignments }) => assignments.filter((one) => isStanding(one) && roles.has(one.role)).length < 2,
        ),
      )
    );
  },
};

const ofDelegates: Invariants = {
  "who is not active changes nothing": ({ transition: { giver, before } }) =>
    (giver === null || giver.status === "active") &&
    (before.actor.kind !== "delegate" || before.actor.person.status === "active"),

  "nobody gives themselves anything": ({ transition: { giver, act, before, after } }) =>
    giver === null ||
    act.act === "leave" ||
    before.people.get(giver.user)?.assignments === after.people.get(giver.user)?.assignments,

  "who is above one's reach is not touched": ({ transition: { giver, act, before, after } }) => {
    if (giver === null || act.act === "leave") return true;
    const reach = reachOf(before, giver);
    return changed(before, after).every(({ was, places }) =>
      (was?.assignments ?? []).every(
        (one) =>
          !isStanding(one) ||
          (one.place !== null && places.size > 0 && !places.has(null) && !places.has(one.place)) ||
          !isAdministrative(before, one.role) ||
          reach.has(one.role),
      ),
    );
  },

  "nothing given outlasts the right to give it": ({ transition: { giver, before, after } }) => {
    if (giver === null) return true;
    const last = Math.max(...giver.assignments.filter(isStanding).map(({ ends }) => ends ?? Infinity));
    return given(before, after).every(({ ends }) => (ends ?? Infinity) <= last);
  },

  "each role given or promised is one that a delegation behind it gives": ({ transition }) => {
    const { giver, before, after, by } = transition;
    if (giver === null) return true;
    const behind = before.delegations.filter(({ id }) => by.includes(id));
    return given(before, after).every(({ role, place }) => {
      const own = permissionsAt(before, giver, place);
      return behind.some(
        ({ roles, mode, passingOn }) =>
          roles.ids.has(role) &&
          (passingOn || !before.delegations.some((each) => each.role === role)) &&
          (mode === "bind" || [...(before.roles.get(role)?.gives ?? [])].every((each) => own.has(each))),
      );
    });
  },
};

export const invariants: Invariants = { ...ofTheProperty, ...ofDelegates, ...fourEyes };

const held = ({ people, invitations }: Facts): string[] => [
  ...[...people.values()].flatMap(({ assignments }) => assignments.map(({ role }) => role)),
  ...[...invitations.values()].flatMap(({ grants, status }) =>
    status === "open" ? grants.map(({ role }) => role) : [],
  ),
];

const permissionsAt = ({ roles }: Facts, { assignments }: Person, at: string | null) =>
  new Set(
    assignments.flatMap((one) =>
      isStanding(one) && (one.place === null || one.place === at)
        ? [...(roles.get(one.role)?.permissions ?? [])]
        : [],
    ),
  );

/** Whose place is another after, and where what they hold differs: nowhere, if it is the place itself. */
function changed(before: Facts, after: Facts) {
  return [...after.people.values()].flatMap((person) => {
    const was = before.people.get(person.user);
    if (was === person) return [];
    const differing = [...person.assignments, ...(was?.assignments ?? [])].filter(
      (one) => !(person.assignments.includes(one) && was?.assignments.includes(one)),
    );
    const isWhole = was?.status !== person.status;
    return [{ was, places: new Set(isWhole ? [] : differing.map(({ place }) => place)) }];
  });
}

/** C of S2: the least set that contains what is held and is closed under what its holders may give. */
export function closure({ delegations, roles, ...state }: Facts): ReadonlySet<string> {
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

/** The roles that a delegate's delegations list. */
function reachOf({ delegations }: Facts, { assignments }: Person): ReadonlySet<string> {
  const carried = assignments.map(({ role }) => role);
  return new Set(
    delegations.filter(({ role }) => carried.includes(role)).flatMap(({ roles }) => [...roles.ids]),
  );
}
