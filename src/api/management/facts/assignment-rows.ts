import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Call } from "../operation.js";
import { unended } from "./user-rows.js";

/**
 * Assignments of the environment as the vendor reads them, briefly or with what they name. Outer joins, so that whoever
 * only counts needs none of them.
 */
export const assignmentRows = (call: Call, isDetailed: boolean): RawBuilder<unknown> => sql`
  select a.id, a.begins_at as created_at, a.user_id, a.role_id, a.tenant_id, a.instance_id,
    jsonb_build_object('id', a.id, 'organization_id', ${call.organization}::uuid, 'project_id', ${call.project}::uuid,
      'environment_id', a.environment_id, 'created_at', a.begins_at) || ${isDetailed ? detailed : brief} as body
  from assignment a
  left join app_user u on (u.environment_id, u.id) = (a.environment_id, a.user_id)
  left join role r on (r.environment_id, r.id) = (a.environment_id, a.role_id)
  left join tenant t on (t.environment_id, t.id) = (a.environment_id, a.tenant_id)
  left join resource_instance i on (i.environment_id, i.id) = (a.environment_id, a.instance_id)
  left join resource s on (s.environment_id, s.id) = (i.environment_id, i.resource_id)
  where a.environment_id = ${call.environment} and ${unended}`;

const brief = sql`jsonb_build_object('user', u.key, 'role', r.key, 'tenant', t.key, 'resource_instance', s.key || ':' || i.key,
  'resource_instance_id', i.id, 'user_id', u.id, 'role_id', r.id, 'tenant_id', t.id)`;

const detailed = sql`jsonb_build_object(
  'user', jsonb_build_object('id', u.id, 'key', u.key, 'email', coalesce(u.email_given, u.email), 'first_name', u.first_name,
    'last_name', u.last_name, 'attributes', u.attributes),
  'role', jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name, 'permissions', (
    select coalesce(jsonb_agg(o.key || ':' || c.key order by o.key, c.key), '[]') from role_permission p
    join resource_action c on (c.environment_id, c.id) = (p.environment_id, p.action_id)
    join resource o on (o.environment_id, o.id) = (c.environment_id, c.resource_id)
    where p.environment_id = r.environment_id and p.role_id = r.id)),
  'tenant', jsonb_build_object('id', t.id, 'key', t.key, 'name', t.name, 'attributes', t.attributes),
  'resource_instance', case when i.id is not null then jsonb_build_object('id', i.id, 'key', i.key, 'resource', s.key,
    'attributes', i.attributes) end)`;
