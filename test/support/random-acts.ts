import type { Act, Assignment, Facts, Grant, Invitation, Person } from "../../src/api/delegation/types.js";
import { liveAssignments } from "../../src/api/delegation/holdings.js";
import { allButOwner, bob, day, give, operator, roles, standing, to } from "./facts.js";
import { recount } from "./recount.js";

/** Random acts by random people of a small tenant, the same in each run. */

export type Dice = ReturnType<typeof dice>;

export function dice(seed: number) {
  let state = seed;
  const roll = (sides: number) => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    return ((mixed ^ (mixed >>> 14)) >>> 8) % sides;
  };
  /** Of an empty list, nothing: the type says so where a list may be empty. */
  const pick = <T>(from: readonly T[]): T => from[roll(from.length || 1)] as T;
  return { roll, pick };
}

export const names = ["mary", "bob", "ola", "eve", "fay", "gus"];
const given = [...allButOwner, "owner"].filter((id) => id !== "member");
const placeFor = (id: string, place: number) => {
  const resource = roles.find((each) => each.id === id)?.resource ?? null;
  return resource && `${resource}:${place}`;
};

function someGrant({ roll, pick }: Dice, at: number): Grant {
  const id = pick(given);
  return to(id, placeFor(id, roll(2)), pick([null, null, null, at + 2 * day, at + 20 * day]));
}

const giving = ["give", "give", "give", "save", "invite", "accept", "admit"] as const;
const taking = ["renew", "cancel", "suspend", "reactivate", "remove", "leave"] as const;
export const mixed = [...giving, ...taking];
export const mostlyGiving = [...giving, ...giving, ...giving, ...mixed];

/** An act that has a chance: on somebody who is there, for an invitation that waits. */
export function someAct(random: Dice, state: Facts, step: number, from: typeof mixed = mixed): Act {
  const { pick, roll } = random;
  const { people, invitations, now: at } = state;
  const whoIs = (...statuses: string[]) =>
    pick<Person | undefined>([...people.values()].filter(({ status }) => statuses.includes(status)))?.user ??
    "bob";
  const open = pick<Invitation | undefined>(
    [...invitations.values()].filter(({ status }) => status === "open"),
  );
  const invitation = open?.id ?? "none";
  const grant = someGrant(random, at);
  const expires = at + (1 + roll(20)) * day;
  switch (pick(from)) {
    case "give":
      return give(whoIs("active", "suspended"), grant);
    case "save": {
      const user = whoIs("active");
      const held = pick<Assignment | undefined>(people.get(user)?.assignments ?? []) ?? grant;
      return { act: "change-roles", user, grant: roll(2) ? [grant] : [], revoke: [held] };
    }
    case "invite": {
      const email = `${whoIs("absent")}@acme.test`;
      return { act: "invite", invitation: { id: `i${step}`, email, grants: [grant], expires } };
    }
    case "accept": {
      const invited = [...people.values()].find(({ email }) => email === open?.email);
      return { act: "accept", invitation, accepter: invited?.user ?? "bob" };
    }
    case "renew":
      return { act: "renew", invitation, expires };
    case "cancel":
      return { act: "cancel", invitation };
    case "suspend":
      return { act: "suspend", user: whoIs("active") };
    case "reactivate":
      return { act: "reactivate", user: whoIs("suspended") };
    case "remove":
      return { act: "remove", user: whoIs("active", "suspended") };
    case "admit":
      return { act: "admit", user: whoIs("absent") };
    case "leave":
      return { act: "leave" };
  }
}

/**
 * A day goes by now and then. For an acceptance the inviter stands; for the rest anybody who holds a role, or one time
 * in `operators` an operator.
 */
export function asked(state: Facts, act: Act, random: Dice, operators = 5): Facts {
  const { pick, roll } = random;
  const time = state.now + (roll(4) === 0 ? day : 0);
  const counts = { ...state.counts, ...recount(state.people, state.invitations, time) };
  const inviter = act.act === "accept" ? state.invitations.get(act.invitation)?.inviter : undefined;
  if (inviter ? inviter.kind === "operator" : roll(operators) === 1) {
    return { ...state, now: time, actor: operator, counts };
  }
  const live = [...state.people.values()].filter((each) => liveAssignments(each, time).length > 0);
  const user = inviter?.kind === "delegate" ? inviter.user : (pick<Person | undefined>(live)?.user ?? "bob");
  const person = state.people.get(user) ?? bob;
  const actor = { kind: "delegate", person, session: inviter ? null : standing } as const;
  return { ...state, now: time, actor, counts };
}
