-- What condition sets and their rules open, and derivations that a role suppresses as a whole, for the guard.

set local search_path = permit, public;

-- A derivation counts as suppressed where the role that it ends in says so for all of them.
create or replace function read_rules() returns jsonb language sql stable set search_path = permit, public, pg_temp
  return (select jsonb_build_object(
    'now', clock_timestamp(),
    'tenant', (select to_jsonb(t) from tenant t where t.environment_id = current_environment() and t.id = current_tenant()),
    'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name,
        'description', r.description, 'resource', s.key, 'attributes', r.attributes,
        'permissions', (select coalesce(jsonb_agg(p), '[]') from role_permissions(r.environment_id, r.id) as p))
        order by r.position, r.key), '[]')
      from role r left join resource s on (s.environment_id, s.id) = (r.environment_id, r.resource_id)
      where r.environment_id = current_environment()),
    'actions', (select coalesce(jsonb_object_agg(s.key || ':' || a.key, a.name), '{}')
      from resource_action a join resource s on (s.environment_id, s.id) = (a.environment_id, a.resource_id)
      where a.environment_id = current_environment()),
    'derivations', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'role', d.role_id, 'from', d.from_role_id,
        'relation', d.relation_id, 'unless_direct', d.unless_direct or t.unless_direct)), '[]') from derivation d
      join role t on (t.environment_id, t.id) = (d.environment_id, d.role_id)
      where d.environment_id = current_environment()),
    'configurations', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'key', c.key, 'type', c.type, 'columns', c.columns,
        'levels', (select coalesce(jsonb_agg(jsonb_build_object('role', l.role_id, 'level', l.level)), '[]')
          from role_level l where l.configuration_id = c.id)) order by c.created_at, c.key), '[]')
      from element_configuration c where c.environment_id = current_environment()),
    'delegations', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'role', d.role_id, 'element_type', d.element_type,
        'verbs', d.verbs, 'mode', d.mode, 'passing_on', d.passing_on, 'limits', d.limits,
        'roles', (select coalesce(jsonb_agg(l.role_id), '[]') from delegation_role l where l.delegation_id = d.id))
        order by d.id), '[]')
      from delegation d where d.environment_id = current_environment()
        and (d.tenant_id is null or d.tenant_id = current_tenant())),
    'attributes', (select coalesce(jsonb_agg(to_jsonb(a) - 'environment_id' - 'id' order by a.position, a.key), '[]')
      from attribute_definition a where a.environment_id = current_environment()),
    'guardrails', (select coalesce(jsonb_agg(jsonb_build_object('role', g.role_id, 'least', g.least, 'binds', g.least_binds,
        'most', g.most)), '[]') from guardrail_role g
      where g.environment_id = current_environment() and g.tenant_id = current_tenant()),
    'exclusive', (select coalesce(jsonb_agg(x.roles), '[]') from (select jsonb_agg(e.role_id) as roles
        from guardrail_exclusive e where e.environment_id = current_environment() and e.tenant_id = current_tenant() group by e.set_number) x)));

create or replace function holders_on(p_instance uuid, p_now timestamptz) returns table (user_id uuid, role_id uuid, is_direct boolean)
language sql stable set search_path = permit, public, pg_temp as $$
  with recursive lead(role_id, instance_id) as (
    select r.id, i.id from resource_instance i
    join role r on (r.environment_id, r.resource_id) = (i.environment_id, i.resource_id)
    where i.environment_id = current_environment() and i.tenant_id = current_tenant() and i.id = p_instance
    union
    select d.from_role_id, t.subject_id from lead
    join derivation d on d.environment_id = current_environment() and d.role_id = lead.role_id
    join relationship_tuple t on t.environment_id = current_environment() and t.tenant_id = current_tenant()
      and t.object_id = lead.instance_id and t.relation_id = d.relation_id),
  direct(user_id, role_id, instance_id) as (
    select a.user_id, a.role_id, a.instance_id from assignment a
    where a.environment_id = current_environment() and a.tenant_id = current_tenant()
      and a.instance_id in (select lead.instance_id from lead) and (a.ends_at is null or a.ends_at > p_now)),
  held(user_id, role_id, instance_id) as (
    select direct.* from direct join lead using (role_id, instance_id)
    union
    select h.user_id, lead.role_id, lead.instance_id from held h
    join relationship_tuple t on t.environment_id = current_environment() and t.tenant_id = current_tenant()
      and t.subject_id = h.instance_id
    join derivation d on d.environment_id = current_environment() and d.relation_id = t.relation_id
      and d.from_role_id = h.role_id
    join role o on (o.environment_id, o.id) = (d.environment_id, d.role_id)
    join lead on lead.role_id = d.role_id and lead.instance_id = t.object_id
    where not ((d.unless_direct or o.unless_direct) and exists (
      select from direct where direct.user_id = h.user_id and direct.instance_id = t.object_id)))
  select h.user_id, h.role_id, exists (select from direct where (direct.user_id, direct.role_id, direct.instance_id)
      = (h.user_id, h.role_id, h.instance_id))
  from held h where h.instance_id = p_instance
$$;

-- Condition sets, and the rules that they stand in: what anybody is given by conditions, or by a role and conditions.
create function read_conditions() returns jsonb language sql stable set search_path = permit, public, pg_temp
  return (select jsonb_build_object(
    'sets', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'parent', c.parent_id, 'conditions', c.conditions)), '[]')
      from condition_set c where c.environment_id = current_environment()),
    'rules', (select coalesce(jsonb_agg(jsonb_build_object('role', q.role_id, 'permission', s.key || ':' || a.key,
        'sets', array_remove(array[q.user_set_id, q.resource_set_id], null))), '[]')
      from set_rule q join resource_action a on (a.environment_id, a.id) = (q.environment_id, q.action_id)
      join resource s on (s.environment_id, s.id) = (a.environment_id, a.resource_id)
      where q.environment_id = current_environment())));
grant execute on function read_conditions to permit_server;
revoke execute on function read_conditions from public;
