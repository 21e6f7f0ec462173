import { listedRoles, liveAssignments } from "./holdings.js";
import type { Delegation, Facts, Person } from "./types.js";

/**
 * In hold mode a role that carries a delegation may be given only if that delegation, and all reachable through it,
 * allow nothing that the actor's own do not. Each must be covered by one of the actor's taken whole; where two limits
 * cannot be compared, it is not covered.
 */
export function coversPassingOn(facts: Facts, actor: Person, role: string): boolean {
  const held = new Set(liveAssignments(actor, facts.now).map((assignment) => assignment.role));
  const own = facts.delegations.filter((delegation) => held.has(delegation.role));
  return reachableDelegations(facts, role).every((theirs) => own.some((mine) => covers(facts, mine, theirs)));
}

function reachableDelegations(facts: Facts, from: string): Delegation[] {
  const seen = new Set<string>();
  const reached: Delegation[] = [];
  for (const queue = [from]; queue.length > 0;) {
    const role = queue.pop();
    if (role === undefined || seen.has(role)) continue;
    seen.add(role);
    for (const delegation of facts.delegations.filter((each) => each.role === role)) {
      reached.push(delegation);
      if (delegation.passingOn) queue.push(...listedRoles(facts, delegation));
    }
  }
  return reached;
}

function covers(facts: Facts, mine: Delegation, theirs: Delegation): boolean {
  return (
    (mine.elementType === null || mine.elementType === theirs.elementType) &&
    (mine.configuration === null || mine.configuration === theirs.configuration) &&
    within(theirs.verbs, mine.verbs) &&
    within(listedRoles(facts, theirs), listedRoles(facts, mine)) &&
    (theirs.mode === "hold" || mine.mode === "bind") &&
    (!theirs.passingOn || mine.passingOn) &&
    (!theirs.places.tenant || mine.places.tenant) &&
    (!theirs.places.own || mine.places.own) &&
    within(theirs.places.types, mine.places.types) &&
    theirs.places.instances.every(
      (place) =>
        mine.places.instances.includes(place) ||
        mine.places.types.some((type) => place.startsWith(`${type}:`)),
    ) &&
    narrowsLike(theirs.targets.attributes, mine.targets.attributes) &&
    withinOrAll(theirs.targets.groups, mine.targets.groups) &&
    withinOrAll(theirs.targets.domains, mine.targets.domains) &&
    (!mine.time.mustEnd || theirs.time.mustEnd || theirs.time.longest !== null) &&
    atMost(theirs.time.longest, mine.time.longest) &&
    atMost(theirs.counts.openInvitations, mine.counts.openInvitations) &&
    atMost(theirs.counts.bulk, mine.counts.bulk) &&
    atMost(theirs.counts.grantsPerHour, mine.counts.grantsPerHour) &&
    atMost(theirs.counts.seats, mine.counts.seats) &&
    [...mine.counts.holders].every(([role, most]) => atMost(theirs.counts.holders.get(role) ?? null, most)) &&
    withinOrAll(theirs.domains.allow, mine.domains.allow) &&
    within(mine.domains.refuse, theirs.domains.refuse) &&
    within(mine.domains.ask, [...theirs.domains.ask, ...theirs.domains.refuse]) &&
    mine.approval.every((asked) =>
      theirs.approval.some(
        (their) =>
          within(asked.roles, their.roles) &&
          their.count >= asked.count &&
          within(their.reviewers, asked.reviewers),
      ),
    ) &&
    (!mine.justification || theirs.justification) &&
    within(theirs.attributes, mine.attributes)
  );
}

function within<T>(inner: Iterable<T>, outer: Iterable<T>): boolean {
  const all = new Set(outer);
  return [...inner].every((each) => all.has(each));
}

const withinOrAll = (inner: readonly string[] | null, outer: readonly string[] | null) =>
  outer === null || (inner !== null && within(inner, outer));

const atMost = (inner: number | null, outer: number | null) =>
  outer === null || (inner !== null && inner <= outer);

const narrowsLike = (inner: unknown, outer: unknown) =>
  outer === null || JSON.stringify(inner) === JSON.stringify(outer);
