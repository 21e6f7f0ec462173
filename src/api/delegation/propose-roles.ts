import { lastsUntil } from "./holdings.js";
import { eachOnce, grantable, heldOf, knownRole, personHere, refuse, type Proposal } from "./resolve.js";
import { step } from "./step.js";
import type { ActOf, Change, Facts, Grant, Person, Place } from "./types.js";

/** Several grants and revocations of one person, saved together. */
export function changeRoles(facts: Facts, { user, grant, revoke }: ActOf<"change-roles">): Proposal {
  const person = personHere(facts, user);
  eachOnce([...grant, ...revoke]);
  const parts = [
    ...revoke.map((each) => take(facts, person, each)),
    ...grant.map((each) => bringToHold(facts, person, each)),
  ];
  return {
    changes: parts.flatMap(({ changes }) => changes),
    steps: parts.flatMap(({ steps }) => steps),
  };
}

function take(facts: Facts, person: Person, { role: id, place }: { role: string; place: Place }): Proposal {
  const role = knownRole(facts, id);
  if (!heldOf(facts, person, { role: id, place }).held) {
    refuse("not_held", "state", `${person.name} does not hold ${role.name}.`, id);
  }
  return {
    changes: [{ change: "assignment.end", user: person.user, role: id, place }],
    steps: [step("role.revoke", { person, role, place })],
  };
}

/** A grant, or the move of an end: later is extending, earlier is taking away. */
export function bringToHold(facts: Facts, person: Person, grant: Grant): Proposal {
  const { place, ends } = grant;
  const { user } = person;
  const role = grantable(facts, grant);
  const { held, isSpent } = heldOf(facts, person, grant);
  if (!held) {
    const spent: Change[] = isSpent ? [{ change: "assignment.end", user, role: role.id, place }] : [];
    return {
      changes: [...spent, { change: "assignment.create", user, role: role.id, place, ends }],
      steps: [step("role.grant", { person, role, place, ends })],
    };
  }
  // Nothing changes, but only who may give it may learn that.
  if (held.ends === ends) return { changes: [], steps: [step("role.grant", { person, role, place, ends })] };
  if (ends !== null && ends <= held.begins) {
    refuse("end_in_past", "time", `${role.name} begins only after that.`, role.id);
  }
  const verb = lastsUntil(held, ends) ? "role.revoke" : "role.extend";
  return {
    changes: [{ change: "assignment.move-end", user, role: role.id, place, ends }],
    steps: [step(verb, { person, role, place, ends })],
  };
}
