-- What the guard is told, in two reads: the rules of the environment and tenant, and the state an act is about.
-- The rules are read under row-level security; the state as its owner, since users are not readable otherwise.

set local search_path = permit, public;

create function read_rules() returns jsonb language sql stable set search_path = permit, public, pg_temp
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
        'relation', d.relation_id, 'unless_direct', d.unless_direct)), '[]') from derivation d
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

create function invitations_by(p_ids uuid[], p_emails text[]) returns jsonb
language sql stable security definer set search_path = permit, public, pg_temp
  return (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'email', i.email, 'status', i.status,
      'inviter_kind', i.inviter_kind, 'inviter_id', i.inviter_id, 'inviter_name', i.inviter_name,
      'justification', i.justification, 'created', i.created_at, 'expires', i.expires_at,
      'inviter_stands', i.inviter_kind = 'delegate'
        or exists (select from api_key k where k.id = i.inviter_id and k.deleted_at is null),
      'grants', (select coalesce(jsonb_agg(jsonb_build_object('role', g.role_id, 'ends', g.ends_at,
          -- An instance that is gone must not read as the whole tenant.
          'place', case when g.instance_id is not null then coalesce(
            (select r.key || ':' || n.key from resource_instance n join resource r
              on (r.environment_id, r.id) = (n.environment_id, n.resource_id) where n.id = g.instance_id), 'gone:' || g.instance_id) end)
          order by g.role_id), '[]')
        from invitation_role g where (g.environment_id, g.tenant_id, g.invitation_id) = (i.environment_id, i.tenant_id, i.id)))
      order by i.created_at desc, i.id), '[]')
    from invitation i
    where i.environment_id = current_environment() and i.tenant_id = current_tenant()
      and (i.id = any (p_ids) or (i.status = 'open' and i.email = any (p_emails))));

-- `p_roles`: the roles whose holders are limited somewhere. `p_actor`: whose grants of the last hour are counted.
create function read_state(p_users uuid[], p_vouched uuid, p_emails text[], p_invitations uuid[], p_places text[], p_roles uuid[], p_actor uuid,
  p_now timestamptz)
returns jsonb language sql stable security definer set search_path = permit, public, pg_temp
  return (select jsonb_build_object(
    'people', (select coalesce(jsonb_agg(p), '[]') from people_by_id(
      p_users || array(select id from members_by_email(p_emails)), p_vouched) as p),
    'invitations', invitations_by(p_invitations, p_emails),
    'places', (select coalesce(jsonb_agg(p), '[]') from unnest(p_places) as p where instance_id(p) is not null),
    'seats', taken_seats(current_environment(), current_tenant(), p_now),
    'open_invitations', (select count(*) from invitation i where i.environment_id = current_environment()
      and i.tenant_id = current_tenant() and i.status = 'open' and i.expires_at > p_now),
    -- An invitation counts as many grants as it promises.
    'grants_last_hour', (select coalesce(sum(case a.action when 'user.invite' then jsonb_array_length(a.body #> '{after,roles}') else 1 end), 0)
      from audit_entry a
      where a.environment_id = current_environment() and a.tenant_id = current_tenant() and a.actor_id = p_actor
        and a.action in ('role.grant', 'role.extend', 'user.invite') and a.outcome = 'done' and a.at > p_now - interval '1 hour'),
    'holders', (select coalesce(jsonb_object_agg(r, holders(current_environment(), current_tenant(), r, p_now)), '{}')
      from unnest(p_roles) as r),
    'lasting', (select coalesce(jsonb_object_agg(r, lasting_holders(current_environment(), current_tenant(), r, p_now)), '{}')
      from unnest(p_roles) as r)));

-- Related instances that may be reached from where these people hold roles, for the derivations.
create function derivation_links(p_users uuid[]) returns table (derivation_id uuid, subject text, object text)
language sql stable set search_path = permit, public, pg_temp as $$
  with recursive place(id) as (
    select a.instance_id from assignment a
    where a.environment_id = current_environment() and a.tenant_id = current_tenant() and a.user_id = any (p_users) and a.instance_id is not null
    union
    select t.object_id from place join relationship_tuple t on t.subject_id = place.id)
  select d.id, sr.key || ':' || s.key, obr.key || ':' || o.key
  from place
  join relationship_tuple t on t.subject_id = place.id
  join derivation d on d.relation_id = t.relation_id
  join resource_instance s on s.id = t.subject_id join resource sr on sr.id = s.resource_id
  join resource_instance o on o.id = t.object_id join resource obr on obr.id = o.resource_id
$$;

-- Active people who hold one of the roles in the whole tenant: a few names, and how many in all.
create function holders_of(p_roles uuid[]) returns table (names text[], total bigint)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  with holder as (
    select distinct m.user_id, m.name from assignment a
    join membership m using (environment_id, tenant_id, user_id)
    where a.environment_id = current_environment() and a.tenant_id = current_tenant() and a.role_id = any (p_roles)
      and a.instance_id is null and m.status = 'active' and a.begins_at <= clock_timestamp()
      and (a.ends_at is null or a.ends_at > clock_timestamp()))
  select array(select name from holder order by name limit 2), (select count(*) from holder)
$$;

grant execute on all functions in schema permit to permit_server;
revoke execute on all functions in schema permit from public;
revoke execute on function append_audit, refresh_list_rows, holders, lasting_holders, taken_seats from permit_server;
