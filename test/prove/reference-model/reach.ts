import type { Delegation, Facts, Place } from "../../../src/api/delegation/types.js";
import { carried, lists } from "./delegation.js";
import { typeOf } from "./holding.js";
import { noLooser } from "./no-looser.js";

/** A delegation, and where its role is held: in the tenant, on one instance, or on any of a type, `type:*`. */
interface InHand {
  delegation: Delegation;
  heldOn: Place;
}

/**
 * "On which resource types and instances, or `own`: the instance on which the delegating role is held."
 * Ambiguous: does a delegation that names the type reach from a role held on one instance to that instance? Decided,
 * as the stricter: no, only `own` does.
 */
export const reach = ({ delegation: { places }, heldOn }: InHand): Place[] =>
  heldOn === null
    ? [...(places.tenant ? [null] : []), ...places.types.map((type) => `${type}:*`), ...places.instances]
    : places.own
      ? [heldOn]
      : [];

export const covers = (one: InHand, place: Place) => {
  const all = reach(one);
  return all.includes(place) || (place !== null && all.includes(`${typeOf(place)}:*`));
};

/** "That delegation and all reachable through it": what passing on lets it give, and so on. */
function reachable(facts: Facts, role: string, given: Place): InHand[] {
  const found: InHand[] = [];
  const visit = (id: string, heldOn: Place) => {
    for (const delegation of carried(facts, id)) {
      if (found.some((one) => one.delegation === delegation && one.heldOn === heldOn)) continue;
      found.push({ delegation, heldOn });
      if (delegation.passingOn) {
        for (const next of facts.roles.values()) {
          if (!lists(delegation, facts, next.id)) continue;
          for (const place of reach({ delegation, heldOn })) {
            if ((place === null ? null : typeOf(place)) === next.resource) visit(next.id, place);
          }
        }
      }
    }
  };
  visit(role, given);
  return found;
}

/**
 * "That delegation and all reachable through it allow nothing the actor's own do not."
 * Ambiguous: may several of one's own make up for one that is carried? Decided, as the stricter: each is within one
 * "taken whole".
 */
export const allowsNoMore = (facts: Facts, role: string, place: Place, own: readonly InHand[]) =>
  reachable(facts, role, place).every((theirs) =>
    own.some(
      (mine) =>
        noLooser(facts, mine.delegation, theirs.delegation) &&
        (theirs.heldOn !== null || mine.heldOn === null) &&
        reach(theirs).every((each) => covers(mine, each)),
    ),
  );
