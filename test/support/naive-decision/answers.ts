import type { AuthorizedUsersQuery, Query, UserPermissionsQuery } from "../../../src/api/decision/index.js";
import { attributesAllow, naiveAllows, rolesAllow } from "./decide.js";
import { activePlace, direct, heldOnInstances, memberOf, permits, roleBy } from "./holdings.js";
import { nameOf, type World } from "./world.js";

/** Rule 40. */
export const naiveAllTenants = (world: World, query: Query, now: number): string[] =>
  world.tenants
    .map(({ key }) => key)
    .sort()
    .filter((tenant) => naiveAllows(world, { ...query, resource: { ...query.resource, tenant } }, now));

/** Rules 41 to 43: permissions and roles by entry. */
export function naivePermissions(world: World, query: UserPermissionsQuery, now: number) {
  const entries: Record<string, { permissions: string[]; roles: string[] }> = {};
  const add = (name: string, type: string, roles: string[], permissions: string[]) => {
    if (query.resources && !query.resources.includes(name)) return;
    if (query.resourceTypes && !query.resourceTypes.includes(type)) return;
    if (roles.length || permissions.length)
      entries[name] = { permissions: permissions.sort(), roles: roles.sort() };
  };
  const all = world.schema.resources.flatMap(({ key, actions }) =>
    actions.map((action) => ({ type: key, action })),
  );
  const { user, context, custom } = query;
  const byAttributes = (action: string, resource: Query["resource"]) =>
    query.abac === true && attributesAllow(world, { user, action, resource, context, custom }, now);
  const isMember = (tenant: string) => activePlace(world, user.key, tenant) !== undefined;

  for (const { key: tenant } of world.tenants) {
    if (query.tenants && !query.tenants.includes(tenant)) continue;
    if (!isMember(tenant) && !(query.abac && query.tenants)) continue;
    const inTenant = all.filter(
      ({ type, action }) =>
        rolesAllow(world, { user, action, resource: { type, tenant } }, now) ||
        byAttributes(action, { type, tenant }),
    );
    const roles = direct(world, activePlace(world, user.key, tenant), null, now);
    add(
      `__tenant:${tenant}`,
      "__tenant",
      roles.map(({ key }) => key),
      inTenant.map(({ type, action }) => `${type}:${action}`),
    );
    for (const instance of world.instances.filter((each) => each.tenant === tenant)) {
      const name = nameOf(instance);
      const { type, key } = instance;
      const held = heldOnInstances(world, user.key, tenant, now)
        .filter((each) => each.instance === name)
        .flatMap(({ role }) => roleBy(world, role) ?? []);
      const isNamed = query.resources?.includes(name);
      const permitted = all.filter(
        (each) =>
          each.type === type &&
          (held.some((role) => permits(world, role, `${type}:${each.action}`)) ||
            ((held.length > 0 || isNamed) && byAttributes(each.action, { type, key, tenant }))),
      );
      add(
        name,
        type,
        held.map((role) => role.key),
        permitted.map(({ action }) => `${type}:${action}`),
      );
    }
  }
  return entries;
}

/** Rule 44: `user resource role` of each entry, sorted. */
export function naiveAuthorized(
  world: World,
  { action, resource }: AuthorizedUsersQuery,
  now: number,
): string[] {
  const permission = `${resource.type}:${action}`;
  const name = `${resource.type}:${resource.key ?? ""}`;
  const tenant = resource.tenant ?? "";
  const isHere = world.instances.some((each) => nameOf(each) === name && each.tenant === tenant);
  const found = world.users
    .filter(({ key }) => memberOf(world, key).some((each) => each.key === tenant))
    .flatMap(({ key: user }) => {
      const place = activePlace(world, user, tenant);
      const byTenant = direct(world, place, null, now)
        .filter((role) => permits(world, role, permission))
        .map((role) => `${user} __tenant:${tenant} ${role.key}`);
      if (!isHere) return byTenant;
      const sources = world.instances
        .filter((each) => each.tenant === tenant)
        .flatMap((each) =>
          direct(world, place, nameOf(each), now).map((role) => ({ instance: nameOf(each), role })),
        )
        .filter(({ instance, role }) =>
          heldOnInstances(world, user, tenant, now, { instance, role: role.id }).some((held) => {
            const last = roleBy(world, held.role);
            return held.instance === name && last !== undefined && permits(world, last, permission);
          }),
        );
      return [
        ...byTenant,
        ...sources.map(({ instance, role }) => `${user} ${instance} ${role.resource ?? ""}#${role.key}`),
      ];
    });
  return found.sort();
}
