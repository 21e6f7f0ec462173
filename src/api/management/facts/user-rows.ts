import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { find, standing } from "../collection.js";
import type { Call } from "../operation.js";

/** What has run out may still be there: it is swept a little later. `a` is an assignment. */
export const unended = sql`(a.ends_at is null or a.ends_at > statement_timestamp())`;

const held = (what: RawBuilder<unknown>, more: RawBuilder<unknown>) => sql`(
  select coalesce(jsonb_agg(${what} order by a.begins_at, a.id), '[]') from assignment a
  join role r on (r.environment_id, r.id) = (a.environment_id, a.role_id)
  join tenant t on (t.environment_id, t.id) = (a.environment_id, a.tenant_id)
  left join resource_instance i on (i.environment_id, i.tenant_id, i.id) = (a.environment_id, a.tenant_id, a.instance_id)
  left join resource s on (s.environment_id, s.id) = (i.environment_id, i.resource_id)
  where a.environment_id = u.environment_id and a.user_id = u.id and ${unended} and ${more})`;

const onInstances = held(
  sql`jsonb_build_object('resource', s.key, 'resource_instance', i.key, 'role', r.key)`,
  sql`a.tenant_id = m.tenant_id and a.instance_id is not null`,
);

/**
 * Users of the environment as the vendor's UserRead, with the columns that lists filter by. Who has been suspended in a
 * tenant, or has never been synced nor signed in, is `pending` there.
 */
export const userRows = (call: Call, withInstances = false): RawBuilder<unknown> => sql`
  select u.id, u.key::text, u.search, u.environment_id, u.created_at, ${standing(call, "u")} || jsonb_build_object(
    'key', u.key, 'email', coalesce(u.email_given, u.email), 'first_name', u.first_name, 'last_name', u.last_name,
    'attributes', u.attributes,
    'roles', ${held(sql`jsonb_build_object('role', r.key, 'tenant', t.key)`, sql`a.instance_id is null`)},
    'associated_tenants', (select coalesce(jsonb_agg(jsonb_build_object('tenant', p.key,
        'status', case when m.status = 'active' and u.known_at is not null then 'active' else 'pending' end,
        'roles', ${held(sql`r.key`, sql`a.tenant_id = m.tenant_id and a.instance_id is null`)},
        'resource_instance_roles', ${withInstances ? onInstances : sql`'[]'::jsonb`}) order by p.key), '[]')
      from membership m join tenant p on (p.environment_id, p.id) = (m.environment_id, m.tenant_id)
      where m.environment_id = u.environment_id and m.user_id = u.id)) as body
  from app_user u where u.environment_id = ${call.environment}`;

/** One user by id or key, as UserRead; 404 without one. */
export const userNamed = (call: Call, name: string): Promise<{ id: string; key: string; body: object }> =>
  find({ rows: (each) => userRows(each), noun: "user" }, call, name);
