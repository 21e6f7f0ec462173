import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { missing } from "../fault.js";
import type { Call } from "../operation.js";
import { asId } from "../scope.js";
import type { Instance } from "./names.js";

/** The role whose holders are in the group. */
export const membership = "member";

/** A group: an instance of a resource that is marked as a kind of group, when the first is made of it. */
export interface Group extends Instance {
  type: string;
  tenantKey: string;
  /** The role by which one is a member. */
  member: string;
}

/** Groups, with their columns and two ways to read them: `body` with members and roles, `brief` without. */
export const groupRows = (call: Call): RawBuilder<unknown> => sql`
  select i.id, i.key, i.key as name, s.key || ':' || i.key as place, i.created_at, i.tenant_id, i.resource_id, s.key as type,
    t.key as tenant_key, m.id as member_id,
    jsonb_build_object('group_resource_type_key', s.key, 'group_instance_key', i.key, 'group_tenant', t.key) || jsonb_build_object(
      'users', (select coalesce(jsonb_agg(a.user_id order by a.begins_at, a.id), '[]') from assignment a
        where a.environment_id = i.environment_id and a.tenant_id = i.tenant_id and a.instance_id = i.id and a.role_id = m.id),
      'assigned_roles', (select coalesce(jsonb_agg(g.key order by g.created_at, g.id), '[]')
        from (${rolesOfGroup(sql`(i.environment_id, i.tenant_id, i.id)`, sql`m.id`)}) g)) as body,
    jsonb_build_object('id', i.id, 'group_resource_type_key', s.key, 'group_instance_key', i.key, 'group_tenant', t.key) as brief
  from resource_instance i
  join resource s on (s.environment_id, s.id) = (i.environment_id, i.resource_id)
  join tenant t on (t.environment_id, t.id) = (i.environment_id, i.tenant_id)
  join role m on m.environment_id = i.environment_id and m.resource_id = s.id and m.key = ${membership}
  where i.environment_id = ${call.environment} and s.type_attributes @> '{"group": true}'`;

/** The roles that follow from being a member of the group, (environment, tenant, instance): where a tuple leads from the group to an instance, and a derivation along it. */
export const rolesOfGroup = (
  group: RawBuilder<unknown>,
  member: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  select md5(w.id::text || d.id)::uuid as id, w.created_at, r.key::text, o.id as object_id, jsonb_build_object('key', r.key,
    'resource', jsonb_build_object('id', os.id, 'key', os.key),
    'resource_instance', jsonb_build_object('id', o.id, 'key', o.key)) as body
  from relationship_tuple w
  join derivation d on d.environment_id = w.environment_id and d.relation_id = w.relation_id and d.from_role_id = ${member}
  join role r on (r.environment_id, r.id) = (d.environment_id, d.role_id)
  join resource_instance o on (o.environment_id, o.id) = (w.environment_id, w.object_id)
  join resource os on (os.environment_id, os.id) = (o.environment_id, o.resource_id)
  where (w.environment_id, w.tenant_id, w.subject_id) = ${group}`;

/** A group by id, `type:key`, or its key alone; 404 without one. */
export async function groupNamed(call: Call, name: string): Promise<Group & { body: object; brief: object }> {
  const id = asId(name);
  const { rows } = await sql<Group & { body: object; brief: object }>`
    select x.id, x.key, x.place, x.tenant_id as tenant, x.resource_id as resource, x.type,
      x.tenant_key as "tenantKey", x.member_id as member, x.body, x.brief from (${groupRows(call)}) x
    where ${id === null ? sql`(x.key = ${name} or x.place = ${name})` : sql`x.id = ${id}`}
    order by x.type <> 'group', x.created_at limit 1`.execute(call.trx);
  if (!rows[0]) throw missing("group", name);
  return rows[0];
}
