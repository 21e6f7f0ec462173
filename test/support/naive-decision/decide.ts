import type { ConditionSet, Query, Rule } from "../../../src/api/decision/index.js";
import { canBeRead, holds, type Layers } from "./conditions.js";
import { activePlace, direct, heldOnInstances, memberOf, permits, roleBy } from "./holdings.js";
import { nameOf, type World } from "./world.js";

/** Rule 1. */
export function naiveAllows(world: World, query: Query, now: number): boolean {
  const isDeclared = world.schema.resources.some(
    ({ key, actions }) => key === query.resource.type && actions.includes(query.action),
  );
  return (
    isDeclared &&
    (rolesAllow(world, query, now) ||
      relationshipsAllow(world, query, now) ||
      attributesAllow(world, query, now))
  );
}

const permissionOf = ({ resource, action }: Query) => `${resource.type}:${action}`;

/** Rule 12. */
export function rolesAllow(world: World, query: Query, now: number): boolean {
  const place = activePlace(world, query.user.key, query.resource.tenant);
  return direct(world, place, null, now).some((role) => permits(world, role, permissionOf(query)));
}

/** Rule 6. */
function instanceHere(world: World, { resource: { type, key, tenant } }: Query) {
  if (key === undefined || key === null) return undefined;
  return world.instances.find((each) => nameOf(each) === `${type}:${key}` && each.tenant === tenant);
}

/** Rule 15. */
export function relationshipsAllow(world: World, query: Query, now: number): boolean {
  const instance = instanceHere(world, query);
  if (!instance) return false;
  return heldOnInstances(world, query.user.key, instance.tenant, now).some((held) => {
    const role = roleBy(world, held.role);
    return (
      held.instance === nameOf(instance) && role !== undefined && permits(world, role, permissionOf(query))
    );
  });
}

/** Rules 17, 19 and 20. */
export function attributesAllow(world: World, query: Query, now: number): boolean {
  const tenant = world.tenants.find(({ key, active }) => key === query.resource.tenant && active);
  const isKnown = world.users.some(({ key }) => key === query.user.key);
  const place = world.places.find((each) => each.user === query.user.key && each.tenant === tenant?.key);
  if (!tenant || query.custom === "failed" || (isKnown && place?.place.active === false)) return false;
  return world.schema.rules.some(
    (rule) =>
      rule.permission === permissionOf(query) &&
      resourcesMatch(world, rule, query, now) &&
      usersMatch(world, rule, query, now),
  );
}

function resourcesMatch(world: World, { resources }: Rule, query: Query, now: number): boolean {
  if ("resource" in resources) return resources.resource === query.resource.type;
  const set = world.schema.conditionSets.find(({ id }) => id === resources.set);
  return (
    set?.type === "resourceset" && set.resource === query.resource.type && setMatches(world, set, query, now)
  );
}

/** Rule 21. */
function usersMatch(world: World, { users }: Rule, query: Query, now: number): boolean {
  if ("set" in users) {
    const set = world.schema.conditionSets.find(({ id }) => id === users.set);
    return set?.type === "userset" && setMatches(world, set, query, now);
  }
  const place = activePlace(world, query.user.key, query.resource.tenant);
  if (direct(world, place, null, now).some(({ id }) => id === users.role)) return true;
  const instance = instanceHere(world, query);
  return (
    instance !== undefined &&
    heldOnInstances(world, query.user.key, instance.tenant, now).some(
      (held) => held.instance === nameOf(instance) && held.role === users.role,
    )
  );
}

/** Rule 18. */
function setMatches(
  world: World,
  set: ConditionSet,
  query: Query,
  now: number,
  below: ConditionSet[] = [],
): boolean {
  if (below.includes(set) || !canBeRead(set.conditions)) return false;
  if (!holds(set.conditions, layersOf(world, query, now))) return false;
  if (set.parent === null) return true;
  const parent = world.schema.conditionSets.find(({ id }) => id === set.parent);
  return (
    parent?.type === set.type &&
    parent.resource === set.resource &&
    setMatches(world, parent, query, now, [...below, set])
  );
}

/** Rules 23 to 27. */
function layersOf(world: World, query: Query, now: number): Layers {
  const { user, resource, context, custom } = query;
  const own = custom === "failed" ? undefined : custom;
  const place = activePlace(world, user.key, resource.tenant);
  const stored = world.users.find(({ key }) => key === user.key);
  const tenant = world.tenants.find(({ key }) => key === resource.tenant);
  const instance = instanceHere(world, query);
  const roles = direct(world, place, null, now).map(({ key }) => key);
  return {
    user: {
      ...strings({ email: stored?.email, first_name: stored?.firstName, last_name: stored?.lastName }),
      roles: roles.sort(),
      tenants: memberOf(world, user.key).map(({ key }) => key),
      ...stored?.attributes,
      ...place?.attributes,
      ...own?.user,
      ...strings({ email: user.email, first_name: user.firstName, last_name: user.lastName }),
      ...user.attributes,
      key: user.key,
    },
    resource: {
      type: resource.type,
      tenant: resource.tenant,
      ...instance?.attributes,
      ...own?.resource,
      ...resource.attributes,
      ...strings({ key: resource.key }),
    },
    tenant: { ...(place && tenant?.attributes), key: resource.tenant },
    context: { ...own?.context, ...context },
    stored: (type, key) =>
      world.instances.find((each) => nameOf(each) === `${type}:${key}` && each.tenant === resource.tenant)
        ?.attributes,
  };
}

const strings = (names: Record<string, string | null | undefined>) =>
  Object.fromEntries(Object.entries(names).filter(([, value]) => typeof value === "string"));
