import type { Place, Role, Tenant } from "../../../src/api/decision/index.js";
import { nameOf, type World } from "./world.js";

/** Rule 4. */
export function activePlace(
  world: World,
  user: string,
  tenant: string | null | undefined,
): Place | undefined {
  const isKnown = world.users.some(({ key }) => key === user);
  const isActive = world.tenants.some(({ key, active }) => key === tenant && active);
  const found = world.places.find((each) => each.user === user && each.tenant === tenant);
  return isKnown && isActive && found?.place.active ? found.place : undefined;
}

export const memberOf = (world: World, user: string): Tenant[] =>
  world.tenants.filter(({ key }) => activePlace(world, user, key)).sort((a, b) => (a.key < b.key ? -1 : 1));

/** Rules 3, 10 and 13: on an instance, or with `null` in the tenant. */
export function direct(world: World, place: Place | undefined, instance: string | null, now: number): Role[] {
  const assigned = (place?.assignments ?? []).filter(
    (each) => each.instance === instance && each.begins <= now && (each.ends === null || now < each.ends),
  );
  const type = instance === null ? null : instance.split(":")[0];
  return world.schema.roles.filter(
    ({ id, resource }) => resource === type && assigned.some(({ role }) => role === id),
  );
}

/** Rule 9. */
export function permits(world: World, role: Role, permission: string, seen: readonly Role[] = []): boolean {
  const [type, action] = permission.split(":");
  const isDeclared = world.schema.resources.some(
    ({ key, actions }) => key === type && actions.includes(action ?? ""),
  );
  if (!isDeclared || seen.includes(role)) return false;
  if (role.permissions.includes(permission)) return true;
  return world.schema.roles.some(
    (other) =>
      role.extends.includes(other.id) &&
      other.resource === role.resource &&
      permits(world, other, permission, [...seen, role]),
  );
}

interface Held {
  instance: string;
  role: string;
}

/** Rules 13, 14 and 16: all resource roles in the tenant; by default from all that is held directly. */
export function heldOnInstances(
  world: World,
  user: string,
  tenant: string,
  now: number,
  only?: Held,
): Held[] {
  const place = activePlace(world, user, tenant);
  const here = world.instances.filter((each) => each.tenant === tenant).map(nameOf);
  const all = here.flatMap((instance) =>
    direct(world, place, instance, now).map(({ id }) => ({ instance, role: id })),
  );
  const held = only ? [only] : [...all];
  const isDirect = (instance: string) => all.some((each) => each.instance === instance);
  for (let before = -1; before !== held.length;) {
    before = held.length;
    for (const { role, from, relation, unlessDirect } of world.schema.derivations) {
      const [given, source] = [roleBy(world, role), roleBy(world, from)];
      if (!given?.resource || !source?.resource) continue;
      const isDeclared = world.schema.relations.some(
        (each) => each.key === relation && each.object === given.resource && each.subject === source.resource,
      );
      if (!isDeclared) continue;
      for (const tuple of world.tuples) {
        const { subject, object } = tuple;
        if (
          tuple.relation === relation &&
          here.includes(subject) &&
          here.includes(object) &&
          object.startsWith(`${given.resource}:`) &&
          held.some((each) => each.instance === subject && each.role === from) &&
          !((unlessDirect || given.unlessDirect) && isDirect(object)) &&
          !held.some((each) => each.instance === object && each.role === role)
        )
          held.push({ instance: object, role });
      }
    }
  }
  return held;
}

export const roleBy = (world: World, id: string) => world.schema.roles.find((role) => role.id === id);
