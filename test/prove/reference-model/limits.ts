import { asked } from "./asks.js";
import { runOut } from "./guardrails.js";
import { openness } from "./no-looser.js";
import { after, counting, domainOf, fit, live, offer, subject, type Question } from "./question.js";

/** "5. Limits of section 2 hold after the change": whether each does. */

/**
 * Targets: "whose: narrowed by membership attributes, groups, mail domain", and still after the change. Groups are not
 * in the words, an address that nobody verified has no domain, who is only invited has no attributes, and the audit
 * trail is about everybody: "what cannot be resolved is refused". A list of people is only filtered.
 */
export function targets({ facts, act, delegation: { targets: t } }: Question) {
  if (act.act === "view") return true;
  const target = subject(facts, act);
  const address = target ? target.emailVerified && target.email : offer(facts, act)?.email;
  const states = target ? [target.attributes, after(facts, act, target).attributes] : [{}];
  return (
    t.groups === null &&
    (t.attributes === null || states.every((attributes) => fit(t.attributes ?? [], attributes))) &&
    (t.domains === null || (!!address && t.domains.includes(domainOf(address))))
  );
}

/** Time: "must grants end, how long at most". */
export function time({ facts, ask, delegation: { time: limit } }: Question) {
  if (!ask.gives || ask.role === null) return true;
  const { until } = ask.gives;
  if (until === null) return !limit.mustEnd && limit.longest === null;
  return limit.longest === null || until - facts.now <= limit.longest;
}

/** Counts: "open invitations". */
export function openInvitations({ facts, act, delegation: { counts } }: Question) {
  const opens = act.act === "invite" || (act.act === "renew" && runOut(facts, offer(facts, act)));
  return !opens || counts.openInvitations === null || facts.counts.openInvitations < counts.openInvitations;
}

/** Counts: "size of one bulk". */
export const bulk = ({ facts, delegation: { counts } }: Question) =>
  counts.bulk === null || facts.counts.bulk <= counts.bulk;

/**
 * Counts: "grants per hour"; extending is a grant. Ambiguous: when does an offer count? Decided: when it is made, not
 * again when it is renewed or accepted.
 */
export function grantsPerHour({ facts, act, ask, delegation: { counts } }: Question) {
  if (counts.grantsPerHour === null || !ask.gives) return true;
  if (act.act === "renew" || act.act === "accept") return true;
  const given = asked(facts, act).filter((one) => one.gives && !one.again).length;
  return given === 0 || facts.counts.grantsLastHour + given <= counts.grantsPerHour;
}

/** How open the mail domain of somebody invited is; whoever is not invited is met by none of it. */
function opennessOf({ facts, act, delegation: d }: Question) {
  const email = act.act === "cancel" ? undefined : offer(facts, act)?.email;
  return email === undefined ? 2 : openness(d.domains, domainOf(email));
}

/** Domains: "mail domains one may invite: allow, ask approval, refuse". */
export const domains = (q: Question) => opennessOf(q) > 0;

/**
 * Rule 6, "approval where asked": "for which roles others must agree, how many, who may", and for which domains.
 * Ambiguous: how many agree to a domain, and who may? Decided: one, whoever may review for that role.
 */
export const agreed = (q: Question) => q.areEnough === true || stillToAgree(q) === 0;

/** How many others are still to agree. */
export const stillToAgree = (q: Question) =>
  toRole(q) + (opennessOf(q) === 1 && (q.facts.agreed ?? []).length === 0 ? 1 : 0);

function toRole({ facts, ask, delegation: d }: Question) {
  const { role, gives } = ask;
  if (gives === null || role === null) return 0;
  const asked = d.approval.filter(({ roles }) => roles.has(role));
  const missing = asked.map(({ count, reviewers }) => {
    const are = (facts.agreed ?? []).filter(({ assignments }) =>
      assignments.some(
        (a) => reviewers.has(a.role) && live(a, facts.now) && (a.place === null || a.place === ask.place),
      ),
    );
    return count - are.length;
  });
  return Math.max(0, ...missing);
}

/** Justification: "text required, kept in the audit trail". Ambiguous: also to look? Decided: no, it explains a change. */
export const justification = ({ facts, ask, delegation: d }: Question) =>
  !d.justification || !!facts.justification?.trim() || /^user\.view|^audit/.test(ask.verb);

/**
 * Attributes: "which membership attributes may be edited", of those that are defined. Section 6: those "that a
 * condition, target or role filter reads" only "if marked as meant".
 */
export const attributes = ({ facts, act, delegation: d }: Question) =>
  act.act !== "edit-attributes" ||
  Object.keys(act.attributes).every(
    (key) => d.attributes.has(key) && facts.attributeKeys.has(key) && !facts.suspended.attributes.has(key),
  );

/** "For a grant ending at E the actor counts only with assignments live now and still live at E." */
export const ownReach = (q: Question) => counting(q).includes(q.by);
