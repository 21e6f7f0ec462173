import { matchesAll } from "./attribute-match.js";
import type {
  Assignment,
  Delegation,
  Derivation,
  Facts,
  Grant,
  Instant,
  Permission,
  Person,
  Place,
  Verb,
} from "./types.js";

/** Who holds what: the questions that several rules ask. */

type Term = Pick<Grant, "ends">;

export function isLive(assignment: Pick<Assignment, "begins" | "ends">, now: Instant): boolean {
  return assignment.begins <= now && !hasEnded(assignment, now);
}

/** An assignment that has run out may still be there: it is swept a little later. */
export function hasEnded({ ends }: Term, now: Instant): boolean {
  return ends !== null && ends <= now;
}

/** Still held at `end`, where an end of `null` asks for an assignment without end. */
export function lastsUntil({ ends }: Term, end: Instant | null): boolean {
  return ends === null || (end !== null && end <= ends);
}

/** What the person holds or will hold, also while suspended. */
export function unended(person: Person, now: Instant): readonly Assignment[] {
  return person.assignments.filter((each) => !hasEnded(each, now));
}

/** What counts of the person's assignments now; a suspended or absent person holds nothing. */
export function liveAssignments(person: Person, now: Instant): readonly Assignment[] {
  return person.status === "active" ? person.assignments.filter((each) => isLive(each, now)) : [];
}

/** What the person has at a place without conditions: tenant-wide roles and roles on that same instance. */
export function permissionsAt(
  facts: Facts,
  person: Person,
  place: Place,
  end: Instant | null,
): Set<Permission> {
  const held = new Set<Permission>();
  for (const assignment of liveAssignments(person, facts.now)) {
    if (assignment.place !== null && assignment.place !== place) continue;
    if (!lastsUntil(assignment, end)) continue;
    for (const permission of facts.roles.get(assignment.role)?.permissions ?? []) held.add(permission);
  }
  return held;
}

export const watching: ReadonlySet<Verb> = new Set<Verb>(["user.view", "audit.read", "audit.export"]);

/** An administrative role carries a delegation with any verb beyond view, read audit and export. */
export function isAdministrative(facts: Pick<Facts, "delegations">, role: string): boolean {
  return facts.delegations.some(
    (each) => each.role === role && [...each.verbs].some((verb) => !watching.has(verb)),
  );
}

/** The ids of the roles that a delegation lists, by id and by role attributes. */
export function listedRoles(facts: Pick<Facts, "roles">, { roles: { ids, where } }: Delegation): Set<string> {
  const isListed = ({ id, attributes }: { id: string; attributes: Readonly<Record<string, unknown>> }) =>
    ids.has(id) || (where !== null && matchesAll(attributes, where));
  return new Set([...facts.roles.values()].filter(isListed).map(({ id }) => id));
}

/** The key of a role and one that its holders may give, for sets and maps. */
export const pairOf = (role: string, given: string) => `${role} ${given}`;

/** The key of a role at a place, for sets and maps. */
export const roleAt = (role: string, place: Place) => `${role} ${place ?? ""}`;

/**
 * The sources and all that follows from them by derivations. A derivation that is suppressed by a role held directly
 * on the object counts for nothing where one of `direct` is held.
 */
export function withDerived<T extends { role: string; place: Place }>(
  sources: ReadonlyMap<string, T>,
  direct: ReadonlyMap<string, { place: Place }>,
  derivations: readonly Derivation[],
): Map<string, T> {
  const held = new Map(sources);
  const suppressed = new Set([...direct.values()].map(({ place }) => place));
  // What is added on the way is visited too.
  for (const source of held.values()) {
    for (const { role, from, links, unlessDirect } of derivations) {
      if (from !== source.role) continue;
      for (const { subject, object } of links) {
        const key = roleAt(role, object);
        if (subject !== source.place || held.has(key) || (unlessDirect && suppressed.has(object))) continue;
        held.set(key, { ...source, role, place: object });
      }
    }
  }
  return held;
}

/** All that somebody holds or may come to hold without an act: also while suspended or suppressed. */
export function everHeld({ now, derivations }: Pick<Facts, "now" | "derivations">, person: Person) {
  const direct = new Map(unended(person, now).map((each) => [roleAt(each.role, each.place), each]));
  return [...withDerived(direct, new Map(), derivations).values()];
}

/** Every role a person holds or will hold, and where it comes from. */
export function holdings({ now, derivations }: Pick<Facts, "now" | "derivations">, person: Person) {
  const held = person.status === "active" ? unended(person, now) : [];
  const direct = new Map(held.map((each) => [roleAt(each.role, each.place), each]));
  const all = withDerived(direct, direct, derivations);
  return { direct, derived: new Map([...all].filter(([key]) => !direct.has(key))) };
}
