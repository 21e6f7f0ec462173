-- Reading resource instances: which there are, and who holds which role on one of them by which way.

set local search_path = permit, public;

create index resource_instance_by_name on resource_instance (environment_id, tenant_id, name collate "und-x-icu", id);
create index resource_instance_search on resource_instance using gin (tenant_id, search gin_trgm_ops);

-- Instances of this tenant by `type:key`; those that are elsewhere or nowhere are left out alike.
create function instances_by(p_places text[]) returns table (place text, type text, type_name text, name text)
language sql stable set search_path = permit, public, pg_temp as $$
  select r.key || ':' || i.key, r.key, r.name, i.name
  from unnest(p_places) as wanted(place)
  join resource r on r.environment_id = current_environment() and r.key = split_part(wanted.place, ':', 1)
  join resource_instance i on i.environment_id = current_environment() and i.tenant_id = current_tenant()
    and i.resource_id = r.id and i.key = substr(wanted.place, strpos(wanted.place, ':') + 1)
$$;

-- Instances of this tenant by name: of some types, of some places where these are all that may be seen.
create function list_instances(p_search text, p_types text[], p_places text[], p_after jsonb, p_limit integer)
returns table (id uuid, place text, type text, type_name text, name text)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  select i.id, r.key || ':' || i.key, r.key, r.name, i.name
  from resource_instance i join resource r on (r.environment_id, r.id) = (i.environment_id, i.resource_id)
  where i.environment_id = current_environment() and i.tenant_id = current_tenant() and r.key = any (p_types)
    and i.search like '%' || replace(replace(replace(search_text(p_search), '\', '\\'), '%', '\%'), '_', '\_') || '%'
    and (p_places is null or i.id in (select instance_id(p) from unnest(p_places) as p))
    and (p_after is null or (i.name collate "und-x-icu", i.id) > (p_after ->> 0, (p_after ->> 1)::uuid))
  order by i.name collate "und-x-icu", i.id limit p_limit
$$;

-- Everybody who holds or will hold a role on an instance, as the guard derives it: backwards from the instance to all
-- that leads there, then forwards again from what people hold, so that what is suppressed on the way counts for nothing.
create function holders_on(p_instance uuid, p_now timestamptz) returns table (user_id uuid, role_id uuid, is_direct boolean)
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
    join lead on lead.role_id = d.role_id and lead.instance_id = t.object_id
    where not (d.unless_direct and exists (
      select from direct where direct.user_id = h.user_id and direct.instance_id = t.object_id)))
  select h.user_id, h.role_id, exists (select from direct where (direct.user_id, direct.role_id, direct.instance_id)
      = (h.user_id, h.role_id, h.instance_id))
  from held h where h.instance_id = p_instance
$$;

-- What leads to an instance by derivations: each link says that a role on the subject gives one on the object.
create function links_to(p_place text) returns table (derivation_id uuid, subject text, object text)
language sql stable set search_path = permit, public, pg_temp as $$
  with recursive lead(role_id, instance_id) as (
    select r.id, i.id from resource_instance i
    join role r on (r.environment_id, r.resource_id) = (i.environment_id, i.resource_id)
    where i.environment_id = current_environment() and i.tenant_id = current_tenant() and i.id = instance_id(p_place)
    union
    select d.from_role_id, t.subject_id from lead
    join derivation d on d.environment_id = current_environment() and d.role_id = lead.role_id
    join relationship_tuple t on t.environment_id = current_environment() and t.tenant_id = current_tenant()
      and t.object_id = lead.instance_id and t.relation_id = d.relation_id)
  select distinct d.id, sr.key || ':' || s.key, obr.key || ':' || o.key
  from lead
  join derivation d on d.environment_id = current_environment() and d.role_id = lead.role_id
  join relationship_tuple t on t.environment_id = current_environment() and t.tenant_id = current_tenant()
    and t.object_id = lead.instance_id and t.relation_id = d.relation_id
  join resource_instance s on s.id = t.subject_id join resource sr on sr.id = s.resource_id
  join resource_instance o on o.id = t.object_id join resource obr on obr.id = o.resource_id
$$;

-- One page of them: whoever holds one of the roles directly first, then by name. `p_after` is [derived, name, user].
create function list_access(p_place text, p_roles uuid[], p_now timestamptz, p_after jsonb, p_limit integer)
returns table (total bigint, people jsonb, last jsonb) language sql stable security definer
set search_path = permit, public, pg_temp as $$
  with holder as materialized (
    select h.user_id, not bool_or(h.is_direct) as derived from holders_on(instance_id(p_place), p_now) h
    where h.role_id = any (p_roles) group by h.user_id),
  page as materialized (
    select m.user_id, m.name, holder.derived,
      row_number() over (order by holder.derived, m.name collate "und-x-icu", m.user_id) as n
    from holder join membership m on m.environment_id = current_environment() and m.tenant_id = current_tenant()
      and m.user_id = holder.user_id
    where p_after is null or (holder.derived, m.name collate "und-x-icu", m.user_id)
      > ((p_after ->> 0)::boolean, p_after ->> 1, (p_after ->> 2)::uuid)
    order by n limit p_limit)
  select (select count(*) from holder),
    (select coalesce(jsonb_agg(p), '[]') from people_by_id(array(select user_id from page order by n)) as p),
    (select jsonb_build_array(derived::text, name, user_id) from page where n = p_limit)
$$;

-- People who hold each of these roles in the whole tenant: how many, and a few names. Suspended people hold nothing.
create function tenant_holders(p_roles uuid[], p_now timestamptz) returns table (role_id uuid, names text[], total bigint)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  select wanted.id, array(
      select few.name from (
        select m.name from assignment a
        join membership m on (m.environment_id, m.tenant_id, m.user_id) = (a.environment_id, a.tenant_id, a.user_id)
        where a.environment_id = current_environment() and a.tenant_id = current_tenant() and a.role_id = wanted.id
          and a.instance_id is null and a.begins_at <= p_now and (a.ends_at is null or a.ends_at > p_now)
          and m.status = 'active'
        order by a.user_id limit 20) few
      order by few.name limit 3),
    (select count(*) from assignment a
      where a.environment_id = current_environment() and a.tenant_id = current_tenant() and a.role_id = wanted.id
        and a.instance_id is null and a.begins_at <= p_now and (a.ends_at is null or a.ends_at > p_now))
    - (select count(*) from membership m
      join assignment a on (a.environment_id, a.tenant_id, a.user_id) = (m.environment_id, m.tenant_id, m.user_id)
        and a.role_id = wanted.id
      where m.environment_id = current_environment() and m.tenant_id = current_tenant() and m.status = 'suspended'
        and a.instance_id is null and a.begins_at <= p_now and (a.ends_at is null or a.ends_at > p_now))
  from unnest(p_roles) as wanted(id)
$$;

-- Somebody with a place here, by the host's key or by id; keys never look like ids.
create function member_by(p_name text) returns uuid language sql stable security definer
set search_path = permit, public, pg_temp as $$
  select m.user_id from app_user u
  join membership m on m.environment_id = u.environment_id and m.tenant_id = current_tenant() and m.user_id = u.id
  where u.environment_id = current_environment()
    and u.id = coalesce((select k.id from app_user k where k.environment_id = current_environment() and k.key = p_name),
      case when p_name ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then p_name::uuid end)
$$;

grant execute on function member_by, instances_by, list_instances, links_to, tenant_holders, list_access to permit_server;
revoke execute on function member_by, instances_by, list_instances, links_to, holders_on, tenant_holders, list_access from public;
