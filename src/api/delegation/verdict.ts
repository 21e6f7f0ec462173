import { barriers, delegationsFor, rules } from "./rules.js";
import type { Step } from "./step.js";
import type { Facts, Person, Refusal } from "./types.js";

/** The id of a delegation that allows the step whole, or why none does: the reasons of the one that comes closest. */
export function verdictOf(
  facts: Facts,
  after: Facts,
  actor: Person,
  step: Step,
  mayBring: ReadonlySet<Refusal["needs"]>,
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
    const refusals = missing.map((each) => asFar(each, mayBring));
    if (distance(refusals) < least) [closest, least] = [refusals, distance(refusals)];
  }
  return closest;
}

/**
 * What is only missing something more is closer to a yes than what can never be, by one thing closer than by two, by
 * what one brings oneself closer than by agreement, and by one agreement closer than by two.
 */
const distance = (refusals: readonly Refusal[]) =>
  refusals.filter(({ needs }) => needs === undefined).length * 100 +
  new Set(refusals.map(({ needs }) => needs)).size +
  refusals.reduce((sum, { more = 0 }) => sum + more / 1000, 0);

/** What nobody can bring is missing for good. */
function asFar(refusal: Refusal, mayBring: ReadonlySet<Refusal["needs"]>): Refusal {
  const { needs, ...final } = refusal;
  return mayBring.has(needs) ? refusal : final;
}
