import type { Assignment, Delegation, Facts, Instant, Person, Place, Refusal, Role, Verb } from "./types.js";

/** The smallest thing a delegation can allow: one verb on one person, with one role at one place. */
export interface Step {
  verb: Verb;
  /** Whose place it touches; `null` for an address that has none. */
  person: Person | null;
  /** The address of that person or invitation. */
  email: string | null;
  role: Role | null;
  place: Place;
  ends: Instant | null;
  attributes: readonly string[];
}

/** What a step is judged under: the delegation, the actor's assignment that carries it, and the facts after the act. */
export interface Under {
  delegation: Delegation;
  by: Assignment;
  actor: Person;
  after: Facts;
}

/** Says why one delegation does not allow a step, or nothing. */
export type Rule = (facts: Facts, step: Step, under: Under) => Refusal | null;

export function step(verb: Verb, about: Partial<Step> = {}): Step {
  const email = about.person?.email ?? null;
  return { verb, person: null, email, role: null, place: null, ends: null, attributes: [], ...about };
}

export const giving: ReadonlySet<Verb> = new Set<Verb>([
  "user.invite",
  "invitation.resend",
  "role.grant",
  "role.extend",
]);

export type Giving = Step & { role: Role };
export const givesRole = (step: Step): step is Giving => step.role !== null && giving.has(step.verb);
