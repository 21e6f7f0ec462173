import { holdings, roleAt } from "../delegation/holdings.js";
import type { Assignment, Facts, Person } from "../delegation/types.js";
import type { Context } from "../request-context.js";
import type { InstanceRecord } from "../store/instances.js";
import { viewHeld } from "./person-view.js";

/** One way in which somebody holds a role at a place: directly, or by the role on a related instance it follows from. */
export interface HeldWay extends Assignment {
  via: { role: string; place: string } | null;
}

/** Every way, also of somebody suspended: what they will hold again. */
export function waysOf(facts: Facts, person: Person): HeldWay[] {
  const { direct, derived } = holdings(facts, { ...person, status: "active" });
  const all = new Map([...direct, ...derived]);
  const suppressing = new Set([...direct.values()].map(({ place }) => place));
  const related = facts.derivations.flatMap(({ role, from, links, unlessDirect }) =>
    links.flatMap(({ subject, object }): HeldWay[] => {
      const source = all.get(roleAt(from, subject));
      if (!source || (unlessDirect && suppressing.has(object))) return [];
      return [{ ...source, role, place: object, via: { role: from, place: subject } }];
    }),
  );
  return [...[...direct.values()].map((each) => ({ ...each, via: null })), ...related];
}

/** A way in words; a role that the element does not show stays unnamed. */
export function describeWay(
  { facts, rules, visible }: Context,
  instances: ReadonlyMap<string, InstanceRecord>,
  { via, ...assignment }: HeldWay,
) {
  const name = via && visible.has(via.role) ? rules.roles.get(via.role)?.name : "A role that you can't see";
  return {
    ...viewHeld(assignment, facts.now),
    how: via ? ("derivation" as const) : ("direct" as const),
    via: via && `${name} on ${instances.get(via.place)?.name ?? via.place}`,
  };
}
