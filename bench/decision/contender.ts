import type { Data, Query } from "./data.js";

/** One way to decide: a library as its authors mean it to be used. */
export interface Contender {
  name: string;
  /** What it is given, and what the host does for it. */
  given: string;
  /** It is left out above so many assignments, for this reason. */
  most?: { assignments: number; because: string };
  load: (data: Data) => Promise<(query: Query) => boolean>;
}

/** Roles by user and tenant, as the host would keep them for a library that does not. */
export function rolesByPlace({ assignments }: Data): Map<string, Map<string, string[]>> {
  const places = new Map<string, Map<string, string[]>>();
  for (const { user, tenant, role } of assignments) {
    const mine = places.get(user) ?? new Map<string, string[]>();
    places.set(user, mine.set(tenant, [...(mine.get(tenant) ?? []), role]));
  }
  return places;
}
