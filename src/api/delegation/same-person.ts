import type { Person } from "./types.js";

/** The same user, or a second identity: the same address, verified for both. */
export function isSamePerson(one: Person, other: Person): boolean {
  return (
    one.user === other.user ||
    (one.email !== null && one.email === other.email && one.emailVerified && other.emailVerified)
  );
}
