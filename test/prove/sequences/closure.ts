import type { Given, Rights } from "./rights.js";
import type { Held, State } from "./state.js";

/** Where a delegation reaches, what somebody holds, and all that could ever be given in a tenant. */

export const at = (role: string, place: string | null) => `${role} ${place ?? ""}`;
const typeOf = (place: string) => place.split(":")[0] ?? "";

/** Whether a delegation, held there, reaches a place. */
export function isReached({ places }: Given, heldOn: string | null, place: string | null): boolean {
  if (heldOn !== null) return places.own && place === heldOn;
  if (place === null) return places.tenant;
  return places.types.includes(typeOf(place)) || places.instances.includes(place);
}

const giving = new Set(["role.grant", "role.extend", "user.invite", "invitation.resend", "request.review"]);

/**
 * C of the property S2: what is held or promised in the tenant, closed under every role at every place that rules 2
 * and 3 let a delegation of something within it give.
 */
export function closure(rights: Rights, { held, invitations }: State, tenant: string): ReadonlySet<string> {
  const start = [
    ...held.filter((each) => each.tenant === tenant),
    ...invitations.flatMap((each) => (each.tenant === tenant && each.status === "open" ? each.grants : [])),
  ];
  const within = new Map(start.map(({ role, place }) => [at(role, place), { role, place }]));
  const here = rights.delegations.filter((each) => each.tenant === null || each.tenant === tenant);
  const carriers = new Set(here.map(({ role }) => role));
  for (let before = -1; before !== within.size;) {
    before = within.size;
    for (const by of [...within.values()]) {
      for (const delegation of here) {
        if (delegation.role !== by.role || !delegation.verbs.some((verb) => giving.has(verb))) continue;
        for (const role of delegation.roles) {
          if (carriers.has(role) && !delegation.passingOn) continue;
          for (const place of placesFor(rights, tenant, role)) {
            if (within.has(at(role, place)) || !isReached(delegation, by.place, place)) continue;
            if (delegation.mode === "hold" && !isHeld(rights, [...within.values()], role, place)) continue;
            within.set(at(role, place), { role, place });
          }
        }
      }
    }
  }
  return new Set(within.keys());
}

/** Every role at every place where it can be held. */
export const everywhere = (rights: Rights, tenant: string): string[] =>
  [...rights.resourceOf.keys()].flatMap((role) =>
    placesFor(rights, tenant, role).map((place) => at(role, place)),
  );

function placesFor(
  { resourceOf, instances }: Rights,
  tenant: string,
  role: string,
): readonly (string | null)[] {
  const resource = resourceOf.get(role) ?? null;
  return resource === null
    ? [null]
    : (instances.get(tenant) ?? []).filter((each) => typeOf(each) === resource);
}

/** All that the role gives is within what these hold, in the whole tenant or at that same place. */
export function isHeld(
  { permissions, gives }: Rights,
  by: readonly Pick<Held, "role" | "place">[],
  role: string,
  place: string | null,
): boolean {
  const all = new Set(
    by.flatMap((each) =>
      each.place === null || each.place === place ? [...(permissions.get(each.role) ?? [])] : [],
    ),
  );
  return [...(gives.get(role) ?? [])].every((permission) => all.has(permission));
}
