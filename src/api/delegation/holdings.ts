import type {
  Assignment,
  Delegation,
  Derivation,
  Facts,
  Instant,
  Permission,
  Person,
  Place,
  Verb,
} from "./types.js";

/** Who holds what: the questions that several rules ask. */

export function isLive(assignment: Assignment, now: Instant): boolean {
  return assignment.begins <= now && (assignment.ends === null || now < assignment.ends);
}

/** Still held at `end`, where an end of `null` asks for an assignment without end. */
export function lastsUntil(assignment: Assignment, end: Instant | null): boolean {
  return assignment.ends === null || (end !== null && end <= assignment.ends);
}

/** What counts of the person's assignments now; a suspended or absent person holds nothing. */
export function liveAssignments(person: Person, now: Instant): readonly Assignment[] {
  return person.status === "active" ? person.assignments.filter((assignment) => isLive(assignment, now)) : [];
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

const watching: ReadonlySet<Verb> = new Set<Verb>(["user.view", "audit.read", "audit.export"]);

/** An administrative role carries a delegation with any verb beyond view, read audit and export. */
export function isAdministrative(facts: Pick<Facts, "delegations">, role: string): boolean {
  return facts.delegations.some(
    (each) => each.role === role && [...each.verbs].some((verb) => !watching.has(verb)),
  );
}

/** The ids of the roles that a delegation lists, by id and by role attributes. */
export function listedRoles(facts: Pick<Facts, "roles">, delegation: Delegation): Set<string> {
  const listed = new Set<string>();
  for (const role of facts.roles.values()) {
    const byAttributes = delegation.roles.where?.every(({ name, in: values }) =>
      values.some((value) => value === role.attributes[name]),
    );
    if (delegation.roles.ids.has(role.id) || byAttributes) listed.add(role.id);
  }
  return listed;
}

/** The key of a role at a place, for sets and maps. */
export const roleAt = (role: string, place: Place) => `${role} ${place ?? ""}`;

/** Roles on instances that follow from the given assignments, by the derivations' fixed point. */
function derivedRoles(
  sources: ReadonlyMap<string, Assignment>,
  directPlaces: ReadonlySet<Place>,
  derivations: readonly Derivation[],
): Map<string, Assignment> {
  const derived = new Map<string, Assignment>();
  for (let before = -1; before !== derived.size;) {
    before = derived.size;
    for (const { role, from, links, unlessDirect } of derivations) {
      for (const { subject, object } of links) {
        const source = sources.get(roleAt(from, subject)) ?? derived.get(roleAt(from, subject));
        const key = roleAt(role, object);
        if (!source || sources.has(key) || derived.has(key) || (unlessDirect && directPlaces.has(object)))
          continue;
        derived.set(key, { ...source, role, place: object });
      }
    }
  }
  return derived;
}

/** Every role a person holds or will hold: direct ones, and those derived from them. */
export function holdings(facts: Pick<Facts, "now" | "derivations">, person: Person) {
  const unended =
    person.status === "active"
      ? person.assignments.filter(({ ends }) => ends === null || facts.now < ends)
      : [];
  const direct = new Map(unended.map((each) => [roleAt(each.role, each.place), each]));
  const places = new Set(unended.map((each) => each.place));
  return { direct, places, derived: derivedRoles(direct, places, facts.derivations) };
}

/**
 * What a person holds after an act beyond what was held before it, leaving aside the `explicit` grants: those are
 * judged as themselves, and count in full with all that follows from them.
 */
export function gains(
  facts: Facts,
  before: Person,
  after: Person,
  explicit: ReadonlySet<string>,
): Assignment[] {
  const had = holdings(facts, before);
  const has = holdings(facts, after);
  const isFresh = (key: string) => !had.direct.has(key) && !had.derived.has(key);
  const fresh = [...has.direct].filter(([key]) => !explicit.has(key) && isFresh(key));
  const kept = new Map([...has.direct].filter(([key]) => had.direct.has(key)));
  const revealed = [...derivedRoles(kept, has.places, facts.derivations)].filter(([key]) => isFresh(key));
  return [...fresh, ...revealed].map(([, assignment]) => assignment);
}
