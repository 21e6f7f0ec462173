import { allowsByAttributes } from "./attribute-rules.js";
import { setOwn } from "./authorized-users.js";
import { isActive, type Facts, type InstanceRecord, type PlaceRecord, type TenantRecord } from "./facts.js";
import { reaches } from "./relationships.js";
import type { CompiledAction, CompiledSchema } from "./schema.js";
import type { AskedResource, Instant, UserPermissions, UserPermissionsQuery } from "./types.js";

export function userPermissions(
  facts: Facts,
  schema: CompiledSchema,
  query: UserPermissionsQuery,
  now: Instant,
): UserPermissions {
  const answer: UserPermissions = {};
  const asker = new PermissionsQuestion(facts, schema, query, now);
  for (const tenant of asker.tenants()) {
    const place = facts.activePlace(facts.users.get(query.user.key), tenant);
    const name = `__tenant:${tenant.key}`;
    const shown = { key: tenant.key, attributes: tenant.attributes };
    const held = place?.roles.at(now);
    const inTenant = asker.isWanted("__tenant", name)
      ? asker.permissions(
          [...schema.types.values()].flatMap(({ actions }) => [...actions.values()]),
          ({ number }) => held !== undefined && facts.roleSets.permits(held.number, number),
          { type: "", tenant: tenant.key },
        )
      : [];
    const roles = asker.isWanted("__tenant", name) ? (held?.roles ?? []) : [];
    if (roles.length || inTenant.length)
      setOwn(answer, name, { tenant: shown, permissions: inTenant, roles: keysOf(roles) });
    for (const instance of asker.instances(tenant, place)) {
      const { type, key, attributes } = instance;
      const onIt = place ? asker.rolesOn(place, instance) : [];
      if (!onIt.length && !asker.isNamed(instance)) continue;
      const permissions = asker.permissions(
        [...(schema.types.get(type)?.actions.values() ?? [])],
        ({ number }) => onIt.some((role) => role.permits(number)),
        { type, key, tenant: tenant.key },
      );
      if (onIt.length || permissions.length)
        setOwn(answer, instance.name, {
          tenant: shown,
          resource: { type, key, attributes },
          permissions,
          roles: keysOf(onIt),
        });
    }
  }
  return answer;
}

class PermissionsQuestion {
  constructor(
    readonly facts: Facts,
    readonly schema: CompiledSchema,
    readonly query: UserPermissionsQuery,
    readonly now: Instant,
  ) {}

  /** Where the user is a member; where rules on attributes are asked for, also those that are named. */
  tenants(): TenantRecord[] {
    const { facts, query } = this;
    const user = facts.users.get(query.user.key);
    const named = query.abac ? (query.tenants ?? []).flatMap((key) => facts.tenants.get(key) ?? []) : [];
    const own = user?.places.filter(isActive).map(({ tenant }) => tenant) ?? [];
    return [...new Set([...own, ...named])]
      .filter(({ key }) => query.tenants?.includes(key) !== false)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Whatever their roles on instances could lead to, and with rules on attributes also those that are named. */
  instances(tenant: TenantRecord, place: PlaceRecord | undefined): InstanceRecord[] {
    const seen = new Set(place?.onInstances.keys());
    for (const { objects } of seen)
      for (const each of objects.values()) for (const object of each) seen.add(object);
    const named = this.query.abac ? (this.query.resources ?? []) : [];
    for (const name of named) {
      const instance = this.facts.instances.get(name);
      if (instance) seen.add(instance);
    }
    return [...seen]
      .filter((each) => each.tenant === tenant && this.isWanted(each.type, each.name))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  rolesOn(place: PlaceRecord, instance: InstanceRecord) {
    return [...this.schema.roles.values()].filter(
      (role) =>
        role.resource === instance.type && reaches(place, instance, this.schema.goals.of([role]), this.now),
    );
  }

  permissions(
    actions: readonly CompiledAction[],
    byRoles: (action: CompiledAction) => boolean,
    resource: AskedResource,
  ): string[] {
    return actions
      .filter((action) => byRoles(action) || (this.query.abac && this.#byAttributes(action, resource)))
      .map(({ permission }) => permission)
      .sort();
  }

  isNamed({ name }: InstanceRecord): boolean {
    return this.query.resources?.includes(name) === true;
  }

  isWanted(type: string, name: string): boolean {
    const { resources, resourceTypes } = this.query;
    return resources?.includes(name) !== false && resourceTypes?.includes(type) !== false;
  }

  #byAttributes({ permission, rules }: CompiledAction, resource: AskedResource): boolean {
    if (!rules.length) return false;
    const [type = "", action = ""] = permission.split(":");
    const { user, context, custom } = this.query;
    const query = { user, action, resource: { ...resource, type }, context, custom };
    return allowsByAttributes(this.facts, this.schema, rules, query, this.now);
  }
}

const keysOf = (roles: readonly { key: string }[]) => roles.map(({ key }) => key).sort();
