import { apply } from "./apply.js";
import { guardrails } from "./guardrails.js";
import { gains, liveAssignments, roleAt } from "./holdings.js";
import { gainSteps, propose } from "./propose.js";
import { rules, type Step } from "./rules.js";
import type { Act, Decision, Facts, Judgement, Person, Refusal } from "./types.js";

/**
 * The guard: may this act be done, and what would it change? Pure: it knows nothing but the facts, which were read
 * in the transaction that will commit the changes, after its locks, with one reading of the database's clock.
 *
 * 1. The act is resolved to changes and steps; what cannot be resolved is refused.
 * 2. Each step, and each gain that follows from the act, needs one delegation that allows it taken whole.
 * 3. The guardrails are judged on the post-image, whoever acts.
 */
export function decide(facts: Facts, act: Act): Judgement {
  const refused = (reasons: readonly Refusal[]): Judgement => ({
    act,
    changes: [],
    decision: refusal(reasons),
  });
  const misfit = sessionMisfit(facts);
  if (misfit) return refused([misfit]);
  const proposal = propose(facts, act);
  if ("code" in proposal) return refused([proposal]);

  const after = apply(facts, proposal.changes);
  const { actor } = facts;
  const by: string[] = [];
  const reasons: Refusal[] = [];
  if (actor.kind === "delegate") {
    for (const step of [...proposal.steps, ...stepsOfGains(facts, after, proposal.steps)]) {
      const verdict = verdictOf(facts, after, actor.person, step);
      if (typeof verdict === "string") by.push(verdict);
      else reasons.push(...verdict);
    }
  }
  // Watching changes nothing, so no guardrail can speak.
  if (proposal.changes.length > 0) {
    for (const guardrail of guardrails) {
      const broken = guardrail(facts, after);
      if (broken) reasons.push(broken);
    }
  }
  if (reasons.length > 0) return refused(unique(reasons));
  return { act, changes: proposal.changes, decision: { outcome: "allowed", by: [...new Set(by)] } };
}

/** Rule 1, and what holds for a session whatever is asked. */
function sessionMisfit({ tenant, actor, now }: Facts): Refusal | null {
  if (!tenant.active)
    return { code: "tenant_suspended", limit: "tenant", message: "This tenant is suspended." };
  if (actor.kind !== "delegate") return null;
  if (actor.session && actor.session.tenant !== tenant.id) {
    return { code: "another_tenant", limit: "tenant", message: "This session is for another tenant." };
  }
  return actor.person.status === "active" && liveAssignments(actor.person, now).length > 0
    ? null
    : { code: "not_active_here", limit: "tenant", message: "You have no active place here." };
}

/** The id of a delegation that allows the step whole, or why none does. */
function verdictOf(facts: Facts, after: Facts, actor: Person, step: Step): string | readonly Refusal[] {
  const session = facts.actor.kind === "delegate" ? facts.actor.session : null;
  if (session && !session.verbs.has(step.verb)) {
    return [
      {
        code: "verb_not_in_session",
        limit: "session",
        message: "This page's session does not include that.",
      },
    ];
  }
  // Accepting is the one act in which the person it is about is the one who asks; propose() has told them apart.
  if (step.person?.user === actor.user || sameIdentity(step.person, actor)) {
    return [{ code: "oneself", limit: "target", message: "You can't do this to yourself." }];
  }
  let best: readonly Refusal[] | null = null;
  for (const assignment of liveAssignments(actor, facts.now)) {
    for (const delegation of facts.delegations) {
      if (delegation.role !== assignment.role) continue;
      if (session && delegation.elementType !== null && delegation.elementType !== session.elementType)
        continue;
      if (session && delegation.configuration !== null && delegation.configuration !== session.configuration)
        continue;
      const refusals = rules
        .map((rule) => rule(facts, step, { delegation, by: assignment, actor, after }))
        .filter((each) => each !== null);
      if (refusals.length === 0) return delegation.id;
      if (best === null || closeness(refusals) < closeness(best)) best = refusals;
    }
  }
  const hard = best?.filter(({ needs }) => needs === undefined);
  if (best && hard) return hard.length > 0 ? hard : best;
  return [{ code: "verb_not_given", limit: "verbs", message: "Your role does not include this." }];
}

/** Same verified address: the second identity of one person. */
function sameIdentity(person: Person | null, actor: Person): boolean {
  return (
    person !== null &&
    person.email !== null &&
    person.email === actor.email &&
    person.emailVerified &&
    actor.emailVerified
  );
}

function stepsOfGains(facts: Facts, after: Facts, steps: readonly Step[]): Step[] {
  const named = new Set(
    steps.map(({ person, role, place }) => `${person?.user} ${roleAt(role?.id ?? "", place)}`),
  );
  return [...after.people.values()].flatMap((person) => {
    const before = facts.people.get(person.user);
    if (!before || before === person) return [];
    const explicit = [...named]
      .filter((key) => key.startsWith(`${person.user} `))
      .map((key) => key.slice(person.user.length + 1));
    return gainSteps(facts, before, gains(facts, before, person, new Set(explicit)));
  });
}

/** What is only missing something more is closer to a yes than what can never be. */
const closeness = (refusals: readonly Refusal[]) =>
  refusals.reduce((sum, { needs }) => sum + (needs ? 1 : 100), 0);

function refusal(reasons: readonly Refusal[]): Decision {
  return { outcome: reasons.every(({ needs }) => needs !== undefined) ? "needs" : "refused", reasons };
}

function unique(reasons: readonly Refusal[]): Refusal[] {
  return [...new Map(reasons.map((reason) => [`${reason.code} ${reason.role ?? ""}`, reason])).values()];
}
