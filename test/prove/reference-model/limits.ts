import { asked } from "./asks.js";
import { runOut } from "./guardrails.js";
import { openness } from "./no-looser.js";
import { after, counting, domainOf, fit, offer, subject, type Question } from "./question.js";

/** Rule 5 lets a limit refuse, or ask for something more: "allowed once something more is brought". */
export type Verdict = "allows" | "refuses" | "asks";
const either = (allows: boolean): Verdict => (allows ? "allows" : "refuses");

/**
 * Targets: "whose: narrowed by membership attributes, groups, mail domain", and still after the change. Groups are not
 * in the words, an address that nobody verified has no domain, who is only invited has no attributes, and the audit
 * trail is about everybody: "what cannot be resolved is refused". A list of people is only filtered.
 */
export function targets({ facts, act, delegation: { targets: t } }: Question): Verdict {
  if (act.act === "view") return "allows";
  const target = subject(facts, act);
  const address = target ? target.emailVerified && target.email : offer(facts, act)?.email;
  const states = target ? [target.attributes, after(facts, act, target).attributes] : [{}];
  return either(
    t.groups === null &&
      (t.attributes === null || states.every((attributes) => fit(t.attributes ?? [], attributes))) &&
      (t.domains === null || (!!address && t.domains.includes(domainOf(address)))),
  );
}

/** Time: "must grants end, how long at most". */
export function time({ facts, ask, delegation: { time: limit } }: Question): Verdict {
  if (!ask.gives || ask.role === null) return "allows";
  const { until } = ask.gives;
  if (until === null) return limit.mustEnd || limit.longest !== null ? "asks" : "allows";
  return either(limit.longest === null || until - facts.now <= limit.longest);
}

/** Counts: "open invitations". */
export function openInvitations({ facts, act, delegation: { counts } }: Question): Verdict {
  const opens = act.act === "invite" || (act.act === "renew" && runOut(facts, offer(facts, act)));
  return either(
    !opens || counts.openInvitations === null || facts.counts.openInvitations < counts.openInvitations,
  );
}

/** Counts: "size of one bulk". */
export const bulk = ({ facts, delegation: { counts } }: Question): Verdict =>
  either(counts.bulk === null || facts.counts.bulk <= counts.bulk);

/**
 * Counts: "grants per hour"; extending is a grant. Ambiguous: when does an offer count? Decided: when it is made, not
 * again when it is renewed or accepted.
 */
export function grantsPerHour({ facts, act, ask, delegation: { counts } }: Question): Verdict {
  if (counts.grantsPerHour === null || !ask.gives) return "allows";
  if (act.act === "renew" || act.act === "accept") return "allows";
  const given = asked(facts, act).filter((one) => one.gives && !one.again).length;
  return either(given === 0 || facts.counts.grantsLastHour + given <= counts.grantsPerHour);
}

/** Domains: "mail domains one may invite: allow, ask approval, refuse". */
export function domains({ facts, act, delegation: d }: Question): Verdict {
  const email = offer(facts, act)?.email;
  if (email === undefined || act.act === "cancel") return "allows";
  return (["refuses", "asks", "allows"] as const)[openness(d.domains, domainOf(email))] ?? "refuses";
}

/** Approval (rule 6): "for which roles others must agree". */
export const approval = ({ ask, delegation: d }: Question): Verdict =>
  ask.gives && ask.role !== null && d.approval.some((one) => one.count > 0 && one.roles.has(ask.role ?? ""))
    ? "asks"
    : "allows";

/** Justification: "text required, kept in the audit trail". Ambiguous: also to look? Decided: no, it explains a change. */
export const justification = ({ facts, ask, delegation: d }: Question): Verdict =>
  d.justification && !facts.justification?.trim() && !/view|audit/.test(ask.verb) ? "asks" : "allows";

/** Attributes: "which membership attributes may be edited", of those that are defined. */
export const attributes = ({ facts, act, delegation: d }: Question): Verdict =>
  either(
    act.act !== "edit-attributes" ||
      Object.keys(act.attributes).every((key) => d.attributes.has(key) && facts.attributeKeys.has(key)),
  );

/** "For a grant ending at E the actor counts only with assignments live now and still live at E." */
export const ownReach = (q: Question): Verdict => either(counting(q).includes(q.by));
