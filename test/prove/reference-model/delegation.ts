import type {
  Assignment,
  AttributeMatch,
  Delegation,
  Facts,
  Verb,
} from "../../../src/api/delegation/types.js";
import { holds, standing, type Held } from "./holding.js";

/** "A delegation written in the long form for a role *replaces* the compiled one." */
export const inForce = (facts: Facts) =>
  facts.delegations.filter(
    (d) =>
      d.source === "written" || !facts.delegations.some((w) => w.source === "written" && w.role === d.role),
  );

const looking: ReadonlySet<Verb> = new Set<Verb>(["user.view", "audit.read", "audit.export"]);

/** "Administrative role: a role that carries a delegation with any verb beyond view, read audit, export." */
export const administrative = (facts: Facts, role: string) =>
  inForce(facts).some((d) => d.role === role && [...d.verbs].some((verb) => !looking.has(verb)));

/** What a holder of the role may then do. Ambiguous: and of what follows from it? Decided: nobody acts by a role that only follows. */
export const carried = (facts: Facts, role: string) => inForce(facts).filter((d) => d.role === role);

/** "Which roles may be given and taken: by name, or by role attributes (equality and `in` only)." "An empty list is nobody." */
export function lists(d: Delegation, facts: Facts, id: string) {
  const role = facts.roles.get(id);
  return (
    role !== undefined &&
    (d.roles.ids.has(id) || (d.roles.where !== null && fit(d.roles.where, role.attributes)))
  );
}

/** All of them must match, and no list at all is nobody. */
export const fit = (matches: readonly AttributeMatch[], attributes: Readonly<Record<string, unknown>>) =>
  matches.length > 0 && matches.every((match) => match.in.some((value) => value === attributes[match.name]));

/**
 * What somebody holds in this tenant. Ambiguous: also what is yet to begin, and what only follows?
 * Decided, as the stricter: yes, "suppression ignored".
 */
export function everHeld({ now, derivations }: Facts, assignments: readonly Assignment[]) {
  const held: Held[] = assignments.filter((a) => standing(a, now));
  for (const { role, place } of held) {
    for (const derivation of derivations) {
      for (const { subject, object } of derivation.links) {
        const follows = { role: derivation.role, place: object };
        if (derivation.from === role && subject === place && !holds(held, follows)) held.push(follows);
      }
    }
  }
  return held;
}
