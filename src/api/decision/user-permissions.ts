import { setOwn } from "./authorized-users.js";
import type { Facts, InstanceRecord, PlaceRecord } from "./facts.js";
import { reaches } from "./relationships.js";
import type { CompiledSchema } from "./schema.js";
import type { Instant, Permission, UserPermissions, UserPermissionsQuery } from "./types.js";

export function userPermissions(
  facts: Facts,
  schema: CompiledSchema,
  query: UserPermissionsQuery,
  now: Instant,
): UserPermissions {
  const user = facts.users.get(query.user.key);
  const answer: UserPermissions = {};
  for (const tenant of [...(user?.places.keys() ?? [])].sort(byKey)) {
    const place = facts.activePlace(user, tenant);
    if (!place || query.tenants?.includes(tenant.key) === false) continue;
    const held = place.roles.at(now);
    const shown = { key: tenant.key, attributes: tenant.attributes };
    const name = `__tenant:${tenant.key}`;
    if (held.roles.length && isWanted(query, "__tenant", name))
      setOwn(answer, name, {
        tenant: shown,
        permissions: schema.permissions.filter((_, number) => held.permits(number)).sort(),
        roles: held.roles.map(({ key }) => key).sort(),
      });
    for (const instance of reachable(place)) {
      if (!isWanted(query, instance.type, instance.name)) continue;
      const { roles, permissions } = onInstance(schema, place, instance, now);
      const { type, key, attributes } = instance;
      if (roles.length)
        setOwn(answer, instance.name, {
          tenant: shown,
          resource: { type, key, attributes },
          permissions,
          roles,
        });
    }
  }
  return answer;
}

function isWanted({ resources, resourceTypes }: UserPermissionsQuery, type: string, name: string): boolean {
  return resources?.includes(name) !== false && resourceTypes?.includes(type) !== false;
}

/** Whatever their roles on instances could lead to. */
function reachable({ onInstances, tenant }: PlaceRecord): InstanceRecord[] {
  const seen = new Set(onInstances.keys());
  for (const { objects } of seen)
    for (const each of objects.values()) for (const object of each) seen.add(object);
  return [...seen]
    .filter((instance) => instance.tenant === tenant)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function onInstance(schema: CompiledSchema, place: PlaceRecord, instance: InstanceRecord, now: Instant) {
  const roles = [...schema.roles.values()].filter(
    (role) => role.resource === instance.type && reaches(place, instance, schema.goals.of([role]), now),
  );
  const actions = [...(schema.types.get(instance.type)?.actions.values() ?? [])];
  const permissions: Permission[] = actions
    .filter(({ number }) => roles.some((role) => role.permits(number)))
    .map(({ permission }) => permission);
  return { roles: roles.map(({ key }) => key).sort(), permissions: permissions.sort() };
}

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
