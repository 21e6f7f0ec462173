import {
  everHeld,
  isAdministrative,
  listedRoles,
  permissionsAt,
  lastsUntil,
  liveAssignments,
  pairOf,
  watching,
} from "./holdings.js";
import { limits } from "./limits.js";
import { coversPassingOn } from "./passing-on.js";
import { reaches, reachFrom, reachOf } from "./reach.js";
import { isSamePerson } from "./same-person.js";
import { giving, givesRole, type Giving, type Rule, type Step } from "./step.js";
import type { Assignment, Delegation, Facts, Instant, Person, Refusal, Verb } from "./types.js";

/** The rules of who may what: each says why not, or nothing. */

const editing: ReadonlySet<Verb> = new Set<Verb>(["user.edit-profile", "user.edit-attributes"]);

/** Rule 2: what a session does not include, no delegation gives back. */
export function sessionIncludesVerb({ actor }: Facts, { verb }: Step): Refusal | null {
  if (actor.kind !== "delegate" || actor.session === null || actor.session.verbs.has(verb)) return null;
  return {
    code: "verb_not_in_session",
    limit: "session",
    message: "This page's session does not include that.",
  };
}

/** Rule 4: never oneself, nor a second identity with the same verified address, nor one's own address. */
export function isNotOneself({ actor }: Facts, { person, email }: Step): Refusal | null {
  if (actor.kind !== "delegate") return null;
  const self = actor.person;
  const isOneself = person ? isSamePerson(person, self) : email !== null && email === self.email;
  return isOneself ? { code: "oneself", limit: "target", message: "You can't do this to yourself." } : null;
}

/** Rule 2: the delegations with this verb that the actor's live roles carry, within the session's element. */
export function delegationsFor(
  { actor, delegations, now }: Facts,
  { verb }: Step,
): readonly { delegation: Delegation; by: Assignment }[] {
  if (actor.kind !== "delegate") return [];
  const { session } = actor;
  return liveAssignments(actor.person, now).flatMap((by) =>
    delegations
      .filter(
        ({ role, verbs, elementType, configuration }) =>
          role === by.role &&
          verbs.has(verb) &&
          (session === null || elementType === null || elementType === session.elementType) &&
          (session === null || configuration === null || configuration === session.configuration),
      )
      .map((delegation) => ({ delegation, by })),
  );
}

/**
 * Rule 4: every administrative role the target holds is within reach; for edits, every role is. What somebody holds on
 * one instance is no concern of what is done on another, else nobody who owns a document could be given one. Changes
 * that are saved together are judged as they leave the target, too; an invitation may name roles of several delegations.
 */
export const targetIsInReach: Rule = (facts, { verb, person, place, role: asked }, { delegation, after }) => {
  // Whoever agrees does nothing to the target.
  if (!person || verb === "request.review") return null;
  const listed = listedRoles(facts, delegation);
  const becomes = verb === "user.invite" ? null : (after.people.get(person.user) ?? null);
  const joined = becomes ? everHeld(facts, becomes).filter(({ role }) => role !== asked?.id) : [];
  const isAbove = [...everHeld(facts, person), ...joined].some(
    ({ role, place: at }) =>
      (place === null || at === null || at === place) &&
      !listed.has(role) &&
      (editing.has(verb) || isAdministrative(facts, role)),
  );
  return isAbove
    ? {
        code: "person_out_of_reach",
        limit: "target",
        message: `${person.name} holds a role that is outside your reach.`,
      }
    : null;
};

/** Rule 2: the delegation lists the role. */
export const roleIsListed: Rule = (facts, { verb, role }, { delegation }) => {
  if (role === null) {
    return giving.has(verb)
      ? { code: "unknown_role", limit: "tenant", message: "There is no such role any more." }
      : null;
  }
  return listedRoles(facts, delegation).has(role.id)
    ? null
    : {
        code: "role_out_of_reach",
        limit: "roles",
        role: role.id,
        message: `${role.name} is outside what you may ${giving.has(verb) ? "give" : "take"}.`,
      };
};

/**
 * Rule 2: the delegation reaches the place; what concerns a whole place here needs the whole tenant. Whoever watches
 * the tenant watches each of its instances.
 */
export const placeIsInReach: Rule = (_, { verb, role, place }, { delegation, by }) => {
  const isReached =
    (watching.has(verb) && by.place === null) || reaches(reachOf(delegation, reachFrom(by.place)), place);
  if (isReached) return null;
  return {
    code: "place_out_of_reach",
    limit: "instances",
    ...(role && { role: role.id }),
    message: place === null ? "Your role reaches single items only." : `${place} is outside your reach.`,
  };
};

/** Rule 3, hold: nobody gives what they do not have. */
export const nothingIsAmplified: Rule = (facts, step, { delegation, actor }) => {
  if (!givesRole(step) || delegation.mode === "bind") return null;
  const { role } = step;
  const missing = amplified(facts, step, actor, facts.now);
  return missing === undefined
    ? null
    : {
        code: "more_than_you_have",
        limit: "hold",
        role: role.id,
        message: `${role.name} allows more than you have yourself (${missing}).`,
      };
};

/** A permission that the role can give and the actor, counting what is held until then, lacks there. */
function amplified(facts: Facts, { role, place }: Giving, actor: Person, end: Instant | null) {
  const held = permissionsAt(facts, actor, place, end);
  return [...role.gives].find((permission) => !held.has(permission));
}

/** Rule 3, both modes: a role that lets its holders act on others is passed on only where that is meant. */
export const passingOnIsAllowed: Rule = (facts, step, { delegation }) => {
  if (!givesRole(step) || !carriesDelegation(facts, step.role.id) || delegation.passingOn) return null;
  return {
    code: "passing_on",
    limit: "passing_on",
    role: step.role.id,
    message: `${step.role.name} carries rights over other people, which you may not pass on.`,
  };
};

/** Rule 3, hold: what is passed on, and all reachable through it, allows nothing that one's own do not. */
export const passesOnNoMore: Rule = (facts, step, { delegation, actor }) => {
  if (!givesRole(step) || delegation.mode === "bind") return null;
  const { role, place } = step;
  return coversPassingOn(facts, actor, { role: role.id, place, ends: facts.now })
    ? null
    : {
        code: "passing_on_more",
        limit: "passing_on",
        role: role.id,
        message: `Holders of ${role.name} could do more to others than you can.`,
      };
};

/** What leaks is not passed on until an operator has said that it is meant. */
export const passingOnIsNotSuspended: Rule = (facts, step, { delegation }) => {
  if (!givesRole(step) || !facts.suspended.passingOn.has(pairOf(delegation.role, step.role.id))) return null;
  return {
    code: "leak_unacknowledged",
    limit: "passing_on",
    role: step.role.id,
    message: `Holders of ${step.role.name} could give more than you may. Until the people who run this app have looked at that, it can't be passed on.`,
  };
};

const carriesDelegation = ({ delegations }: Facts, role: string) =>
  delegations.some((delegation) => delegation.role === role);

/** Rule 5: what ends counts for nothing beyond its end, so that what suffices today may not suffice for that long. */
export const actorOutlastsGrant: Rule = (facts, step, { delegation, by, actor }) => {
  if (!givesRole(step)) return null;
  const { role, place } = step;
  const suffices = (ends: Instant | null) =>
    lastsUntil(by, ends) &&
    (delegation.mode === "bind" ||
      (amplified(facts, step, actor, ends) === undefined &&
        coversPassingOn(facts, actor, { role: role.id, place, ends })));
  if (suffices(step.ends) || !suffices(facts.now)) return null;
  const ends = liveAssignments(actor, facts.now).flatMap((each) => each.ends ?? []);
  return {
    code: "beyond_your_own_end",
    limit: "time",
    role: role.id,
    latestEnd: Math.max(...ends.filter(suffices)),
    ...(step.ends === null && { needs: "end" as const }),
    message: "Your own role ends before that.",
  };
};

/** What no delegation can mend. */
export const barriers = [sessionIncludesVerb, isNotOneself] as const;

/** What one delegation must pass, in the order in which a refusal helps most: first what can never be. */
export const rules: readonly Rule[] = [
  targetIsInReach,
  roleIsListed,
  placeIsInReach,
  nothingIsAmplified,
  passingOnIsAllowed,
  passesOnNoMore,
  passingOnIsNotSuspended,
  actorOutlastsGrant,
  ...limits,
];
