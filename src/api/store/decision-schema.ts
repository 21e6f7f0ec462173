import { sql } from "kysely";
import type { Schema } from "../decision/types.js";
import type { Trx } from "./store.js";

/** Resources, roles, relations, derivations, condition sets and rules of an environment, in the decision point's words. */
export async function readDecisionSchema(trx: Trx, environment: string): Promise<Schema> {
  const all = (rows: ReturnType<typeof sql>) => sql`(select coalesce(jsonb_agg(x), '[]') from (${rows}) x)`;
  const permissions = sql`(select coalesce(jsonb_agg(s.key || ':' || a.key), '[]') from role_permission p
    join resource_action a on (a.environment_id, a.id) = (p.environment_id, p.action_id)
    join resource s on (s.environment_id, s.id) = (a.environment_id, a.resource_id)
    where (p.environment_id, p.role_id) = (r.environment_id, r.id))`;
  const { rows } = await sql<{ schema: Schema }>`select jsonb_build_object(
    'resources', ${all(sql`select s.key, (select coalesce(jsonb_agg(a.key), '[]') from resource_action a
      where (a.environment_id, a.resource_id) = (s.environment_id, s.id)) as actions
      from resource s where s.environment_id = ${environment}`)},
    'roles', ${all(sql`select r.id, r.key, s.key as resource, ${permissions} as permissions,
      (select coalesce(jsonb_agg(e.extended_id), '[]') from role_extends e
        where (e.environment_id, e.role_id) = (r.environment_id, r.id)) as extends, r.unless_direct as "unlessDirect"
      from role r left join resource s on (s.environment_id, s.id) = (r.environment_id, r.resource_id)
      where r.environment_id = ${environment}`)},
    'relations', ${all(sql`select o.key as object, l.key, s.key as subject from relation l
      join resource o on (o.environment_id, o.id) = (l.environment_id, l.resource_id)
      join resource s on (s.environment_id, s.id) = (l.environment_id, l.subject_resource_id)
      where l.environment_id = ${environment}`)},
    'derivations', ${all(sql`select d.role_id as role, d.from_role_id as "from", l.key as relation, d.unless_direct as "unlessDirect"
      from derivation d join relation l on (l.environment_id, l.id) = (d.environment_id, d.relation_id)
      where d.environment_id = ${environment}`)},
    'conditionSets', ${all(sql`select c.id, c.key, c.type, s.key as resource, c.parent_id as parent, c.conditions
      from condition_set c left join resource s on (s.environment_id, s.id) = (c.environment_id, c.resource_id)
      where c.environment_id = ${environment}`)},
    'rules', ${all(sql`select
        case when u.user_set_id is null then jsonb_build_object('role', u.role_id) else jsonb_build_object('set', u.user_set_id) end as users,
        case when u.resource_set_id is null then jsonb_build_object('resource', o.key) else jsonb_build_object('set', u.resource_set_id) end as resources,
        s.key || ':' || a.key as permission
      from set_rule u join resource_action a on (a.environment_id, a.id) = (u.environment_id, u.action_id)
      join resource s on (s.environment_id, s.id) = (a.environment_id, a.resource_id)
      left join resource o on (o.environment_id, o.id) = (u.environment_id, u.resource_id)
      where u.environment_id = ${environment}`)}) as schema`.execute(trx);
  if (!rows[0]) throw new Error("the database does not say what the schema is");
  return rows[0].schema;
}
