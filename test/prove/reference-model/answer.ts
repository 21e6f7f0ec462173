import type { Things } from "./bring.js";

export type Answer =
  | { outcome: "allowed" }
  /** The rule of section 3 that refused; guardrails are named so. */
  | { outcome: "refused"; rule: Rule }
  /** "Allowed once something more is brought": any of these, each a list of things. */
  | { outcome: "needs"; rule: Rule; things: readonly Things[] };
export type Rule = 1 | 2 | 3 | 4 | 5 | 6 | 7 | "guardrail";

/** Each has to be brought what it needs. */
export function both(one: Answer, other: Answer): Answer {
  if (one.outcome === "refused" || other.outcome === "allowed") return one;
  if (other.outcome === "refused" || one.outcome === "allowed") return other;
  return { ...one, things: one.things.flatMap((a) => other.things.map((b) => new Set([...a, ...b]))) };
}
