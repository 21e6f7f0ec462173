import type { Agreement, AskedAct, AskedIn, Facts, Person } from "../../../src/api/delegation/types.js";
import { both, type Answer } from "./answer.js";
import type { Ask } from "./asks.js";
import { live } from "./holding.js";
import * as limits from "./limits.js";
import { inForce, type Question } from "./question.js";
import * as rules from "./rules.js";

/** Who may agree to what somebody asks for, and who of those that did still might. */

/** As somebody sees it, in the element where they said so. */
export const as = (facts: Facts, person: Person, askedIn: AskedIn, said: string | null): Facts => ({
  ...facts,
  actor: { kind: "delegate", person, session: { ...askedIn, tenant: facts.tenant.id } },
  justification: said,
});

/**
 * "Others who may review for that role; none of them requester or beneficiary": the verb, the role and the place, and
 * the limits of section 2 that are about whoever does something at all. Agreeing gives nothing by itself.
 */
export function mayReview(facts: Facts, person: Person, requester: string, act: AskedAct): Answer {
  const asker = facts.people.get(requester);
  if (person.status !== "active" || !asker || rules.same(person, asker))
    return { outcome: "refused", rule: 4 };
  const grants = act.act === "invite" ? act.invitation.grants : act.grant;
  const known = grants.filter(({ role }) => facts.roles.has(role));
  const asks = known.length > 0 ? known : [{ role: null, place: null }];
  return asks
    .map(({ role, place }) => one(facts, person, act, { verb: "request.review", role, place, gives: null }))
    .reduce(both);
}

function one(facts: Facts, actor: Person, act: AskedAct, ask: Ask): Answer {
  let best: Answer = { outcome: "refused", rule: 2 };
  for (const delegation of inForce(facts)) {
    for (const by of actor.assignments) {
      if (by.role !== delegation.role || !live(by, facts.now)) continue;
      const question: Question = { facts, act, ask, actor, delegation, by };
      if (!rules.delegation(question) || !rules.notOneself(question)) continue;
      if (!limits.targets(question) || !limits.bulk(question)) continue;
      if (limits.justification(question)) return { outcome: "allowed" };
      best = { outcome: "needs", rule: 5, things: [new Set(["justification"])] };
    }
  }
  return best;
}

/** Those who agreed and still might, each person once. */
export function agreeing(
  facts: Facts,
  agreements: readonly Agreement[],
  requester: string,
  act: AskedAct,
): Person[] {
  const found: Person[] = [];
  for (const { reviewer, askedIn, note } of agreements) {
    const person = facts.people.get(reviewer);
    if (!person || found.some((other) => rules.same(person, other))) continue;
    if (mayReview(as(facts, person, askedIn, note), person, requester, act).outcome === "allowed")
      found.push(person);
  }
  return found;
}
