import { Asked } from "./asked.js";
import type { CompiledRule } from "./condition-sets.js";
import type { Facts } from "./facts.js";
import { reaches } from "./relationships.js";
import type { CompiledSchema } from "./schema.js";
import type { Instant, Query } from "./types.js";

/** A query with all that is known about what it names. */
export function look(facts: Facts, query: Query, now: Instant): Asked {
  const { type, key, tenant: named } = query.resource;
  const user = facts.users.get(query.user.key);
  const tenant = facts.tenants.get(named ?? "");
  const instance = key === null || key === undefined ? undefined : facts.instances.get(`${type}:${key}`);
  const here = tenant && instance?.tenant === tenant ? instance : undefined;
  return new Asked(facts, query, user, tenant, facts.activePlace(user, tenant), here, now);
}

/** Why no rule on attributes is looked at; `undefined` when all are. */
export function notJudged({ facts, query, who, where, place }: Asked): string | undefined {
  if (!where?.known || !where.active) return "the tenant is unknown or suspended";
  if (!place && who?.known && facts.placeOf(who, where)) return "the user is suspended in the tenant";
  if (query.custom === "failed") return "the host's attribute source did not answer";
  return undefined;
}

export function matchesUsers({ users }: CompiledRule, schema: CompiledSchema, asked: Asked): boolean {
  return "set" in users ? users.set.holds(asked) : holdsRole(schema, asked, users.role);
}

export function matchesResources({ resources }: CompiledRule, asked: Asked): boolean {
  return "set" in resources ? resources.set.holds(asked) : resources.resource === asked.query.resource.type;
}

/** In the tenant, or on the very instance that was asked about. Extending a role is not holding it. */
function holdsRole(schema: CompiledSchema, { place, instance, now }: Asked, id: string): boolean {
  const role = schema.roles.get(id);
  if (!role || !place) return false;
  if (role.resource === null) return place.roles.at(now).roles.includes(role);
  return instance?.type === role.resource && reaches(place, instance, schema.goals.of([role]), now);
}

export function matches(rule: CompiledRule, schema: CompiledSchema, asked: Asked): boolean {
  return matchesUsers(rule, schema, asked) && matchesResources(rule, asked);
}

/** Whether any rule on attributes allows it. */
export function allowsByAttributes(
  facts: Facts,
  schema: CompiledSchema,
  rules: readonly CompiledRule[],
  query: Query,
  now: Instant,
): boolean {
  const asked = look(facts, query, now);
  return notJudged(asked) === undefined && rules.some((rule) => matches(rule, schema, asked));
}
