import {
  anyOf,
  carriedBy,
  givable,
  heldSomewhere,
  holderOf,
  keyOf,
  placeInWords,
  worldOf,
} from "./giving.js";
import { withoutLimits, type Authority, type Held, type World } from "./giving.js";
import { listedRoles } from "./holdings.js";
import { covers } from "./passing-on.js";
import { reachFrom } from "./reach.js";
import type { Delegation, Place } from "./types.js";

/** Holders of `role` may give `via`, whose holders may give what those of `role` may not. */
export interface Leak {
  role: string;
  via: string;
  gives: string;
  /** Where what they may give goes beyond. */
  places: readonly Place[];
}

export type Looser = "time" | "approval" | "domains";
/** Holders of `via` may give it under looser limits. */
export interface Warning extends Omit<Leak, "places"> {
  looser: readonly Looser[];
}

/** Every way in which somebody could give, through whom they appoint, what they may not give themselves. */
export function leaks(authority: Authority): Leak[] {
  const found = new Map<string, { leak: Leak; places: Set<Place> }>();
  for (const { held, own, via, theirs } of steps(authority)) {
    const keys = new Set(own.map(keyOf));
    for (const given of theirs) {
      if (keys.has(keyOf(given))) continue;
      const key = [held.role, via.role, given.role].join(" ");
      const places = found.get(key)?.places ?? new Set<Place>();
      places.add(given.place);
      const leak = { role: held.role, via: via.role, gives: given.role, places: [...places] };
      found.set(key, { leak, places });
    }
  }
  return [...found.values()].map(({ leak }) => leak);
}

/** What is given through somebody appointed, under looser time, approval or domains than by oneself. */
export function warnings(authority: Authority): Warning[] {
  const found = new Map<string, Warning & { looser: Looser[] }>();
  for (const { held, own, via, theirs } of steps(authority)) {
    for (const given of theirs.filter((each) => own.some((mine) => keyOf(mine) === keyOf(each)))) {
      const loose = looserLimits(authority, held, via, given);
      if (loose.length === 0) continue;
      const key = [held.role, via.role, given.role].join(" ");
      const looser = [...new Set([...(found.get(key)?.looser ?? []), ...loose])];
      found.set(key, { role: held.role, via: via.role, gives: given.role, looser });
    }
  }
  return [...found.values()];
}

/** Somebody's role, what its holders may give, one role of that, and what its holders may give in turn. */
function* steps(authority: Authority) {
  // A leak is one whether or not passing on along it is suspended.
  const world = worldOf({ ...authority, suspended: { passingOn: new Set(), attributes: new Set() } });
  const known = new Map<string, Held[]>();
  for (const role of new Set(world.facts.delegations.map((each) => each.role))) {
    const held = heldSomewhere(world.facts, role);
    const own = givenBy(world, held, known);
    for (const via of own) {
      const theirs = givenBy(world, via, known);
      if (theirs.length > 0) yield { held, own, via, theirs };
    }
  }
}

function givenBy(world: World, held: Held, known: Map<string, Held[]>): Held[] {
  const key = keyOf(held);
  const given = known.get(key) ?? givable(world, held, holderOf([held]));
  known.set(key, given);
  return given;
}

const limits: readonly Looser[] = ["time", "approval", "domains"];

function looserLimits(authority: Authority, mine: Held, theirs: Held, { role }: Held): Looser[] {
  const listing = (held: Held) =>
    carriedBy(authority, held).filter((each) => listedRoles(authority, each).has(role));
  const own = listing(mine);
  return limits.filter(
    (limit) => !listing(theirs).every((their) => own.some((each) => isAsTight(their, each, limit, role))),
  );
}

/** Two delegations that differ in one limit, and only as it concerns one role. */
function isAsTight(theirs: Delegation, mine: Delegation, limit: Looser, role: string): boolean {
  const only = (delegation: Delegation): Delegation => {
    const approval = delegation.approval
      .filter(({ roles }) => roles.has(role))
      .map((each) => ({ ...each, roles: new Set([role]) }));
    return { ...withoutLimits(mine), [limit]: limit === "approval" ? approval : delegation[limit] };
  };
  const held = reachFrom(null);
  const facts = { roles: new Map() };
  return covers(facts, { delegation: only(mine), held }, { delegation: only(theirs), held });
}

/** Whether what a leak opens is within what was marked as meant: the same roles, and no further place. */
export const isWithin = (leak: Leak, mark: Leak): boolean =>
  leak.role === mark.role &&
  leak.via === mark.via &&
  leak.gives === mark.gives &&
  leak.places.every((place) => mark.places.includes(place));

const differently: Record<Looser, string> = {
  time: "for longer",
  approval: "with less approval",
  domains: "at other mail domains",
};

/** "Support may give Lead; Lead may give Owner; Support may not give Owner." */
export function inWords({ roles }: Authority, { role, via, gives, ...more }: Leak | Warning): string {
  const name = (id: string) => roles.get(id)?.name ?? "a role that is gone";
  const path = `${name(role)} may give ${name(via)}; ${name(via)} may give ${name(gives)}`;
  if ("looser" in more) return `${path} ${more.looser.map((each) => differently[each]).join(" and ")}.`;
  const own = roles.get(role)?.resource;
  const places = more.places.flatMap((place) =>
    place === null ? [] : own && place === anyOf(own) ? "there" : `on ${placeInWords(place)}`,
  );
  const where = places.length > 0 ? ` ${places.join(" and ")}` : "";
  return `${path}${where}; ${name(role)} may not give ${name(gives)}${where}.`;
}
