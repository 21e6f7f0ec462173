import { sql } from "kysely";
import type { Trx } from "../../store/store.js";
import { Fault } from "../fault.js";
import type { Selection } from "./copy-selection.js";

interface Way {
  from: string;
  to: string;
}

/** Refuses to write over anything, where that is not asked for, and over what is of another kind in any case. */
export async function refuseConflicts(
  trx: Trx,
  { from, to }: Way,
  { resources, roles, sets }: Selection,
  overwrites: boolean,
): Promise<void> {
  const { rows } = await sql<{ kind: string; key: string }>`
    select 'resource' as kind, s.key::text from resource s join resource t on t.key = s.key
    where s.id = any (${resources}::uuid[]) and t.environment_id = ${to} and not ${overwrites}
    union all select 'role', s.key::text from role s join role t on t.key = s.key and t.resource_id is null
    where s.id = any (${roles}::uuid[]) and s.resource_id is null and t.environment_id = ${to} and not ${overwrites}
    union all select 'condition set', s.key::text from condition_set s join condition_set t on t.key = s.key
      left join resource sr on sr.id = s.resource_id left join resource tr on tr.id = t.resource_id
    where s.id = any (${sets}::uuid[]) and t.environment_id = ${to}
      and (not ${overwrites} or s.type <> t.type or sr.key::text is distinct from tr.key::text)
    union all select 'relation', sr.key || '.' || s.key from relation s join resource sr on sr.id = s.resource_id
      join resource ss on ss.id = s.subject_resource_id join resource tr on tr.key = sr.key and tr.environment_id = ${to}
      join relation t on t.resource_id = tr.id and t.key = s.key join resource ts on ts.id = t.subject_resource_id
    where s.environment_id = ${from} and s.resource_id = any (${resources}::uuid[]) and ts.key <> ss.key
    limit 50`.execute(trx);
  if (rows.length === 0) return;
  const named = rows.slice(0, 5).map(({ kind, key }) => `${kind} '${key}'`);
  const more = rows.length > named.length ? ", and more" : "";
  throw new Fault(
    409,
    "DUPLICATE_ENTITY",
    `The environment that is copied to has another of the same key: ${named.join(", ")}${more}.`,
    { info: { conflicts: rows } },
  );
}

/**
 * Copies rules by their keys. What both environments have becomes as it is in the first; what only the second has stays.
 * Nobody's data is read: no user, tenant, assignment or key.
 */
export async function copySchema(trx: Trx, { from, to }: Way, selection: Selection): Promise<void> {
  const [resources, roles, sets] = [selection.resources, selection.roles, selection.sets].map(
    (ids) => sql`(${[...ids]}::uuid[])`,
  );
  const run = (statement: ReturnType<typeof sql>) => statement.execute(trx);
  // The same resource, action, relation, role or set there, by key.
  const there = sql`
    with there_resource as (select s.id, t.id as other from resource s join resource t on t.key = s.key
      where s.environment_id = ${from} and t.environment_id = ${to}),
    there_action as (select s.id, t.id as other from resource_action s join there_resource r on r.id = s.resource_id
      join resource_action t on t.resource_id = r.other and t.key = s.key),
    there_relation as (select s.id, t.id as other from relation s join there_resource r on r.id = s.resource_id
      join relation t on t.resource_id = r.other and t.key = s.key),
    there_role as (select s.id, t.id as other from role s left join there_resource r on r.id = s.resource_id
      join role t on t.key = s.key and t.environment_id = ${to} and t.resource_id is not distinct from r.other
      where s.environment_id = ${from} and (s.resource_id is null or r.other is not null)),
    there_set as (select s.id, t.id as other from condition_set s join condition_set t on t.key = s.key
      where s.environment_id = ${from} and t.environment_id = ${to})`;
  await run(sql`insert into resource (environment_id, key, name, urn, description, type_attributes)
    select ${to}, key, name, urn, description, type_attributes from resource where id = any ${resources}
    on conflict (environment_id, key) do update set name = excluded.name, urn = excluded.urn,
      description = excluded.description, type_attributes = excluded.type_attributes`);
  await run(sql`${there} insert into resource_action (environment_id, resource_id, key, name, description, attributes)
    select ${to}, r.other, a.key, a.name, a.description, a.attributes from resource_action a join there_resource r on r.id = a.resource_id
    where a.resource_id = any ${resources}
    on conflict (environment_id, resource_id, key) do update set name = excluded.name,
      description = excluded.description, attributes = excluded.attributes`);
  await run(sql`${there} insert into action_group (environment_id, resource_id, key, name, description, attributes)
    select ${to}, r.other, g.key, g.name, g.description, g.attributes from action_group g join there_resource r on r.id = g.resource_id
    where g.resource_id = any ${resources}
    on conflict (environment_id, resource_id, key) do update set name = excluded.name,
      description = excluded.description, attributes = excluded.attributes`);
  await run(sql`${there} insert into action_group_action (environment_id, group_id, action_id)
    select ${to}, t.id, a.other from action_group_action m join action_group g on g.id = m.group_id
    join there_resource r on r.id = g.resource_id join there_action a on a.id = m.action_id
    join action_group t on t.resource_id = r.other and t.key = g.key
    where m.environment_id = ${from} and g.resource_id = any ${resources} on conflict do nothing`);
  await run(sql`${there} insert into resource_attribute (environment_id, resource_id, key, type, description)
    select ${to}, r.other, a.key, a.type, a.description from resource_attribute a left join there_resource r on r.id = a.resource_id
    where a.environment_id = ${from} and (a.resource_id is null or a.resource_id = any ${resources})
    on conflict (environment_id, resource_id, key) do update set type = excluded.type, description = excluded.description`);
  await run(sql`${there} insert into relation (environment_id, resource_id, key, name, description, subject_resource_id)
    select ${to}, r.other, l.key, l.name, l.description, s.other from relation l join there_resource r on r.id = l.resource_id
    join there_resource s on s.id = l.subject_resource_id where l.resource_id = any ${resources}
    on conflict (environment_id, resource_id, key) do update set name = excluded.name, description = excluded.description`);
  await run(sql`${there} insert into role (environment_id, resource_id, key, name, description, attributes, position, unless_direct)
    select ${to}, r.other, o.key, o.name, o.description, o.attributes, o.position, o.unless_direct
    from role o left join there_resource r on r.id = o.resource_id where o.id = any ${roles}
    on conflict (environment_id, resource_id, key) do update set name = excluded.name, description = excluded.description,
      attributes = excluded.attributes, position = excluded.position, unless_direct = excluded.unless_direct`);
  const ofCopied = sql`(select other from there_role where id = any ${roles})`;
  await run(
    sql`${there} delete from role_permission where environment_id = ${to} and role_id in ${ofCopied}`,
  );
  await run(sql`${there} insert into role_permission (environment_id, role_id, action_id)
    select ${to}, r.other, a.other from role_permission p join there_role r on r.id = p.role_id
    join there_action a on a.id = p.action_id where p.role_id = any ${roles}`);
  await run(sql`${there} delete from role_extends where environment_id = ${to} and role_id in ${ofCopied}`);
  await run(sql`${there} insert into role_extends (environment_id, role_id, extended_id)
    select ${to}, r.other, x.other from role_extends e join there_role r on r.id = e.role_id
    join there_role x on x.id = e.extended_id where e.role_id = any ${roles}`);
  await run(sql`${there} delete from derivation where environment_id = ${to} and role_id in ${ofCopied}`);
  await run(sql`${there} insert into derivation (environment_id, role_id, from_role_id, relation_id, unless_direct)
    select ${to}, r.other, f.other, l.other, d.unless_direct from derivation d join there_role r on r.id = d.role_id
    join there_role f on f.id = d.from_role_id join there_relation l on l.id = d.relation_id where d.role_id = any ${roles}`);
  if (selection.sets.length > 0)
    await run(sql`insert into attribute_definition (environment_id, key, label, description, type, choices, editable, searchable, position)
      select ${to}, key, label, description, type, choices, editable, searchable, position
      from attribute_definition where environment_id = ${from} on conflict (environment_id, key) do nothing`);
  await run(sql`${there} insert into condition_set (environment_id, key, type, name, description, resource_id, conditions)
    select ${to}, c.key, c.type, c.name, c.description, r.other, c.conditions
    from condition_set c left join there_resource r on r.id = c.resource_id where c.id = any ${sets}
    on conflict (environment_id, key) do update set name = excluded.name, description = excluded.description,
      conditions = excluded.conditions`);
  await run(sql`${there} update condition_set t set parent_id = p.other
    from condition_set s join there_set x on x.id = s.id left join there_set p on p.id = s.parent_id
    where t.environment_id = ${to} and t.id = x.other and s.id = any ${sets}`);
  await run(sql`${there} insert into set_rule (environment_id, user_set_id, role_id, action_id, resource_set_id, resource_id)
    select ${to}, u.other, r.other, a.other, x.other, y.other from set_rule q
    join resource_action own on own.id = q.action_id join there_action a on a.id = q.action_id
    left join there_set u on u.id = q.user_set_id left join there_role r on r.id = q.role_id
    left join there_set x on x.id = q.resource_set_id left join there_resource y on y.id = q.resource_id
    where q.environment_id = ${from} and own.resource_id = any ${resources}
      and (q.user_set_id = any ${sets} or q.role_id = any ${roles})
      and (q.resource_set_id = any ${sets} or q.resource_id = any ${resources})
    on conflict do nothing`);
}
