import type { RoleSet, RoleSets } from "./role-sets.js";
import type { Assignment, Instant } from "./types.js";

/** The roles of some assignments at an instant, remembered from the last change of them to the next. */
export class TimedRoles {
  current: RoleSet;
  /** What is current is held from the one and until the other. */
  from: Instant = -Infinity;
  until: Instant = Infinity;

  /** @param none the empty set of their scope */
  constructor(
    readonly sets: RoleSets,
    readonly none: RoleSet,
    readonly assignments: readonly Assignment[],
  ) {
    this.current = none;
    // The last of them has mostly begun, and so the first question finds its answer.
    let begun = -Infinity;
    for (const { begins } of assignments) if (begins > begun) begun = begins;
    this.#read(begun);
  }

  at(now: Instant): RoleSet {
    if (now < this.from || now >= this.until) this.#read(now);
    return this.current;
  }

  #read(now: Instant): void {
    let [from, until] = [-Infinity, Infinity];
    let held = this.none;
    for (const { role, begins, ends } of this.assignments) {
      const end = ends ?? Infinity;
      if (begins <= now && now < end) held = this.sets.plus(held, role);
      if (begins > now) until = Math.min(until, begins);
      else from = Math.max(from, begins);
      if (end > now) until = Math.min(until, end);
      else from = Math.max(from, end);
    }
    this.current = held;
    this.from = from;
    this.until = until;
  }
}
