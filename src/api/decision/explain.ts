import { merged } from "./asked.js";
import { look } from "./attribute-rules.js";
import { explainAttributes } from "./explain-attributes.js";
import { explainRelationships } from "./explain-relationships.js";
import { explainRoles } from "./explain-roles.js";
import type { Facts } from "./facts.js";
import type { CompiledSchema } from "./schema.js";
import type { Check, Debug, Instant, Query } from "./types.js";

/** The decision with all reasons for it; why a model denied is told only when none allowed. */
export function explain(facts: Facts, schema: CompiledSchema, query: Query, now: Instant): Check {
  const asked = look(facts, query, now);
  const { who, where, place } = asked;
  const { type, key } = query.resource;
  const rbac = explainRoles(schema, asked);
  const rebac = explainRelationships(schema, asked);
  const abac =
    schema.rules.sets.length || schema.rules.byPermission.size ? explainAttributes(schema, asked) : undefined;
  const allow = rbac.allow || rebac.allow || abac?.allow === true;
  const request: Debug["request"] = {
    user: { key: query.user.key, synced: who?.known === true, attributes: merged(asked.user) },
    tenant: where?.known ? { key: where.key, attributes: place ? where.attributes : {} } : null,
    action: query.action,
    resource: { type, key: key ?? null, attributes: merged(asked.resource) },
  };
  return {
    allow,
    debug: {
      request,
      ...((rbac.allow || !allow) && { rbac }),
      ...(abac && (abac.allow || !allow) && { abac }),
      ...((rebac.allow || !allow) && { rebac }),
    },
  };
}
