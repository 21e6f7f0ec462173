import type { Assignment, Derivation, Instant, Place } from "../../../src/api/delegation/types.js";

/** "Every judgement compares times": it has begun and has not ended. What ends at t is over at t. */
export const live = (a: Assignment, t: Instant) => a.begins <= t && standing(a, t);

/** Not ended; it may not have begun. */
export const standing = (a: { ends: Instant | null }, t: Instant) => a.ends === null || a.ends > t;

/**
 * "Still live at E; open-ended needs open-ended."
 * Ambiguous: is what ends at E still live at E? Decided: a grant and the right behind it may end together, since
 * then nobody holds anything at any moment that outlives the right.
 */
export const reaches = (a: Assignment, end: Instant | null) =>
  a.ends === null || (end !== null && a.ends >= end);

export interface Held {
  role: string;
  place: Place;
}

/** What follows from these assignments at t: themselves, and by derivations, of which some give way to what is direct. */
export function heldAt(
  assignments: readonly Assignment[],
  derivations: readonly Derivation[],
  t: Instant,
  direct = assignments.filter((a) => live(a, t)),
) {
  const from = assignments.filter((a) => live(a, t));
  const held: Held[] = from.map(({ role, place }) => ({ role, place }));
  for (let i = 0; i < held.length; i++) {
    for (const derivation of derivations) {
      if (derivation.from !== held[i]!.role) continue;
      for (const { subject, object } of derivation.links) {
        if (subject !== held[i]!.place) continue;
        if (derivation.unlessDirect && direct.some((a) => a.place === object)) continue;
        const follows = { role: derivation.role, place: object };
        if (!holds(held, follows)) held.push(follows);
      }
    }
  }
  return held;
}

export const holds = (held: readonly Held[], { role, place }: Held) =>
  held.some((one) => one.role === role && one.place === place);

/** The moments from now on at which what is held can change. */
export function moments(now: Instant, ...lists: (readonly Assignment[])[]) {
  const found = new Set([now]);
  for (const { begins, ends } of lists.flat()) {
    if (begins > now) found.add(begins);
    if (ends !== null && ends > now) found.add(ends);
  }
  return [...found].sort((a, b) => a - b);
}

/** Whether an assignment of the role can be at that place at all. */
export const fits = (resource: string | null, place: Place) =>
  resource === null ? place === null : place !== null && typeOf(place) === resource;

export const typeOf = (place: string) => place.slice(0, place.indexOf(":"));
