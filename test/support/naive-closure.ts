import type { Act, Delegation, Facts, Place } from "../../src/api/delegation/types.js";
import { judge } from "../prove/reference-model/judge.js";
import { bob, facts, give, invite, held, may, person, roles, standing, to } from "./facts.js";

/**
 * What may ever be given, by trying: every role at every place is asked for, of the second opinion, which shares no
 * line with the guard. One instance of each type stands for all that nothing names.
 */

export interface Spot {
  role: string;
  place: Place;
}
export const spot = ({ role, place }: Spot) => `${role} ${place ?? "-"}`;

const elsewhere = ["document:elsewhere", "folder:elsewhere", "group:elsewhere"];
const places: readonly Place[] = [null, "document:0", ...elsewhere];

/** Only what rules 2 and 3 read of it. */
const bare = (delegation: Delegation): Delegation => {
  const { targets, time, counts, domains, approval, justification, attributes } = may({ attributes: [] });
  return { ...delegation, targets, time, counts, domains, approval, justification, attributes };
};

const fits = (id: string, place: Place) => {
  const resource = roles.find((each) => each.id === id)?.resource ?? null;
  return resource === null ? place === null : place !== null && place.startsWith(`${resource}:`);
};

/** All that somebody who holds these may give, in a session of any element. */
export function givenBy(delegations: readonly Delegation[], holds: readonly Spot[]): Spot[] {
  const asker = person(
    "asker",
    holds.map(({ role, place }) => held(role, place)),
  );
  const elements = [...new Set(delegations.map(({ elementType }) => elementType ?? "user-management"))];
  const asked = (elementType: string): Facts =>
    facts({
      actor: "asker",
      session: { ...standing, elementType },
      people: [asker, { ...bob, assignments: [] }],
      delegations: delegations.map(bare),
    });
  const worlds = elements.filter((each) => each !== "audit-log").map(asked);
  return roles.flatMap(({ id }) =>
    places
      .filter((place) => fits(id, place))
      .filter((place) => {
        const acts: Act[] = [give("bob", to(id, place)), invite("new@acme.test", to(id, place))];
        return worlds.some((world) => acts.some((act) => judge(world, act).outcome === "allowed"));
      })
      .map((place) => ({ role: id, place })),
  );
}

/** The least set that contains what is held and all that holders of it may give. */
export function closedOver(delegations: readonly Delegation[], holds: readonly Spot[]): Spot[] {
  const all = new Map(holds.map((each) => [spot(each), each]));
  for (let before = -1; before !== all.size;) {
    before = all.size;
    for (const given of givenBy(delegations, [...all.values()])) all.set(spot(given), given);
  }
  return [...all.values()];
}

/** Each leak as "role, via, gives @ place", by looking at every three. */
export function leaksOf(delegations: readonly Delegation[]): string[] {
  const own = new Map<string, Spot[]>();
  const givenOf = (each: Spot) => {
    const key = spot(each);
    const given = own.get(key) ?? givenBy(delegations, [each]);
    own.set(key, given);
    return given;
  };
  const somewhere = (id: string): Spot => ({
    role: id,
    place: [null, ...elsewhere].find((place) => fits(id, place)) ?? null,
  });
  return roles.flatMap(({ id }) => {
    const mine = givenOf(somewhere(id));
    const keys = new Set(mine.map(spot));
    return mine.flatMap((via) =>
      givenOf(via)
        .filter((given) => !keys.has(spot(given)))
        .map((given) => `${id}, ${via.role}, ${spot(given)}`),
    );
  });
}
