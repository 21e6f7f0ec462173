import type { Act, Facts, Person } from "../../../src/api/delegation/types.js";
import { asked, more, type Ask } from "./asks.js";
import { bring, couldBring, type Things } from "./bring.js";
import { guardrails, ownCounts } from "./guardrails.js";
import { live } from "./holding.js";
import * as limits from "./limits.js";
import { inForce, type Question } from "./question.js";
import * as rules from "./rules.js";
import { tenant } from "./tenant.js";

export type Answer =
  | { outcome: "allowed" }
  /** The rule of section 3 that refused; guardrails are named so. */
  | { outcome: "refused"; rule: Rule }
  /** "Allowed once something more is brought": any of these, each a list of things. */
  | { outcome: "needs"; rule: Rule; things: readonly Things[] };
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
  return answers.find((a) => a.outcome === "refused") ?? answers.reduce(both, ALLOWED);
}

/** Each has to be brought what it needs. */
function both(one: Answer, other: Answer): Answer {
  if (one.outcome !== "needs") return other;
  if (other.outcome !== "needs") return one;
  return { ...one, things: one.things.flatMap((a) => other.things.map((b) => new Set([...a, ...b]))) };
}

/** "Each change needs **one delegation that allows it taken whole**; if several do, the one that asks least applies." */
function judgeAsk(facts: Facts, act: Act, actor: Person, ask: Ask): Answer {
  const answers: Answer[] = [{ outcome: "refused", rule: 2 }];
  for (const delegation of inForce(facts)) {
    for (const by of actor.assignments) {
      if (by.role !== delegation.role || !live(by, facts.now)) continue;
      if (by.place !== null && by.place !== ask.place) continue;
      const answer = whole({ facts, act, ask, actor, delegation, by });
      if (answer.outcome === "allowed") return answer;
      answers.push(answer);
    }
  }
  const things = answers.flatMap((answer) => (answer.outcome === "needs" ? answer.things : []));
  const fewest = Math.min(...things.map(({ size }) => size));
  const best = answers.reduce((a, b) => (weight(b) > weight(a) ? b : a));
  if (best.outcome === "needs") return { ...best, things: things.filter(({ size }) => size === fewest) };
  return ask.follows ? { outcome: "refused", rule: 7 } : best;
}

/** How near an answer is to yes, so that the reason given is that of the nearest delegation. */
const weight = (answer: Answer) =>
  answer.outcome === "allowed" ? 20 : (answer.outcome === "needs" ? 10 : 0) + Number(answer.rule);

/** What one delegation says: as things are, or with the fewest things brought that let it say yes. */
function whole(question: Question): Answer {
  const rule = broken(question);
  if (rule === null) return ALLOWED;
  const enough = couldBring(question).filter((things) => broken(bring(question, things)) === null);
  const fewest = Math.min(...enough.map(({ size }) => size));
  return enough.length === 0
    ? { outcome: "refused", rule }
    : { outcome: "needs", rule, things: enough.filter(({ size }) => size === fewest) };
}

/** The first rule that does not hold. */
function broken(q: Question): Rule | null {
  if (!rules.delegation(q)) return 2;
  if (!rules.withinOwnPermissions(q) || !rules.passingOn(q) || !rules.withinOwnDelegations(q)) return 3;
  if (!rules.notOneself(q) || !rules.targetWithin(q)) return 4;
  if (!FIVE.every((limit) => limit(q))) return 5;
  if (!ownCounts(q.facts, q.act, q.delegation, q.ask.gives && q.ask.role)) return 5;
  return limits.agreed(q) ? null : 6;
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
