import type { Facts, PlaceRecord, TenantRecord, UserRecord } from "./facts.js";
import { sources } from "./relationships.js";
import type { CompiledSchema } from "./schema.js";
import type { Check, Debug, Instant, Query } from "./types.js";

type Rbac = NonNullable<Debug["rbac"]>;
type Rebac = NonNullable<Debug["rebac"]>;

/** Why a query was allowed or denied, in the order in which the vendor's decision point looks. */
export function explain(
  facts: Facts,
  schema: CompiledSchema,
  query: Query,
  now: Instant,
  allow: boolean,
): Check {
  const user = facts.users.get(query.user.key);
  const tenant = facts.tenants.get(query.resource.tenant ?? "");
  const rbac = explainRbac(facts, schema, query, now, { user, tenant });
  const rebac = explainRebac(facts, schema, query, now, facts.activePlace(user, tenant));
  return {
    allow,
    debug: {
      request: {
        user: { key: query.user.key, synced: user?.known === true, attributes: query.user.attributes ?? {} },
        tenant: tenant?.known ? { key: tenant.key, attributes: tenant.attributes } : null,
        action: query.action,
        resource: {
          type: query.resource.type,
          key: query.resource.key ?? null,
          attributes: query.resource.attributes ?? {},
        },
      },
      ...((rbac.allow || !allow) && { rbac }),
      ...((rebac.allow || !allow) && { rebac }),
    },
  };
}

function explainRbac(
  facts: Facts,
  schema: CompiledSchema,
  { user: { key: userKey }, action: asked, resource }: Query,
  now: Instant,
  { user, tenant }: { user: UserRecord | undefined; tenant: TenantRecord | undefined },
): Rbac {
  const deny = (code: Rbac["code"], reason: string): Rbac => ({ allow: false, code, reason });
  const type = schema.types.get(resource.type);
  const named = resource.tenant ?? "";
  if (!type) return deny("no_such_resource", `There is no resource type '${resource.type}'.`);
  const action = type.actions.get(asked);
  if (!action) return deny("no_such_action", `Resource type '${type.key}' has no action '${asked}'.`);
  if (!tenant?.known) return deny("no_such_tenant", `There is no tenant '${named}'.`);
  if (!user?.known) return deny("user_not_synced", `User '${userKey}' is not known.`);
  const roles = facts.activePlace(user, tenant)?.roles.at(now).roles ?? [];
  const allowing = roles.filter((role) => role.permits(action.number)).map(({ key }) => key);
  if (allowing.length)
    return {
      allow: true,
      code: "allow",
      reason: `User '${userKey}' has role ${list(allowing)} in tenant '${named}', which permits '${action.permission}'.`,
      allowing_roles: allowing,
    };
  if (roles.length)
    return deny(
      "no_permission",
      `No role of user '${userKey}' in tenant '${named}' permits '${action.permission}'.`,
    );
  const elsewhere = [...user.places.keys()].some(
    (each) => facts.activePlace(user, each)?.roles.at(now).roles.length,
  );
  return elsewhere
    ? deny("no_role_in_tenant", `User '${userKey}' has no role in tenant '${named}'.`)
    : deny("no_user_roles", `User '${userKey}' has no role in any tenant.`);
}

function explainRebac(
  facts: Facts,
  schema: CompiledSchema,
  { user, action: asked, resource }: Query,
  now: Instant,
  place: PlaceRecord | undefined,
): Rebac {
  const name = `${resource.type}:${resource.key ?? ""}`;
  const instance = facts.instances.get(name);
  const action = schema.types.get(resource.type)?.actions.get(asked);
  if (!instance || !instance.tenant || instance.tenant.key !== resource.tenant || !action)
    return {
      allow: false,
      code: "no_such_instance",
      reason: `There is no instance '${name}' in tenant '${resource.tenant ?? ""}'.`,
    };
  const found = place ? [...sources(place, instance, action.goal, now)] : [];
  const allowing = [...new Set(found.map(({ instance: on, role }) => `${on.name}#${role.key}`))];
  if (allowing.length)
    return {
      allow: true,
      code: "allow",
      reason: `User '${user.key}' holds ${list(allowing)}, which leads to '${action.permission}' on '${name}'.`,
      allowing_roles: allowing,
    };
  return place?.onInstances.get(instance)?.at(now).roles.length
    ? {
        allow: false,
        code: "no_permission",
        reason: `No role of user '${user.key}' on '${name}' permits '${action.permission}'.`,
      }
    : {
        allow: false,
        code: "no_role_on_instance",
        reason: `User '${user.key}' holds no role that leads to '${name}'.`,
      };
}

const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(", ");
