import { unended } from "../delegation/holdings.js";
import { isOfType } from "../delegation/reach.js";
import type { Person, Place } from "../delegation/types.js";
import type { Context } from "../request-context.js";
import type { InstanceRecord } from "../store/instances.js";
import type { Role } from "../wire.js";
import { roleChoice } from "./abilities.js";
import type { Instance, RoleChoice } from "./contract.js";
import { viewHeld } from "./person-view.js";

export const viewInstance = ({ place, ...rest }: InstanceRecord): Instance => ({ key: place, ...rest });

/** Whether a role can be held at a place at all. */
export const isForPlace = ({ resource }: Pick<Role, "resource">, place: Place) =>
  resource === null ? place === null : place !== null && isOfType(place, resource);

/** Each role there is for the tenant or an instance: held directly or not, and what may be done with this person's. */
export function choicesAt(
  context: Context,
  person: Person,
  helped: readonly Role[],
  place: Place,
): RoleChoice[] {
  const held = unended(person, context.facts.now).filter((each) => each.place === place);
  return helped
    .filter((role) => isForPlace(role, place))
    .map(({ id, cannot_give: help }) => {
      const assignment = held.find(({ role }) => role === id);
      const { cannot_give, cannot_take } = roleChoice(context, person, id, place);
      return {
        role: id,
        held: assignment ? viewHeld(assignment, context.facts.now) : null,
        cannot_give: cannot_give && {
          ...cannot_give,
          ...(help?.people && { people: help.people }),
          ...(help?.reviewers && cannot_give.needs === "approval" && { reviewers: help.reviewers }),
        },
        cannot_take,
      };
    });
}
