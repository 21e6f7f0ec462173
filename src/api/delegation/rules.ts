import { isAdministrative, lastsUntil, listedRoles, liveAssignments, permissionsAt } from "./holdings.js";
import { coversPassingOn } from "./passing-on.js";
import type {
  AttributeMatch,
  Assignment,
  Delegation,
  Facts,
  Instant,
  Person,
  Place,
  Refusal,
  Role,
  Verb,
} from "./types.js";

/**
 * The rules that a delegation must pass for one step: each says why not, or nothing. A step is the smallest thing a
 * delegation can allow: one verb on one person, with one role at one place. One delegation must allow it whole.
 */

export interface Step {
  verb: Verb;
  /** Whose place it touches; `null` for an address that has none. */
  person: Person | null;
  /** The address of that person or invitation. */
  email: string | null;
  role: Role | null;
  place: Place;
  ends: Instant | null;
  attributes: readonly string[];
}

/** What a rule looks at: the delegation, and the actor's assignment that carries it. */
export interface Under {
  delegation: Delegation;
  by: Assignment;
  actor: Person;
  /** The facts after the act. */
  after: Facts;
}

type Rule = (facts: Facts, step: Step, under: Under) => Refusal | null;

const granting: ReadonlySet<Verb> = new Set<Verb>([
  "user.invite",
  "role.grant",
  "role.extend",
  "invitation.resend",
]);
/** Acts on a person's place that rule 4 bounds; an invitation names a person only when it is accepted. */
const ranked: ReadonlySet<Verb> = new Set<Verb>([
  "user.invite",
  "role.grant",
  "role.revoke",
  "role.extend",
  "user.suspend",
  "user.reactivate",
  "user.remove",
]);
const editing: ReadonlySet<Verb> = new Set<Verb>(["user.edit-profile", "user.edit-attributes"]);

const givesRole = (step: Step): step is Step & { role: Role } =>
  step.role !== null && granting.has(step.verb);
const day = 86_400_000;
const countOf = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Rule 2: the delegation carries the verb. */
export const verbIsCarried: Rule = (_, step, { delegation }) =>
  delegation.verbs.has(step.verb)
    ? null
    : { code: "verb_not_given", limit: "verbs", message: "Your role does not include this." };

/** Rule 2: the delegation lists the role. */
export const roleIsListed: Rule = (facts, step, { delegation }) =>
  step.role === null || listedRoles(facts, delegation).has(step.role.id)
    ? null
    : {
        code: "role_out_of_reach",
        limit: "roles",
        role: step.role.id,
        message: `${step.role.name} is outside what you may ${granting.has(step.verb) ? "give" : "take"}.`,
      };

/** Rule 2: the delegation reaches the place. */
export const placeIsInReach: Rule = (_, step, { delegation, by }) => {
  if (step.role === null) return null;
  const { places } = delegation;
  const own = places.own && by.place !== null && by.place === step.place;
  const wide =
    by.place === null &&
    (step.place === null
      ? places.tenant
      : places.instances.includes(step.place) ||
        places.types.some((type) => step.place?.startsWith(`${type}:`)));
  return own || wide
    ? null
    : {
        code: "place_out_of_reach",
        limit: "instances",
        role: step.role.id,
        message:
          step.place === null
            ? "You may give roles on single items only."
            : `${step.place} is outside your reach.`,
      };
};

/** Rule 3, hold: nobody gives what they do not have. */
export const nothingIsAmplified: Rule = (facts, step, { delegation, actor }) => {
  if (!givesRole(step) || delegation.mode === "bind") return null;
  const held = permissionsAt(facts, actor, step.place, step.ends);
  const missing = [...step.role.gives].find((permission) => !held.has(permission));
  return missing === undefined
    ? null
    : {
        code: "more_than_you_have",
        limit: "hold",
        role: step.role.id,
        message: `${step.role.name} allows more than you have yourself (${missing}).`,
      };
};

/** Rule 3, both modes: a role that lets its holders act on others is passed on only where that is meant. */
export const passingOnIsAllowed: Rule = (facts, step, { delegation, actor }) => {
  if (!givesRole(step) || !facts.delegations.some(({ role }) => role === step.role.id)) return null;
  const { name, id } = step.role;
  if (!delegation.passingOn) {
    return {
      code: "passing_on",
      limit: "passing_on",
      role: id,
      message: `${name} carries rights over other people, which you may not pass on.`,
    };
  }
  return delegation.mode === "bind" || coversPassingOn(facts, actor, id)
    ? null
    : {
        code: "passing_on_more",
        limit: "passing_on",
        role: id,
        message: `Holders of ${name} could do more to others than you can.`,
      };
};

/** Rule 4: every administrative role the target holds is within reach; for edits, every role is. */
export const targetIsInReach: Rule = (facts, step, { delegation }) => {
  if (!step.person || !(ranked.has(step.verb) || editing.has(step.verb))) return null;
  const reach = listedRoles(facts, delegation);
  const above = step.person.assignments
    .filter(({ ends }) => ends === null || facts.now < ends)
    .find(({ role }) => !reach.has(role) && (editing.has(step.verb) || isAdministrative(facts, role)));
  return above
    ? {
        code: "person_out_of_reach",
        limit: "target",
        message: `${step.person.name} holds a role that is outside your reach.`,
      }
    : null;
};

/** Limit *targets*: by membership attributes, groups, mail domain. */
export const targetIsAmongThose: Rule = (facts, step, { delegation }) => {
  const { attributes, groups, domains } = delegation.targets;
  if (step.verb === "user.view") return null;
  const refuse = (what: string): Refusal => ({
    code: "person_outside",
    limit: "targets",
    message: `${step.person?.name ?? step.email ?? "This person"} is not among the people you look after (${what}).`,
  });
  const person = step.person;
  if (attributes && !(person && attributes.every((match) => matches(person.attributes, match)))) {
    return refuse(attributes.map(({ name }) => name).join(", "));
  }
  const inGroup =
    person &&
    liveAssignments(person, facts.now).some(({ place }) => place !== null && groups?.includes(place));
  if (groups && !inGroup) return refuse("group");
  if (domains && !(step.email && domains.includes(domainOf(step.email)))) return refuse("mail domain");
  return null;
};

const matches = (attributes: Readonly<Record<string, unknown>>, { name, in: values }: AttributeMatch) =>
  values.some((value) => value === attributes[name]);
const domainOf = (email: string) => email.slice(email.lastIndexOf("@") + 1);

/** Limit *time*: must grants end, how long at most. */
export const endIsAllowed: Rule = (facts, step, { delegation }) => {
  if (!givesRole(step)) return null;
  const { mustEnd, longest } = delegation.time;
  const latestEnd = longest === null ? undefined : facts.now + longest;
  const about = { limit: "time", role: step.role.id, ...(latestEnd !== undefined && { latestEnd }) };
  if ((mustEnd || longest !== null) && step.ends === null) {
    return { code: "must_end", ...about, needs: "end", message: `${step.role.name} needs an end date.` };
  }
  return latestEnd !== undefined && step.ends !== null && step.ends > latestEnd
    ? { code: "too_long", ...about, message: `At most ${countOf(Math.floor((longest ?? 0) / day), "day")}.` }
    : null;
};

/** Rule 5: what ends counts for nothing beyond its end. */
export const actorOutlastsGrant: Rule = (_, step, { by }) => {
  if (!givesRole(step) || lastsUntil(by, step.ends)) return null;
  return {
    code: "beyond_your_own_end",
    limit: "time",
    role: step.role.id,
    ...(by.ends !== null && { latestEnd: by.ends }),
    ...(step.ends === null && { needs: "end" as const }),
    message: "Your own role ends before that.",
  };
};

/** Limit *counts*. A refusal needs the act to make the count worse. */
export const countsHold: Rule = (facts, step, { delegation, after }) => {
  const { openInvitations, bulk, grantsPerHour, seats, holders } = delegation.counts;
  const exceeds = (most: number | null | undefined, now: number, then: number) =>
    most != null && then > most && then > now;
  const refuse = (code: string, message: string): Refusal => ({ code, limit: "counts", message });
  if (bulk !== null && facts.counts.bulk > bulk) {
    return refuse("bulk_too_large", `At most ${bulk} at a time.`);
  }
  if (exceeds(openInvitations, facts.counts.openInvitations, after.counts.openInvitations)) {
    return refuse(
      "too_many_open_invitations",
      `At most ${countOf(openInvitations ?? 0, "open invitation")}.`,
    );
  }
  if (
    granting.has(step.verb) &&
    exceeds(grantsPerHour, facts.counts.grantsLastHour, after.counts.grantsLastHour)
  ) {
    return refuse("too_many_grants", `At most ${countOf(grantsPerHour ?? 0, "grant")} an hour.`);
  }
  if (exceeds(seats, facts.counts.seats, after.counts.seats)) {
    return refuse("seats_full", `All ${seats} seats that you may fill are taken.`);
  }
  const role = givesRole(step) ? step.role : null;
  const most = role ? holders.get(role.id) : undefined;
  return role && exceeds(most, facts.counts.holders.get(role.id) ?? 0, after.counts.holders.get(role.id) ?? 0)
    ? { ...refuse("too_many_holders", `All ${most} places for ${role.name} are taken.`), role: role.id }
    : null;
};

/** Limit *domains*: which mail domains one may invite. */
export const domainIsAllowed: Rule = (_, step, { delegation }) => {
  if (step.verb !== "user.invite" || step.email === null) return null;
  const { allow, ask, refuse } = delegation.domains;
  const domain = domainOf(step.email);
  if (refuse.includes(domain)) {
    return { code: "domain_refused", limit: "domains", message: `Nobody at ${domain} may be invited.` };
  }
  if (ask.includes(domain)) {
    return {
      code: "domain_needs_approval",
      limit: "domains",
      needs: "approval",
      message: `Inviting somebody at ${domain} needs approval.`,
    };
  }
  return allow === null || allow.includes(domain)
    ? null
    : {
        code: "domain_outside",
        limit: "domains",
        message: `You may invite ${listed(allow)} addresses only.`,
      };
};

const listed = (words: readonly string[]) => new Intl.ListFormat("en", { type: "disjunction" }).format(words);

/** Limit *attributes*: which membership attributes may be edited. */
export const attributesAreListed: Rule = (_, step, { delegation }) => {
  const outside = step.attributes.find((key) => !delegation.attributes.has(key));
  return outside === undefined
    ? null
    : { code: "attribute_not_editable", limit: "attributes", message: `You may not edit ${outside}.` };
};

/** Limit *justification*: text required, kept in the audit trail. */
export const justificationIsGiven: Rule = (facts, step, { delegation }) =>
  delegation.justification && step.verb !== "user.view" && step.verb !== "audit.read" && !facts.justification
    ? { code: "justification_needed", limit: "justification", needs: "justification", message: "Say why." }
    : null;

/** Rule 6: others must agree. */
export const approvalIsGiven: Rule = (_, step, { delegation }) => {
  if (!givesRole(step)) return null;
  const asked = delegation.approval.find(({ roles }) => roles.has(step.role.id));
  return asked
    ? {
        code: "approval_needed",
        limit: "approval",
        role: step.role.id,
        needs: "approval",
        message: `${step.role.name} needs the agreement of ${asked.count === 1 ? "somebody else" : `${asked.count} others`}.`,
      }
    : null;
};

/** In the order in which a refusal helps most: what can never be, before what something more would mend. */
export const rules: readonly Rule[] = [
  verbIsCarried,
  targetIsInReach,
  roleIsListed,
  placeIsInReach,
  nothingIsAmplified,
  passingOnIsAllowed,
  targetIsAmongThose,
  attributesAreListed,
  domainIsAllowed,
  countsHold,
  actorOutlastsGrant,
  endIsAllowed,
  justificationIsGiven,
  approvalIsGiven,
];
