import { matchesAll } from "./attribute-match.js";
import { isLive, liveAssignments, watching } from "./holdings.js";
import { domainOf, includesDomain } from "./mail-domain.js";
import { giving, givesRole, type Rule } from "./step.js";
import type { Facts, Person, Place, Refusal } from "./types.js";

/** What a delegation can limit beyond verbs, roles, mode, passing on and instances: each says why not, or nothing. */

const day = 86_400_000;
const hour = 3_600_000;
const countOf = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const inWords = (span: number) =>
  span < day ? countOf(Math.floor(span / hour), "hour") : countOf(Math.floor(span / day), "day");
const anyOf = (words: readonly string[]) => new Intl.ListFormat("en", { type: "disjunction" }).format(words);

/** Limit *targets*: by membership attributes (also as the act leaves them), groups, mail domain. */
export const targetIsAmongThose: Rule = (facts, { verb, person, email }, { delegation, after }) => {
  if (verb === "user.view") return null;
  const { attributes, groups, domains } = delegation.targets;
  const becomes = person && (after.people.get(person.user) ?? null);
  const matches = (who: Person | null) =>
    attributes === null || (who !== null && matchesAll(who.attributes, attributes));
  const refuse = (what: string): Refusal => ({
    code: "person_outside",
    limit: "targets",
    message: `${person?.name ?? email ?? "This person"} is not among the people you look after (${what}).`,
  });
  if (!matches(person) || !matches(becomes)) {
    return refuse(attributes?.map(({ name }) => name).join(", ") || "nobody");
  }
  if (groups && !(person && isInOneOf(facts, person, groups))) return refuse("group");
  const claimed = person && !person.emailVerified ? null : domainOf(email);
  return domains && !includesDomain(domains, claimed) ? refuse("mail domain") : null;
};

/** Whoever holds a role on the group is in it, also while suspended here. */
const isInOneOf = ({ now }: Facts, { assignments }: Person, groups: readonly string[]) =>
  assignments.some((each) => each.place !== null && groups.includes(each.place) && isLive(each, now));

/** Limit *time*: must grants end. A longest span asks for an end too. */
export const endIsGiven: Rule = (facts, step, { delegation: { time } }) => {
  if (!givesRole(step) || step.ends !== null || !(time.mustEnd || time.longest !== null)) return null;
  return {
    code: "must_end",
    limit: "time",
    role: step.role.id,
    needs: "end",
    ...(time.longest !== null && { latestEnd: facts.now + time.longest }),
    message: `${step.role.name} needs an end date.`,
  };
};

/** Limit *time*: how long at most, counted from now. */
export const endIsSoonEnough: Rule = (facts, step, { delegation: { time } }) => {
  if (!givesRole(step) || step.ends === null || time.longest === null) return null;
  const latestEnd = facts.now + time.longest;
  return step.ends > latestEnd
    ? {
        code: "too_long",
        limit: "time",
        role: step.role.id,
        latestEnd,
        message: `${step.role.name} can be given for ${inWords(time.longest)} at most.`,
      }
    : null;
};

/** A count is exceeded by an act that makes it worse. */
const exceeds = (most: number | null | undefined, before: number, after: number) =>
  most != null && after > most && after > before;
const tooMany = (code: string, message: string): Refusal => ({ code, limit: "counts", message });

/** Limit *counts*: open invitations. */
export const openInvitationsAreFew: Rule = (facts, _, { delegation: { counts }, after }) =>
  exceeds(counts.openInvitations, facts.counts.openInvitations, after.counts.openInvitations)
    ? tooMany(
        "too_many_open_invitations",
        `At most ${countOf(counts.openInvitations ?? 0, "invitation")} may be open.`,
      )
    : null;

/** Limit *counts*: size of one bulk. */
export const bulkIsSmall: Rule = (facts, _, { delegation: { counts } }) =>
  counts.bulk !== null && facts.counts.bulk > counts.bulk
    ? tooMany("bulk_too_large", `At most ${counts.bulk} at a time.`)
    : null;

/** Limit *counts*: grants per hour. */
export const grantsThisHourAreFew: Rule = (facts, { verb }, { delegation: { counts }, after }) =>
  giving.has(verb) && exceeds(counts.grantsPerHour, facts.counts.grantsLastHour, after.counts.grantsLastHour)
    ? tooMany("too_many_grants", `At most ${countOf(counts.grantsPerHour ?? 0, "grant")} an hour.`)
    : null;

/** Limit *counts*: own, lower value for seats. */
export const ownSeatsSuffice: Rule = (facts, _, { delegation: { counts }, after }) =>
  exceeds(counts.seats, facts.counts.seats, after.counts.seats)
    ? tooMany("seats_full", `All ${counts.seats} seats that you may fill are taken.`)
    : null;

/** Limit *counts*: own, lower values for the most holders of a role. */
export const ownHoldersAreFew: Rule = (facts, step, { delegation: { counts }, after }) => {
  if (!givesRole(step)) return null;
  const { id, name } = step.role;
  const most = counts.holders.get(id);
  return exceeds(most, facts.counts.holders.get(id) ?? 0, after.counts.holders.get(id) ?? 0)
    ? { ...tooMany("too_many_holders", `All ${most} places for ${name} are taken.`), role: id }
    : null;
};

const inviting = (verb: string) => verb === "user.invite" || verb === "invitation.resend";

/** Limit *domains*: which mail domains one may invite. */
export const domainIsAllowed: Rule = (_, { verb, email }, { delegation: { domains } }) => {
  if (!inviting(verb)) return null;
  const domain = domainOf(email);
  if (domain === null || includesDomain(domains.refuse, domain)) {
    const who = domain === null ? "without a mail domain" : `at ${domain}`;
    return { code: "domain_refused", limit: "domains", message: `Nobody ${who} may be invited.` };
  }
  if (domains.allow === null || includesDomain([...domains.allow, ...domains.ask], domain)) return null;
  const allowed = domains.allow.length > 0 ? `${anyOf(domains.allow)} addresses only` : "nobody";
  return { code: "domain_outside", limit: "domains", message: `You may invite ${allowed}.` };
};

/** Limit *domains*: for which of them somebody else must agree. */
export const domainIsAgreed: Rule = ({ agreed = [] }, { verb, email }, { delegation: { domains } }) => {
  const domain = domainOf(email);
  return inviting(verb) && includesDomain(domains.ask, domain) && agreed.length === 0
    ? {
        code: "domain_needs_approval",
        limit: "domains",
        needs: "approval",
        more: 1,
        message: `Inviting somebody at ${domain} needs approval.`,
      }
    : null;
};

/** Limit *attributes*: which membership attributes may be edited. */
export const attributesAreListed: Rule = (_, { attributes }, { delegation }) => {
  const outside = attributes.find((key) => !delegation.attributes.has(key));
  return outside === undefined
    ? null
    : { code: "attribute_not_editable", limit: "attributes", message: `You may not edit ${outside}.` };
};

/** Limit *attributes*: what limits read decides whom people reach, and is edited only where that is meant. */
export const attributesDecideNothing: Rule = ({ suspended }, { attributes }) => {
  const reading = attributes.find((key) => suspended.attributes.has(key));
  return reading === undefined
    ? null
    : {
        code: "attribute_decides",
        limit: "attributes",
        message: `${reading} decides who may look after whom, so it can't be edited here.`,
      };
};

/** Limit *justification*: text required of whoever changes something, kept in the audit trail. */
export const justificationIsGiven: Rule = (facts, { verb }, { delegation }) =>
  delegation.justification && !watching.has(verb) && (facts.justification ?? "").trim() === ""
    ? { code: "justification_needed", limit: "justification", needs: "justification", message: "Say why." }
    : null;

/** Limit *approval*: for which roles others must agree, how many, who may. */
export const approvalIsGiven: Rule = (facts, step, { delegation }) => {
  if (!givesRole(step)) return null;
  const { id, name } = step.role;
  const asked = delegation.approval
    .filter(({ roles }) => roles.has(id))
    .map(({ count, reviewers }) => ({ reviewers, more: count - agreeing(facts, reviewers, step.place) }))
    .filter(({ more }) => more > 0)
    .sort((one, other) => other.more - one.more);
  const [most] = asked;
  return most
    ? {
        code: "approval_needed",
        limit: "approval",
        role: id,
        needs: "approval",
        more: most.more,
        reviewers: [...most.reviewers],
        message: `${name} needs the agreement of ${most.more === 1 ? "somebody else" : `${most.more} others`}.`,
      }
    : null;
};

/** How many of those who agreed hold one of these roles: in the whole tenant, or at that very place. */
function agreeing({ agreed = [], now }: Facts, reviewers: ReadonlySet<string>, place: Place): number {
  return agreed.filter((person) =>
    liveAssignments(person, now).some(
      (held) => reviewers.has(held.role) && (held.place === null || held.place === place),
    ),
  ).length;
}

/** In the order in which a refusal helps most: what can never be, before what something more would mend. */
export const limits: readonly Rule[] = [
  targetIsAmongThose,
  attributesAreListed,
  attributesDecideNothing,
  domainIsAllowed,
  openInvitationsAreFew,
  bulkIsSmall,
  grantsThisHourAreFew,
  ownSeatsSuffice,
  ownHoldersAreFew,
  endIsSoonEnough,
  endIsGiven,
  domainIsAgreed,
  justificationIsGiven,
  approvalIsGiven,
];
