import { apply } from "./apply.js";
import { gains } from "./gains.js";
import { guardrails } from "./guardrails.js";
import { liveAssignments, roleAt } from "./holdings.js";
import { propose } from "./propose.js";
import { barriers, delegationsFor, rules } from "./rules.js";
import { giving, step, type Step } from "./step.js";
import type { Act, Facts, Judgement, Person, Refusal } from "./types.js";

/**
 * The guard: may this act be done, and what would it change? Pure: it knows nothing but the facts, which were read
 * in the transaction that will commit the changes, after its locks, with one reading of the database's clock.
 *
 * 1. The act is resolved to changes and steps; what cannot be resolved is refused.
 * 2. Each step, and each gain that follows from the act, needs one delegation that allows it taken whole.
 * 3. The guardrails are judged on the post-image, whoever acts.
 */
export function decide(facts: Facts, act: Act): Judgement {
  const proposal = misfit(facts, act) ?? propose(facts, act);
  if ("code" in proposal) return refused(act, [proposal]);

  const { changes, steps } = proposal;
  const after = apply(facts, changes);
  const by = new Set<string>();
  const reasons: Refusal[] = [];
  if (facts.actor.kind === "delegate") {
    const gained = stepsOfGains(facts, after, steps);
    for (const each of [...steps, ...gained]) {
      const canEnd = naming.has(act.act) && !gained.includes(each);
      const verdict = verdictOf(facts, after, facts.actor.person, each, canEnd);
      if (typeof verdict === "string") by.add(verdict);
      else reasons.push(...verdict);
    }
  }
  // Watching changes nothing, so no guardrail can speak.
  if (changes.length > 0) reasons.push(...guardrails.flatMap((guardrail) => guardrail(facts, after) ?? []));
  return reasons.length > 0
    ? refused(act, reasons)
    : { act, changes, decision: { outcome: "allowed", by: [...by] } };
}

/** Rule 1, and what holds for a session whatever is asked. */
function misfit({ tenant, actor, now }: Facts, { act }: Act): Refusal | null {
  if (!tenant.active) return misfits("tenant_suspended", "This tenant is suspended.");
  if (actor.kind !== "delegate") return null;
  const { session, person } = actor;
  if (session && session.tenant !== tenant.id) {
    return misfits("another_tenant", "This session is for another tenant.");
  }
  // An invitation is judged by the rights of its inviter, who is not there.
  if (act === "accept") return null;
  if (!session) return misfits("no_session", "A session is needed.");
  // Leaving needs no right, so it needs no role.
  return person.status === "active" && (act === "leave" || liveAssignments(person, now).length > 0)
    ? null
    : misfits("not_active_here", "You have no active place here.");
}

const misfits = (code: string, message: string): Refusal => ({ code, limit: "tenant", message });

/** The id of a delegation that allows the step whole, or why none does: the reasons of the one that comes closest. */
function verdictOf(
  facts: Facts,
  after: Facts,
  actor: Person,
  step: Step,
  canEnd: boolean,
): string | readonly Refusal[] {
  const barred = barriers.flatMap((barrier) => barrier(facts, step) ?? []);
  if (barred.length > 0) return barred;
  let closest: readonly Refusal[] = [
    { code: "verb_not_given", limit: "verbs", message: "Your role does not include this." },
  ];
  let least = Infinity;
  for (const { delegation, by } of delegationsFor(facts, step)) {
    const missing = rules.flatMap((rule) => rule(facts, step, { delegation, by, actor, after }) ?? []);
    if (missing.length === 0) return delegation.id;
    const refusals = canEnd ? missing : missing.map(withoutEnd);
    if (distance(refusals) < least) [closest, least] = [refusals, distance(refusals)];
  }
  return closest;
}

/** What is only missing something more is closer to a yes than what can never be, and by one thing closer than by two. */
const distance = (refusals: readonly Refusal[]) =>
  refusals.filter(({ needs }) => needs === undefined).length * 100 +
  new Set(refusals.map(({ needs }) => needs)).size;

/** The acts that name an end: to those that only bring one along, nobody can bring another. */
const naming: ReadonlySet<Act["act"]> = new Set<Act["act"]>(["invite", "change-roles"]);

/** Rule 7: what somebody holds after the act beyond what it names is judged as a grant of that more. */
function stepsOfGains(facts: Facts, after: Facts, steps: readonly Step[]): Step[] {
  return [...after.people.values()].flatMap((person) => {
    const before = facts.people.get(person.user);
    if (!before || before === person) return [];
    const given = steps.filter((each) => each.person?.user === person.user && giving.has(each.verb));
    const explicit = new Set(given.map(({ role, place }) => roleAt(role?.id ?? "", place)));
    return gains(facts, before, person, explicit).map(({ role: id, place, ends }) =>
      step("role.grant", { person: before, role: facts.roles.get(id) ?? null, place, ends }),
    );
  });
}

function withoutEnd({ needs, ...reason }: Refusal): Refusal {
  return needs === undefined || needs === "end" ? reason : { ...reason, needs };
}

/** What is missing is not asked for where it would not help. */
function refused(act: Act, all: readonly Refusal[]): Judgement {
  const final = all.filter(({ needs }) => needs === undefined);
  const reasons = final.length > 0 ? final : all;
  const unique = [
    ...new Map(reasons.map((reason) => [`${reason.code} ${reason.role ?? ""}`, reason])).values(),
  ];
  return { act, changes: [], decision: { outcome: final.length > 0 ? "refused" : "needs", reasons: unique } };
}
