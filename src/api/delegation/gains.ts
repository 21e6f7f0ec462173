import { lastsUntil, liveAssignments, roleAt, unended, withDerived } from "./holdings.js";
import type { Facts, Grant, Instant, Person, Place, Role } from "./types.js";

/** Rule 7: who holds more after an act, now or at any time to come. */

type Held = Map<string, { role: string; place: Place }>;

/**
 * What a person holds after an act beyond what was held before it, leaving aside the `explicit` grants. A role that
 * is granted or comes back counts with all that follows from it, as a role given does; so only what follows from roles
 * held all along is a gain by itself. Every moment at which something begins or ends is looked at: shortening a role
 * today may reveal a derived one tomorrow.
 */
export function gains(
  facts: Facts,
  before: Person,
  after: Person,
  explicit: ReadonlySet<string>,
): readonly Grant[] {
  const moments = momentsOf(facts.now, before, after);
  const gained = new Map<string, Grant>();
  moments.forEach((at, index) => {
    const had = withDerived(directAt(before, at), directAt(before, at), facts.derivations);
    const direct = directAt(after, at);
    const given: Held = new Map([...direct].filter(([key]) => !explicit.has(key)));
    const kept: Held = new Map([...given].filter(([key]) => had.has(key)));
    for (const [key, role] of [...given, ...withDerived(kept, direct, facts.derivations)]) {
      if (!had.has(key)) gained.set(key, { ...role, ends: moments[index + 1] ?? null });
    }
  });
  return [...gained.values()];
}

/**
 * Roles that a person who stays has no more, or not as long, and whose absence opens something: each as one that gives
 * that. Who leaves, or is suspended, is judged by no rule on attributes as one who is here.
 */
export function lost({ roles, now }: Facts, before: Person, after: Person): readonly Role[] {
  if (before.status !== "active" || after.status !== "active") return [];
  const kept = new Map(unended(after, now).map((each) => [roleAt(each.role, each.place), each]));
  return unended(before, now).flatMap(({ role: id, place, ends }) => {
    const role = roles.get(id);
    const still = kept.get(roleAt(id, place));
    if (!role?.withholds?.size || (still && lastsUntil(still, ends))) return [];
    return [{ ...role, gives: role.withholds }];
  });
}

function momentsOf(now: Instant, before: Person, after: Person): readonly Instant[] {
  const moments = [...before.assignments, ...after.assignments].flatMap(({ begins, ends }) => [
    begins,
    ends ?? now,
  ]);
  return [...new Set([now, ...moments.filter((at) => at > now)])].sort((one, other) => one - other);
}

function directAt(person: Person, at: Instant): Held {
  return new Map(
    liveAssignments(person, at).map(({ role, place }) => [roleAt(role, place), { role, place }]),
  );
}
