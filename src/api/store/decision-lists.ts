import { sql } from "kysely";
import type { Store } from "./store.js";

/** Keys of the instances of a type in a tenant, in their order, after one of them. */
export async function readInstanceKeys(
  store: Store,
  environment: string,
  { type, tenant, after, limit }: { type: string; tenant: string; after: string; limit: number },
): Promise<string[]> {
  const { rows } = await store.asOwner({ environment, tenant: null }, (trx) =>
    sql<{ key: string }>`select i.key from resource_instance i
      join resource s on (s.environment_id, s.id) = (i.environment_id, i.resource_id)
      join tenant t on (t.environment_id, t.id) = (i.environment_id, i.tenant_id)
      where i.environment_id = ${environment} and s.key = ${type} and t.key = ${tenant} and i.key > ${after}
      order by i.key limit ${limit}`.execute(trx),
  );
  return rows.map(({ key }) => key);
}

export interface AssignmentFilter {
  user?: string | undefined;
  role?: string | undefined;
  tenant?: string | undefined;
  /** A resource type. */
  resource?: string | undefined;
  /** `type:key` */
  resourceInstance?: string | undefined;
  page: number;
  perPage: number;
}

/** Role assignments that have begun and not ended, by the keys of everything. */
export async function readAssignments(
  store: Store,
  environment: string,
  { user, role, tenant, resource, resourceInstance, page, perPage }: AssignmentFilter,
): Promise<{ user: string; role: string; tenant: string; resource_instance?: string }[]> {
  const is = (column: ReturnType<typeof sql>, value: string | undefined) =>
    value === undefined ? sql`true` : sql`${column} = ${value}`;
  const instance = sql`s.key || ':' || i.key`;
  const { rows } = await store.asOwner({ environment, tenant: null }, (trx) =>
    sql<{ user: string; role: string; tenant: string; resource_instance?: string }>`
      select u.key as user, r.key as role, t.key as tenant, ${instance} as resource_instance
      from assignment a
      join app_user u on (u.environment_id, u.id) = (a.environment_id, a.user_id)
      join role r on (r.environment_id, r.id) = (a.environment_id, a.role_id)
      join tenant t on (t.environment_id, t.id) = (a.environment_id, a.tenant_id)
      left join resource_instance i on (i.environment_id, i.id) = (a.environment_id, a.instance_id)
      left join resource s on (s.environment_id, s.id) = (i.environment_id, i.resource_id)
      where a.environment_id = ${environment} and a.begins_at <= clock_timestamp() and (a.ends_at is null or a.ends_at > clock_timestamp())
        and ${is(sql`u.key`, user)} and ${is(sql`r.key`, role)} and ${is(sql`t.key`, tenant)}
        and ${is(sql`s.key`, resource)} and ${is(instance, resourceInstance)}
      order by a.tenant_id, a.id offset ${(page - 1) * perPage} limit ${perPage}`.execute(trx),
  );
  return rows.map(({ resource_instance, ...row }) => ({
    ...row,
    ...(resource_instance && { resource_instance }),
  }));
}
