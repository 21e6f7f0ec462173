import type { Context } from "../request-context.js";
import type { Role } from "../wire.js";

/** The roles whose names an element may show that gives none of them by itself. */
export function shownRoles({ rules, visible }: Context): Role[] {
  return [...rules.roles.values()]
    .filter(({ id }) => visible.has(id))
    .map(({ id, key, name, description, resource, gives }) => ({
      id,
      key,
      name,
      description,
      resource,
      administrative: false,
      permissions: [...gives].map((permission) => rules.actions[permission] ?? permission),
      cannot_give: null,
      must_end: false,
      latest_end: null,
    }));
}
