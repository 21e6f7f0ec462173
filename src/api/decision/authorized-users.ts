import { isActive, type Facts, type TenantRecord } from "./facts.js";
import { sources } from "./relationships.js";
import type { CompiledAction, CompiledSchema } from "./schema.js";
import type { AuthorizedUsers, AuthorizedUsersQuery, AuthorizingAssignment, Instant } from "./types.js";

export function authorizedUsers(
  facts: Facts,
  schema: CompiledSchema,
  { action: asked, resource }: AuthorizedUsersQuery,
  now: Instant,
): AuthorizedUsers {
  const name = `${resource.type}:${resource.key ?? "*"}`;
  const answer: AuthorizedUsers = { resource: name, tenant: resource.tenant ?? "", users: {} };
  const action = schema.types.get(resource.type)?.actions.get(asked);
  const tenant = facts.tenants.get(resource.tenant ?? "");
  if (!action || !tenant?.known || !tenant.active) return answer;
  const users = [...inTenant(tenant, action, now), ...onInstance(facts, tenant, name, action, now)];
  for (const each of users) {
    if (!Object.hasOwn(answer.users, each.user)) setOwn(answer.users, each.user, []);
    answer.users[each.user]?.push(each);
  }
  return answer;
}

function inTenant({ key, places }: TenantRecord, { number }: CompiledAction, now: Instant) {
  return [...places].filter(isActive).flatMap(({ user, roles }): AuthorizingAssignment[] =>
    roles
      .at(now)
      .roles.filter((role) => role.permits(number))
      .map((role) => ({ user: user.key, tenant: key, resource: `__tenant:${key}`, role: role.key })),
  );
}

function onInstance(
  facts: Facts,
  tenant: TenantRecord,
  name: string,
  { goal }: CompiledAction,
  now: Instant,
) {
  const instance = facts.instances.get(name);
  if (!instance) return [];
  return [...tenant.places].filter(isActive).flatMap((place): AuthorizingAssignment[] => {
    const found = new Map(
      [...sources(place, instance, goal, now)].map(({ instance: on, role }) => [
        `${on.name}#${role.id}`,
        { on, role },
      ]),
    );
    return [...found.values()].map(({ on, role }) => ({
      user: place.user.key,
      tenant: tenant.key,
      resource: on.name,
      role: `${on.type}#${role.key}`,
    }));
  });
}

/** A key may be `__proto__`. */
export function setOwn<Value>(record: Record<string, Value>, key: string, value: NoInfer<Value>): void {
  Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
}
