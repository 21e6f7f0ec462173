import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { standing } from "../collection.js";
import type { Call } from "../operation.js";

/** Roles as the vendor reads them, those that meet a condition over `r`. */
export function roleRows(call: Call, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select r.id, r.key::text as key, r.name, r.attributes, r.created_at, r.resource_id,
      ${standing(call, "r")} || jsonb_build_object('key', r.key, 'name', r.name, 'description', nullif(r.description, ''),
        'attributes', r.attributes,
        -- An action of the role's own resource goes by its key alone.
        'permissions', (select coalesce(jsonb_agg(case when a.resource_id = r.resource_id then a.key else o.key || ':' || a.key end
            order by o.key, a.key), '[]')
          from role_permission p join resource_action a on (a.environment_id, a.id) = (p.environment_id, p.action_id)
          join resource o on (o.environment_id, o.id) = (a.environment_id, a.resource_id)
          where (p.environment_id, p.role_id) = (r.environment_id, r.id)),
        'extends', (select coalesce(jsonb_agg(t.key order by t.key), '[]') from role_extends e
          join role t on (t.environment_id, t.id) = (e.environment_id, e.extended_id)
          where (e.environment_id, e.role_id) = (r.environment_id, r.id)),
        'granted_to', ${grantedTo})
      || case when s.id is null then '{}' else jsonb_build_object('resource_id', s.id, 'resource', s.key) end as body
    from role r left join resource s on (s.environment_id, s.id) = (r.environment_id, r.resource_id)
    where r.environment_id = ${call.environment} and ${condition}`;
}

/** How a derivation `d` reads. */
export const derivationBody = sql`jsonb_build_object('role_id', f.id, 'resource_id', fs.id, 'relation_id', l.id,
  'role', f.key, 'on_resource', fs.key, 'linked_by_relation', l.key,
  'when', jsonb_build_object('no_direct_roles_on_object', d.unless_direct))`;
export const derivations = sql`derivation d
  join role f on (f.environment_id, f.id) = (d.environment_id, d.from_role_id)
  join resource fs on (fs.environment_id, fs.id) = (f.environment_id, f.resource_id)
  join relation l on (l.environment_id, l.id) = (d.environment_id, d.relation_id)`;

const grantedTo = sql`(select case when r.unless_direct or count(*) > 0 then jsonb_build_object('id', r.id,
    'when', jsonb_build_object('no_direct_roles_on_object', r.unless_direct),
    'users_with_role', coalesce(jsonb_agg(${derivationBody} order by fs.key, f.key, l.key), '[]')) end
  from ${derivations} where (d.environment_id, d.role_id) = (r.environment_id, r.id))`;
