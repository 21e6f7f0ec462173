import type { Act, Facts, Person } from "../../../src/api/delegation/types.js";
import { asked, more, type Ask } from "./asks.js";
import { guardrails, ownCounts } from "./guardrails.js";
import * as limits from "./limits.js";
import { inForce, type Question } from "./question.js";
import * as rules from "./rules.js";
import { live } from "./holding.js";
import { tenant } from "./tenant.js";

export type Answer =
  | { outcome: "allowed" }
  /** The rule of section 3 that refused, or that asks for something more; guardrails are named so. */
  | { outcome: "refused" | "needs"; rule: Rule };
export type Rule = 1 | 2 | 3 | 4 | 5 | 6 | 7 | "guardrail";

/** "Judged at commit": may this be done? */
export function judge(facts: Facts, act: Act): Answer {
  if (!tenant(facts, act)) return { outcome: "refused", rule: 1 };
  const ofDelegate =
    facts.actor.kind === "delegate" ? judgeDelegate(facts, act, facts.actor.person) : ALLOWED;
  if (ofDelegate.outcome === "refused") return ofDelegate;
  return guardrails(facts, act) ? ofDelegate : { outcome: "refused", rule: "guardrail" };
}

const ALLOWED: Answer = { outcome: "allowed" };

/** "A save of several changes is judged on their joint post-image, all or nothing." */
function judgeDelegate(facts: Facts, act: Act, actor: Person): Answer {
  const answers = [...asked(facts, act), ...more(facts, act)].map((ask) => judgeAsk(facts, act, actor, ask));
  return (
    answers.find((a) => a.outcome === "refused") ?? answers.find((a) => a.outcome === "needs") ?? ALLOWED
  );
}

/** "Each change needs **one delegation that allows it taken whole**; if several do, the one that asks least applies." */
function judgeAsk(facts: Facts, act: Act, actor: Person, ask: Ask): Answer {
  let best: Answer = { outcome: "refused", rule: 2 };
  for (const delegation of inForce(facts)) {
    for (const by of actor.assignments) {
      if (by.role !== delegation.role || !live(by, facts.now)) continue;
      if (by.place !== null && by.place !== ask.place) continue;
      const answer = put({ facts, act, ask, actor, delegation, by });
      if (answer.outcome === "allowed") return answer;
      if (weight(answer) > weight(best)) best = answer;
    }
  }
  return ask.follows && best.outcome === "refused" ? { outcome: "refused", rule: 7 } : best;
}

/** How near an answer is to yes, so that the reason given is that of the nearest delegation. */
const weight = (answer: Answer) =>
  answer.outcome === "allowed" ? 20 : (answer.outcome === "needs" ? 10 : 0) + Number(answer.rule);

function put(q: Question): Answer {
  const refused = (rule: Rule): Answer => ({ outcome: "refused", rule });
  if (!rules.delegation(q)) return refused(2);
  if (!rules.withinOwnPermissions(q) || !rules.passingOn(q) || !rules.withinOwnDelegations(q))
    return refused(3);
  if (!rules.notOneself(q) || !rules.targetWithin(q)) return refused(4);
  const five = FIVE.map((limit) => limit(q));
  if (five.includes("refuses") || !ownCounts(q.facts, q.act, q.delegation, q.ask.gives && q.ask.role))
    return refused(5);
  if (five.includes("asks")) return { outcome: "needs", rule: 5 };
  return limits.approval(q) === "asks" ? { outcome: "needs", rule: 6 } : ALLOWED;
}

const FIVE = [
  limits.ownReach,
  limits.targets,
  limits.time,
  limits.openInvitations,
  limits.bulk,
  limits.grantsPerHour,
  limits.domains,
  limits.justification,
  limits.attributes,
];
