import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { missing } from "../fault.js";
import type { Call } from "../operation.js";
import { asId } from "../scope.js";
import { environmentBody, projectBody } from "./views.js";

/** The level of a key by what it names. */
const level = sql`case when k.environment_id is not null then 'env' when k.project_id is not null then 'project' else 'org' end`;

/** Keys that reach no further than the one that asks: nobody sees, changes or deletes a wider one. */
export function keyRows({ key }: Pick<Call, "key">): RawBuilder<unknown> {
  return sql`select k.id, k.id::text as key, k.name, k.created_at, k.project_id, ${level} as object_type,
    jsonb_build_object('id', k.id, 'organization_id', k.organization_id, 'project_id', k.project_id,
      'environment_id', k.environment_id, 'object_type', ${level}, 'access_level', k.access_level,
      'owner_type', k.owner_type, 'name', k.name, 'created_at', k.created_at, 'last_used_at', k.last_used_at,
      'env', case when e.id is not null then ${environmentBody(key.organization, "e")} end,
      'project', case when p.id is not null then ${projectBody("p")} end)
      || case when k.expires_at is null then '{}' else jsonb_build_object('expires_at', k.expires_at) end as body
    from api_key k left join project p on p.id = k.project_id left join environment e on e.id = k.environment_id
    where k.deleted_at is null and k.organization_id = ${key.organization}
      and (${key.project}::uuid is null or k.project_id = ${key.project})
      and (${key.environment}::uuid is null or k.environment_id = ${key.environment})`;
}

/** A key by its id, locked; 404 for what is not there, and for what reaches further than the one that asks. */
export async function requireKey(call: Call, name: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select k.id from api_key k
    where k.id = (select x.id from (${keyRows(call)}) x where x.id = ${asId(name)}) and k.deleted_at is null for update`.execute(
    call.trx,
  );
  if (!rows[0]) throw missing("API key", name);
  return rows[0].id;
}

/** A key as the vendor reads it, with its secret where that may be shown. */
export async function keyView(call: Call, id: string, secret?: string): Promise<object> {
  const { rows } = await sql<{
    body: object;
  }>`select x.body from (${keyRows(call)}) x where x.id = ${id}`.execute(call.trx);
  return { ...rows[0]?.body, ...(secret !== undefined && { secret }) };
}
