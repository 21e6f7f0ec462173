import { z } from "zod";
import { isForPlace } from "../../people/instance-view.js";
import type { Context } from "../../request-context.js";
import { Paging } from "../collection.js";
import { missing } from "../fault.js";
import { asId } from "../scope.js";
import { elementOperation, reading } from "./element-operation.js";
import { OfInstance } from "./runtime.js";

/** The roles that an element shows: to assign, to ask for, or to filter by. */
export const roleOperations = [
  elementOperation({
    route: "GET /v2/elements/{proj_id}/{env_id}/config/{elements_config_id}/data/roles",
    elements: ["user-management", "role-assignment", "access-request", "approvals"],
    query: z.looseObject({ ...Paging, ...OfInstance, search: z.string().max(200).optional() }),
    run: (call) =>
      reading(call, (context) => {
        const { page, per_page, search = "" } = call.query;
        const word = search.toLowerCase();
        const found = rolesHere(context).filter(({ key, name }) =>
          [key, name].some((each) => each.toLowerCase().includes(word)),
        );
        return Promise.resolve(found.slice((page - 1) * per_page, page * per_page));
      }),
  }),
];

const rolesHere = ({ rules, visible, configuration, claims }: Context) =>
  [...rules.roles.values()]
    .filter((role) => visible.has(role.id) && isForPlace(role, claims.instance))
    .map(({ id, key, name }) => ({
      id,
      key,
      name,
      permission_level: configuration.levels.find(({ role }) => role === id)?.level ?? "UNCONFIGURED",
    }));

/**
 * A role that the element shows, by its id or key: one of the resource in question where a place is, else one of the
 * tenant. What is hidden and what is not there are answered alike.
 */
export function roleBy({ rules, visible }: Context, name: string, place: string | null): string {
  const id = asId(name);
  const own = [...rules.roles.values()].filter((role) => visible.has(role.id));
  const found =
    own.find((role) => role.id === id) ??
    own.find(
      (role) => isForPlace(role, place) && (role.key === name || `${role.resource}:${role.key}` === name),
    );
  if (!found) throw missing("role", name);
  return found.id;
}
