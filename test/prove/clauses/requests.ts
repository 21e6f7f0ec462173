import type { Clause } from "../../support/guard-without.js";

/** Section 5, approval and access: each clause, and what is left without it. */

const of = (file: string) => (keeps: string, text: string, leaves: string) => ({ keeps, file, text, leaves });
const request = of("propose-request.ts");
const agreement = of("agreement.ts");
const limit = of("limits.ts");

export const clausesOfRequests: readonly Clause[] = [
  request("asking: time to answer", "if (!isToCome(facts, expires)) refuse(", "if (false) refuse("),
  request("asking: once for the same", "open.some((each) => asksTheSame(each, request))", "false"),
  request("asking: of one's own", "each.requester === user &&", ""),
  request("asking: only open ones count", 'each.status === "open" &&', ""),
  request("asking: only unexpired ones count", "&& facts.now < each.expires,", ","),
  request("asking: the same kind", "one.kind === other.kind &&", ""),
  request("asking: the same person", "subjectOf(one.act) === subjectOf(other.act) &&", ""),
  request(
    "asking: the same role",
    "grantsOf(other.act).some(({ role, place }) => roles.has(roleAt(role, place)))",
    "true",
  ),
  request("asking: not without bound", "open.length >= mostOpen", "false"),
  request(
    "approval: not where none is needed",
    'if (decision.outcome === "allowed") return { refusals: [notNeeded] };',
    'if (decision.outcome === "allowed") return {};',
  ),
  request(
    "approval: not where one can bring alone what is missing",
    '  if (decision.outcome === "needs" && others.length === decision.reasons.length)\n    return { refusals: [notNeeded] };\n',
    "\n",
  ),
  request(
    "approval: where nothing else is missing",
    "return others.length > 0 ? { refusals: others } : {};",
    "return {};",
  ),
  request(
    "access: only to be given something",
    'act.act === "change-roles" && act.revoke.length > 0',
    "false",
  ),
  request("access: to something", "if (grantsOf(act).length === 0) refuse(", "if (false) refuse("),
  request("access: to what is not held", "propose(facts, act).changes.length === 0", "false"),
  request(
    "access: for oneself by no right",
    'if (act.act === "change-roles" && act.user === user) return { changes, steps: [] };',
    "",
  ),
  request("access: for others whom one may see", "steps: looking,", "steps: [],"),
  request("access: to what one may not do oneself", "completion: (judge) => isBeyond(judge(facts, act))", ""),
  request("asking and answering: a person", 'actor.kind !== "delegate" ||', ""),

  request(
    "reviewing: what there is",
    "facts.requests?.get(id) ?? unknown();\n  const { status }",
    "facts.requests!.get(id)!;\n  const { status }",
  ),
  request("reviewing: what is open", 'if (status !== "open") refuse(', "if (false) refuse("),
  request(
    "reviewing: what has not run out",
    "if (!isToCome(facts, request.expires)) refuse(",
    "if (false) refuse(",
  ),
  request(
    "reviewing: not one's own",
    "requester === person.user || (requesting && isSamePerson(person, requesting))",
    "false",
  ),
  request("reviewing: nor as a second identity", "|| (requesting && isSamePerson(person, requesting))", ""),
  request("reviewing: once", "agreed.some(({ reviewer }) => reviewer === person.user)", "false"),
  request("reviewing: whose place is active", 'requesting?.status !== "active"', "false || !requesting"),
  request(
    "reviewing: among those who are asked",
    "missing(judgement) < missing(before) ? {} : { refusals: [notAsked] }",
    "{}",
  ),
  request(
    "reviewing: a refusal needs nothing more",
    'if (!agrees) return { changes: [reviewed, { change: "request.end", id, status: "refused" }], steps };',
    "",
  ),
  agreement(
    "reviewing: each role",
    'step("request.review", { ...subject, ...each })',
    'step("request.review", { ...subject })',
  ),
  agreement(
    "reviewing: not for oneself",
    "subject: { person: facts.people.get(act.user) ?? null }",
    "subject: {}",
  ),
  agreement("reviewing: nor for one's address", "subject: { email: act.invitation.email }", "subject: {}"),
  of("rules.ts")(
    "reviewing: does nothing to the target",
    '|| verb === "request.review") return null;',
    ") return null;",
  ),
  request("approval: the requester's act", "if (impossible.length > 0) return", "if (false) return"),
  request(
    "approval: the requester's grants of the hour",
    "const counts = { ...facts.counts, grantsLastHour };",
    "const counts = facts.counts;",
  ),
  request(
    "approval: the requester's reason",
    "standingIn(facts, person, askedIn, justification)",
    "standingIn(facts, person, askedIn, facts.justification)",
  ),
  agreement(
    "approval: in the element of the asking",
    "const session = { tenant: facts.tenant.id, ...askedIn };",
    'const session = { ...askedIn, tenant: facts.tenant.id, elementType: "user-management" };',
  ),
  agreement(
    "approval: with the requester's rights",
    'actor: { kind: "delegate", person, session }',
    "actor: { ...facts.actor, session } as never",
  ),
  request("access: is judged as the reviewer's act", "steps: [...steps, ...own.steps]", "steps"),
  request("access: is reviewed too", "steps: [...steps, ...own.steps]", "steps: own.steps"),
  request("withdrawing: one's own", "if (facts.requests?.get(id)?.requester !== person.user) unknown();", ""),
  request(
    "withdrawing: what is open",
    "const request = openRequest(facts, id);\n  return { changes: [{ change",
    "const request = { id };\n  return { changes: [{ change",
  ),
  of("decide.ts")(
    "reviewing: who may not is told nothing of whoever asked",
    "if (reasons.some(({ needs }) => needs === undefined)) return refused(act, reasons);",
    "",
  ),
  of("decide.ts")(
    "reviewing: no reason is asked for what would be refused",
    "reasons.push(...refusals);",
    "if (reasons.length === 0) reasons.push(...refusals);",
  ),
  request(
    "reviewing: the reason may still come",
    'facts.justification?.trim() || "to be said"',
    "facts.justification",
  ),
  request("reviewing: a blank is no reason", "facts.justification?.trim()", "facts.justification"),
  of("decide.ts")(
    "reviewing: counts are those of what it gives",
    'each.verb === "request.review" ? facts : after',
    "after",
  ),
  of("decide.ts")(
    "reviewing: at each of several places",
    "(reason.more ?? 0) + (unique.get(key)?.more ?? 0)",
    "reason.more ?? 0",
  ),
  of("decide.ts")(
    "approval: what was asked gets no other end or reason",
    'if (agreed) return new Set(["approval"]);',
    "",
  ),
  of("decide.ts")("asking: needs no role", ', "requests", "ask", "withdraw"]', "]"),

  agreement("agreed: not the requester", "isSamePerson(person, asker)", "false"),
  agreement("agreed: each person once", "agreed.some((other) => isSamePerson(person, other))", "false"),
  agreement("agreed: who might still", "if (mayReview) agreed.push(person);", "agreed.push(person);"),
  agreement(
    "agreed: with what was said",
    "standingIn(facts, person, askedIn, note)",
    "standingIn(facts, person, askedIn, facts.justification)",
  ),
  limit("agreed: enough", "more: count - agreeing(facts, reviewers, step.place)", "more: 0"),
  limit("agreed: is counted", "count - agreeing(facts, reviewers, step.place)", "count"),
  limit("agreed: by holders of the asked roles", "reviewers.has(held.role) &&", ""),
  limit("agreed: who hold it there", "&& (held.place === null || held.place === place)", ""),
  limit("agreed: to a domain", "&& agreed.length === 0", ""),
  of("propose-invitation.ts")(
    "agreed: also at acceptance",
    "const { email, grants, expires, inviter, agreed = [] } = invitation;",
    "const { email, grants, expires, inviter } = invitation, agreed: never[] = [];",
  ),
];
