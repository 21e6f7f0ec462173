import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { missing } from "../fault.js";
import type { Call } from "../operation.js";
import { asId } from "../scope.js";
import type { Resource } from "./names.js";

/** Resources and their attributes, with those two that every environment has and that stand in tables of their own. */

const builtInAttributes = [
  ["key", "string", "The unique key of the user"],
  ["email", "string", "The user's address"],
  ["roles", "array", "Keys of the roles that the user has in the tenant"],
] as const;

/** `__user`, whose attributes are those of users and their places, and `__tenant`. Their ids follow from the environment's. */
const idOf = ({ environment }: Call, name: string) => sql`md5(${environment} || ${name})::uuid`;

/** `id, key, name, built_in`, the rest being null for what is built in. */
export const allResources = (call: Call): RawBuilder<unknown> => sql`
  select id, key::text as key, name, urn, description, type_attributes, created_at, updated_at, false as built_in
  from resource where environment_id = ${call.environment}
  union all
  select b.id, b.key, b.name, null, null, null, e.created_at, e.created_at, true from environment e
  cross join (values (${idOf(call, "__user")}, '__user', 'User'), (${idOf(call, "__tenant")}, '__tenant', 'Tenant')) b(id, key, name)
  where e.id = ${call.environment}`;

/** Attributes of all of them: `id, resource_id, key, type, description, built_in` and times. */
export const allAttributes = (call: Call): RawBuilder<unknown> => sql`
  select id, coalesce(resource_id, ${idOf(call, "__tenant")}) as resource_id, key::text as key, type, description,
    created_at, updated_at, false as built_in
  from resource_attribute where environment_id = ${call.environment}
  union all
  select id, ${idOf(call, "__user")}, key, type, nullif(description, ''), created_at, updated_at, false
  from attribute_definition where environment_id = ${call.environment}
  union all
  select md5(${call.environment} || '__user.' || b.key)::uuid, ${idOf(call, "__user")}, b.key, b.type, b.description,
    e.created_at, e.created_at, true from environment e
  cross join (values ${sql.join(builtInAttributes.map((each) => sql`(${sql.join(each.map((part) => sql`${part}::text`))})`))})
    b(key, type, description)
  where e.id = ${call.environment}`;

/** Whose attributes a path is about: any resource, also one that is built in. */
export async function attributeHome(call: Call, name: string): Promise<Resource> {
  const { rows } = await sql<Resource>`select id, key from (${allResources(call)}) x
    where x.id = ${asId(name)} or x.key = ${name}`.execute(call.trx);
  if (!rows[0]) throw missing("resource", name);
  return rows[0];
}

export const isBuiltIn = (key: string): boolean => key === "__user" || key === "__tenant";
