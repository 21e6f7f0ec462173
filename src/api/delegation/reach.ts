import type { Delegation, Place } from "./types.js";

/** Where roles are held or may be given: in the whole tenant, on every instance of some types, on single instances. */
export interface Reach {
  tenant: boolean;
  types: readonly string[];
  instances: readonly string[];
}

export const reachFrom = (place: Place): Reach => ({
  tenant: place === null,
  types: [],
  instances: place === null ? [] : [place],
});

/**
 * How far a delegation reaches for whoever holds its role there: from the whole tenant as far as it says, from one
 * instance no further than that instance, and only if it says `own`.
 */
export function reachOf({ places }: Pick<Delegation, "places">, held: Reach): Reach {
  return {
    tenant: held.tenant && places.tenant,
    types: union(held.tenant ? places.types : [], places.own ? held.types : []),
    instances: union(held.tenant ? places.instances : [], places.own ? held.instances : []),
  };
}

const union = (some: readonly string[], others: readonly string[]) => [...new Set([...some, ...others])];

export function reaches({ tenant, types, instances }: Reach, place: Place): boolean {
  if (place === null) return tenant;
  return instances.includes(place) || types.some((type) => isOfType(place, type));
}

export const isOfType = (place: string, type: string) =>
  place.length > type.length + 1 && place.startsWith(`${type}:`);
