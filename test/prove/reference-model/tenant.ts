import type { Act, Facts, Grant, Invitation, Place, Verb } from "../../../src/api/delegation/types.js";
import { fits, standing } from "./holding.js";
import { offer, subject } from "./question.js";

/** Rule 1: "Session, target, role and scope name one active tenant." "What cannot be resolved is refused." */
export const tenant = (facts: Facts, act: Act) =>
  facts.tenant.active &&
  sessionIsHere(facts) &&
  actorIsHere(facts) &&
  targetResolves(facts, act) &&
  invitationResolves(facts, act) &&
  scopesResolve(facts, act);

export const sessionIsHere = ({ actor, tenant: { id } }: Facts) =>
  actor.kind !== "delegate" || actor.session === null || actor.session.tenant === id;

/** Only the active act. Ambiguous: may the suspended leave ("only the guardrail refuses it")? As the stricter: no. */
export const actorIsHere = ({ actor }: Facts) =>
  actor.kind !== "delegate" || actor.person.status === "active";

/** Who is suspended can't be again, and who is active needs no bringing back. */
function targetResolves(facts: Facts, act: Act) {
  if (act.act === "accept") return facts.people.has(act.accepter);
  if (act.act !== "leave" && !("user" in act)) return true;
  const target = subject(facts, act);
  if (
    act.act === "edit-attributes" &&
    !Object.keys(act.attributes).every((key) => facts.attributeKeys.has(key))
  ) {
    return false;
  }
  // Whoever is not invited comes in by operators alone.
  if (act.act === "admit") return facts.actor.kind === "operator" && target?.status === "absent";
  if (act.act === "suspend") return target?.status === "active";
  if (act.act === "reactivate") return target?.status === "suspended";
  return target !== undefined && target.status !== "absent";
}

/**
 * Ambiguous, and decided as the stricter: who has a place or an open offer is not invited again; nobody is invited
 * to nothing; the suspended don't accept. "Issue again" is for an offer that ran out, not for one that was ended.
 */
function invitationResolves(facts: Facts, act: Act) {
  if (!("invitation" in act)) return true;
  if (act.act === "invite") return canBeMade(facts, act.invitation);
  const invitation = facts.invitations.get(act.invitation);
  if (invitation?.status !== "open") return false;
  if (act.act === "cancel") return true;
  if (invitation.grants.length === 0) return false;
  return act.act === "renew" ? act.expires > facts.now : canAccept(facts, invitation, act.accepter);
}

const canBeMade = (
  facts: Facts,
  { email, grants, expires }: Pick<Invitation, "email" | "grants" | "expires">,
) =>
  expires > facts.now &&
  grants.length > 0 &&
  ![...facts.people.values()].some((p) => p.email === email && p.status !== "absent") &&
  ![...facts.invitations.values()].some(
    (i) => i.email === email && i.status === "open" && i.expires > facts.now,
  );

/** "The host vouches for the invited address"; an operator's invitation lives as long as its key. */
function canAccept(facts: Facts, { email, expires, inviter, inviterStands }: Invitation, user: string) {
  const accepter = facts.people.get(user);
  return (
    expires > facts.now &&
    (inviter.kind === "delegate" || inviterStands) &&
    accepter?.status !== "suspended" &&
    accepter?.emailVerified === true &&
    accepter.email === email
  );
}

/** Every role and scope the act names. What is taken is where it is held; an offer may be ended whatever it named. */
function scopesResolve(facts: Facts, act: Act) {
  if (act.act === "cancel") return true;
  if (act.act !== "change-roles")
    return (offer(facts, act)?.grants ?? []).every((grant) => canBeGiven(facts, grant));
  const held = subject(facts, act)?.assignments.filter((a) => standing(a, facts.now)) ?? [];
  const at = (one: { role: string; place: Place }) =>
    held.find((a) => a.role === one.role && a.place === one.place);
  const named = [...act.grant, ...act.revoke];
  return (
    named.every(
      (one) => named.filter((other) => other.role === one.role && other.place === one.place).length === 1,
    ) &&
    act.revoke.every((one) => facts.roles.has(one.role) && at(one)) &&
    act.grant.every((one) => canBeGiven(facts, one) && standing(one, at(one)?.begins ?? facts.now))
  );
}

/** What has ended before it begins can't be given. */
function canBeGiven(facts: Facts, { role: id, place, ends }: Grant) {
  const role = facts.roles.get(id);
  if (!role || !fits(role.resource, place) || !standing({ ends }, facts.now)) return false;
  return place === null || (facts.places ?? new Set([place])).has(place);
}

/** Rule 2: "One of the actor's live roles, cut to the session's scopes, carries a delegation with this verb." */
export function inSession(
  { actor }: Facts,
  d: { elementType: string | null; configuration: string | null },
  verb: Verb,
) {
  if (actor.kind !== "delegate" || actor.session === null) return true;
  const { elementType, configuration, verbs } = actor.session;
  return (
    verbs.has(verb) &&
    (d.elementType === null || d.elementType === elementType) &&
    (d.configuration === null || d.configuration === configuration)
  );
}
