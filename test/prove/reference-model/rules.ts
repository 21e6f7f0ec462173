import type { Person } from "../../../src/api/delegation/types.js";
import { everHeld } from "./delegation.js";
import {
  administrative,
  after,
  carried,
  counting,
  inForce,
  lists,
  live,
  reaches,
  offer,
  subject,
  type Question,
} from "./question.js";
import { allowsNoMore, covers } from "./reach.js";
import { inSession } from "./tenant.js";

const looks = /^(user\.view|audit\.)/;

/**
 * Rule 2: "One of the actor's live roles, cut to the session's scopes, carries a delegation with this verb, this role,
 * this place." Ambiguous: which place is looked at? Decided: the one that is named, if one is; and whoever holds the
 * role tenant-wide looks anywhere.
 */
export const delegation = ({ facts, ask, delegation: d, by }: Question) =>
  d.role === by.role &&
  d.verbs.has(ask.verb) &&
  inSession(facts, d, ask.verb) &&
  (looks.test(ask.verb) && (ask.place === null || by.place === null)
    ? by.place === null
    : covers({ delegation: d, heldOn: by.place }, ask.place)) &&
  (ask.role === null || lists(d, facts, ask.role));

/**
 * Rule 3: "*hold*: permissions(role) ⊆ permissions(actor). What a role can give counts in full."
 * Ambiguous: is taking subject to it? Decided: no. What it forbids is amplification, and taking gives nothing.
 */
export function withinOwnPermissions({ delegation: d, ...q }: Question) {
  if (d.mode === "bind" || q.ask.gives === null || q.ask.role === null) return true;
  const own = counting(q).map((a) => q.facts.roles.get(a.role)?.permissions);
  return [...q.facts.roles.get(q.ask.role)!.gives].every((one) => own.some((some) => some?.has(one)));
}

/**
 * Rule 3: "*Both*: a role carrying a delegation needs passing on." Section 6: "a leak made elsewhere than in a
 * delegation suspends passing on along it until somebody acknowledges it."
 */
export const passingOn = ({ facts, ask, delegation: d }: Question) =>
  ask.gives === null ||
  ask.role === null ||
  ((d.passingOn || carried(facts, ask.role).length === 0) &&
    !facts.suspended.passingOn.has(`${d.role} ${ask.role}`));

/** Rule 3: "In hold, that delegation and all reachable through it allow nothing the actor's own do not." */
export function withinOwnDelegations({ delegation: d, ...q }: Question) {
  if (d.mode === "bind" || q.ask.gives === null || q.ask.role === null) return true;
  const until = q.ask.gives.until;
  const counted = q.actor.assignments.filter((a) => live(a, q.facts.now) && reaches(a, until));
  const own = counted.flatMap((by) =>
    inForce(q.facts)
      .filter((one) => one.role === by.role)
      .map((one) => ({ delegation: one, heldOn: by.place })),
  );
  return allowsNoMore(q.facts, q.ask.role, q.ask.place, own);
}

/** Rule 4: "Never oneself. (Second identity of oneself: same verified address.)" */
export function notOneself({ facts, act, actor }: Question) {
  const target = subject(facts, act);
  if (target) return !same(actor, target);
  return !("invitation" in act) || actor.email === null || actor.email !== offer(facts, act)?.email;
}

export const same = (a: Person, b: Person) =>
  a.user === b.user || (a.emailVerified && b.emailVerified && a.email !== null && a.email === b.email);

/**
 * Rule 4: "Every *administrative* role the target holds here is among the delegation's roles", and for edits of
 * profile and attributes "*all* the target's roles are".
 * Ambiguous: "here" in the tenant, or at the place of the act? Decided: a role held on another instance is no concern,
 * or sharing would end with the first share.
 * Ambiguous: before or after the act? Decided, as the stricter: before, and several changes also "on their joint
 * post-image".
 */
export function targetWithin({ facts, act, ask, delegation: d }: Question) {
  const target = subject(facts, act);
  if (!target) return true;
  const all = ask.verb === "user.edit-profile" || ask.verb === "user.edit-attributes";
  const then = act.act === "change-roles" ? after(facts, act, target).assignments : [];
  return [...everHeld(facts, target.assignments), ...everHeld(facts, then)].every(
    ({ role, place }) =>
      (ask.place !== null && place !== null && place !== ask.place) ||
      lists(d, facts, role) ||
      !(all || administrative(facts, role)),
  );
}
