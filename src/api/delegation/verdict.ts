import { barriers, delegationsFor, rules } from "./rules.js";
import type { Step } from "./step.js";
import type { Facts, Person, Refusal } from "./types.js";

/** The id of a delegation that allows the step whole, or why none does: the reasons of the one that comes closest. */
export function verdictOf(
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

/**
 * What is only missing something more is closer to a yes than what can never be, by one thing closer than by two, and
 * by one agreement closer than by two.
 */
const distance = (refusals: readonly Refusal[]) =>
  refusals.filter(({ needs }) => needs === undefined).length * 100 +
  new Set(refusals.map(({ needs }) => needs)).size +
  refusals.reduce((sum, { more = 1 }) => sum + (more - 1) / 1000, 0);

function withoutEnd({ needs, ...reason }: Refusal): Refusal {
  return needs === undefined || needs === "end" ? reason : { ...reason, needs };
}
