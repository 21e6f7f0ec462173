import type { Act, Facts, Person } from "../../../src/api/delegation/types.js";
import { asked, more } from "./asks.js";
import { agreeing } from "./agreement.js";
import { both, type Answer, type Rule } from "./answer.js";
import { bring, couldBring, type Things } from "./bring.js";
import { guardrails, ownCounts } from "./guardrails.js";
import { live } from "./holding.js";
import * as limits from "./limits.js";
import { inForce, type Question } from "./question.js";
import { isRequesting, judgeRequesting } from "./requests.js";
import * as rules from "./rules.js";
import { tenant } from "./tenant.js";

/** "Judged at commit": may this be done? */
export function judge(facts: Facts, act: Act, brings?: Things): Answer {
  if (isRequesting(act)) return judgeRequesting(facts, act, { judge, lacking });
  if (!tenant(facts, act)) return { outcome: "refused", rule: 1 };
  const ofDelegate =
    facts.actor.kind === "delegate" ? judgeDelegate(facts, act, facts.actor.person, brings) : ALLOWED;
  if (ofDelegate.outcome === "refused") return ofDelegate;
  return guardrails(facts, act) ? ofDelegate : { outcome: "refused", rule: "guardrail" };
}

const ALLOWED: Answer = { outcome: "allowed" };

/** "A save of several changes is judged on their joint post-image, all or nothing." */
function judgeDelegate(facts: Facts, act: Act, actor: Person, brings?: Things): Answer {
  const given = { ...facts, agreed: agreedTo(facts, act, actor) };
  const answers = [...asked(facts, act), ...more(facts, act)].map((ask) =>
    judgeAsk({ facts: given, act, actor, ask, ...(brings && { brings }) }),
  );
  return answers.find((a) => a.outcome === "refused") ?? answers.reduce(both, ALLOWED);
}

/**
 * "Accepting is judged as a grant by the inviter at that moment", so by what others agreed to for it, if they still
 * might. Ambiguous: is it agreed to offer that once more? Decided, as the stricter: no, "over exactly that payload",
 * which had an end.
 */
function agreedTo(facts: Facts, act: Act, actor: Person) {
  if (act.act !== "accept") return facts.agreed ?? [];
  const invitation = facts.invitations.get(act.invitation);
  return invitation?.agreed
    ? agreeing(facts, invitation.agreed, actor.user, { act: "invite", invitation })
    : [];
}

/**
 * "Each change needs **one delegation that allows it taken whole**; if several do, the one that asks least applies."
 * Ambiguous: what is least? Decided: the fewest things, and of as few, what takes nobody else.
 */
function judgeAsk(of: Omit<Question, "delegation" | "by">): Answer {
  const answers: Answer[] = [{ outcome: "refused", rule: 2 }];
  for (const question of questions(of)) {
    const answer = whole(question);
    if (answer.outcome === "allowed") return answer;
    answers.push(answer);
  }
  const all = answers.flatMap((answer) => (answer.outcome === "needs" ? answer.things : []));
  const fewest = Math.min(...all.map(({ size }) => size));
  const things = all.filter(({ size }) => size === fewest);
  const alone = things.filter((some) => !some.has("approval"));
  const best = answers.reduce((a, b) => (weight(b) > weight(a) ? b : a));
  if (best.outcome === "needs") return { ...best, things: alone.length > 0 ? alone : things };
  return of.ask.follows ? { outcome: "refused", rule: 7 } : best;
}

const questions = (of: Omit<Question, "delegation" | "by">): Question[] =>
  inForce(of.facts).flatMap((delegation) =>
    of.actor.assignments
      .filter((by) => by.role === delegation.role && live(by, of.facts.now))
      .filter((by) => by.place === null || by.place === of.ask.place)
      .map((by) => ({ ...of, delegation, by })),
  );

/** How many more must agree to what lacks nothing else. */
export const lacking = (facts: Facts, act: Act, actor: Person) =>
  [...asked(facts, act), ...more(facts, act)].reduce((sum, ask) => {
    const open = questions({ facts, act, actor, ask }).filter(
      (question) => broken({ ...question, areEnough: true }) === null,
    );
    return sum + Math.min(...open.map(limits.stillToAgree));
  }, 0);

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
