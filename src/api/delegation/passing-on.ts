import { lastsUntil, listedRoles, liveAssignments } from "./holdings.js";
import { opennessTo } from "./mail-domain.js";
import { isOfType, reaches, reachFrom, reachOf, type Reach } from "./reach.js";
import type { Delegation, Facts, Grant, Person, Role } from "./types.js";

/** A delegation in somebody's hand: how far it reaches follows from where its role is held. */
export interface Carried {
  delegation: Delegation;
  held: Reach;
}

/**
 * In hold mode a role that carries a delegation may be given only if that delegation, and all reachable through it,
 * allow nothing that the actor's own do not. Each must be covered by one of the actor's taken whole; where two limits
 * cannot be compared, it is not covered.
 */
export function coversPassingOn(facts: Facts, actor: Person, { role, place, ends }: Grant): boolean {
  const own = liveAssignments(actor, facts.now)
    .filter((by) => lastsUntil(by, ends))
    .flatMap((by) => carried(facts, by.role, reachFrom(by.place)));
  return reachable(facts, role, reachFrom(place)).every((theirs) =>
    own.some((mine) => covers(facts, mine, theirs)),
  );
}

const carried = ({ delegations }: Facts, role: string, held: Reach): Carried[] =>
  delegations.filter((each) => each.role === role).map((delegation) => ({ delegation, held }));

function reachable(facts: Facts, from: string, at: Reach): Carried[] {
  const seen = new Set<string>();
  const reached: Carried[] = [];
  const queue: { role: string; held: Reach }[] = [{ role: from, held: at }];
  for (const { role, held } of queue) {
    const key = JSON.stringify([role, held]);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const theirs of carried(facts, role, held)) {
      reached.push(theirs);
      if (!theirs.delegation.passingOn) continue;
      for (const id of listedRoles(facts, theirs.delegation)) {
        const next = facts.roles.get(id);
        const within = next && placesFor(next, reachOf(theirs.delegation, held));
        if (within) queue.push({ role: id, held: within });
      }
    }
  }
  return reached;
}

/** Where within a reach a role can be held at all. */
function placesFor({ resource }: Role, { tenant, types, instances }: Reach): Reach | null {
  if (resource === null) return tenant ? reachFrom(null) : null;
  const within: Reach = {
    tenant: false,
    types: types.filter((type) => type === resource),
    instances: instances.filter((place) => isOfType(place, resource)),
  };
  return within.types.length + within.instances.length > 0 ? within : null;
}

/** Whether one delegation in somebody's hand allows nothing that another does not. */
export function covers(facts: Pick<Facts, "roles">, my: Carried, their: Carried): boolean {
  const [mine, theirs] = [my.delegation, their.delegation];
  return (
    (mine.elementType === null || mine.elementType === theirs.elementType) &&
    (mine.configuration === null || mine.configuration === theirs.configuration) &&
    within(theirs.verbs, mine.verbs) &&
    within(listedRoles(facts, theirs), listedRoles(facts, mine)) &&
    (theirs.mode === "hold" || mine.mode === "bind") &&
    (!theirs.passingOn || mine.passingOn) &&
    (!their.held.tenant || my.held.tenant) &&
    reachesWithin(reachOf(theirs, their.held), reachOf(mine, my.held)) &&
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
    invitesNoMore(theirs.domains, mine.domains) &&
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

const reachesWithin = (inner: Reach, outer: Reach) =>
  (!inner.tenant || outer.tenant) &&
  within(inner.types, outer.types) &&
  inner.instances.every((place) => reaches(outer, place));

function within<T>(inner: Iterable<T>, outer: Iterable<T>): boolean {
  const all = new Set(outer);
  return [...inner].every((each) => all.has(each));
}

const withinOrAll = (inner: readonly string[] | null, outer: readonly string[] | null) =>
  outer === null || (inner !== null && within(inner, outer));

const atMost = (inner: number | null, outer: number | null) =>
  outer === null || (inner !== null && inner <= outer);

/** Compared by what each says of every domain that either names, and of one that neither does. */
const invitesNoMore = (inner: Delegation["domains"], outer: Delegation["domains"]) =>
  ["", ...[inner, outer].flatMap(({ allow, ask, refuse }) => [...(allow ?? []), ...ask, ...refuse])].every(
    (domain) => opennessTo(inner, domain) <= opennessTo(outer, domain),
  );

const narrowsLike = (inner: unknown, outer: unknown) =>
  outer === null || JSON.stringify(inner) === JSON.stringify(outer);
