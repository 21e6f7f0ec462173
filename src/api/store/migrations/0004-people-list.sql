-- Reading people. Each transaction names its environment and tenant; functions and policies read them from there.
-- The list runs as its owner, since `like` and `&&` are not leakproof: under row-level security their indexes would
-- go unused. It therefore reads the tenant setting itself, and takes no tenant from its caller.

set local search_path = permit, public;

create function current_environment() returns uuid language sql stable parallel safe
  return nullif(current_setting('permit.environment', true), '')::uuid;
create function current_tenant() returns uuid language sql stable parallel safe
  return nullif(current_setting('permit.tenant', true), '')::uuid;

create function search_text(p_text text) returns text language sql stable parallel safe
  set search_path = permit, public, pg_temp
  return lower(unaccent(normalize(coalesce(p_text, ''), nfkc)));

create index membership_by_name on membership (environment_id, tenant_id, name collate "und-x-icu", user_id);
create index membership_by_email on membership (environment_id, tenant_id, email, user_id);
create index membership_by_status on membership (environment_id, tenant_id, status, name collate "und-x-icu", user_id);
create index membership_by_change on membership (environment_id, tenant_id, changed_at, user_id);
create index membership_search on membership using gin (tenant_id, search gin_trgm_ops);
create index membership_roles on membership using gin (tenant_id, role_ids);

-- Keeps the list's half of each row: name, address, search text, roles in the whole tenant; and says that it changed.
create function refresh_list_rows(p_environment uuid, p_tenant uuid, p_users uuid[], p_now timestamptz)
returns void language sql security definer set search_path = permit, public, pg_temp as $$
  update membership m
  set name = coalesce(nullif(m.profile ->> 'name', ''), nullif(u.name, ''), u.email, u.key),
    email = coalesce(u.email, ''),
    search = search_text(concat_ws(' ', coalesce(nullif(m.profile ->> 'name', ''), u.name), u.email, u.key,
      (select string_agg(coalesce(m.attributes ->> d.key, u.attributes ->> d.key), ' ' order by d.position, d.key)
       from attribute_definition d where d.environment_id = p_environment and d.searchable))),
    role_ids = coalesce((select array_agg(a.role_id order by a.role_id) from assignment a
      where a.environment_id = p_environment and a.tenant_id = p_tenant and a.user_id = m.user_id
        and a.instance_id is null), '{}'),
    version = m.version + 1,
    changed_at = p_now
  from unnest(p_users) as touched(id) join app_user u on u.environment_id = p_environment and u.id = touched.id
  where m.environment_id = p_environment and m.tenant_id = p_tenant and m.user_id = touched.id
$$;

-- The condition of the list's filter, over `membership m`. `p_filter`:
--   { "words": [{ "word": text, "roles": [uuid…] }], "roles": [uuid…], "status": [text…] }
-- A word matches the search text or one of the roles whose names it is part of.
create function people_condition(p_filter jsonb) returns text language plpgsql stable
set search_path = permit, public, pg_temp as $$
declare
  v_sql text := format('m.environment_id = %L and m.tenant_id = %L', current_environment(), current_tenant());
  v_word jsonb;
  v_roles text;
begin
  for v_word in select value from jsonb_array_elements(p_filter -> 'words') loop
    v_roles := translate((v_word -> 'roles')::text, '[]" ', '{}');
    v_sql := v_sql || format(' and (m.search like %L', '%' || replace(replace(replace(
      search_text(v_word ->> 'word'), '\', '\\'), '%', '\%'), '_', '\_') || '%');
    if v_roles <> '{}' then v_sql := v_sql || format(' or m.role_ids && %L::uuid[]', v_roles); end if;
    v_sql := v_sql || ')';
  end loop;
  if p_filter ? 'roles' then
    v_sql := v_sql || format(' and m.role_ids && %L::uuid[]', translate((p_filter -> 'roles')::text, '[]" ', '{}'));
  end if;
  if p_filter ? 'status' then
    v_sql := v_sql || format(' and m.status = any (%L::text[])', translate((p_filter -> 'status')::text, '[]" ', '{}'));
  end if;
  return v_sql;
end $$;

-- One page. `p_after` is [value, user] of the last row before it; `p_offset` serves a jump instead.
create function people_page_sql(p_filter jsonb, p_sort text, p_descending boolean, p_after jsonb, p_offset integer, p_limit integer)
returns text language plpgsql stable set search_path = permit, public, pg_temp as $$
declare
  v_keys text[] := case p_sort
    when 'name' then array['m.name collate "und-x-icu"']
    when 'email' then array['m.email']
    when 'status' then array['m.status', 'm.name collate "und-x-icu"']
    when 'changed' then array['m.changed_at'] end || array['m.user_id'];
  v_types text[] := case p_sort
    when 'name' then array['text'] when 'email' then array['text']
    when 'status' then array['text', 'text'] when 'changed' then array['timestamptz'] end || array['uuid'];
  v_direction text := case when p_descending then ' desc' else ' asc' end;
  v_sql text := 'select m.user_id from membership m where ' || people_condition(p_filter);
  v_values text;
begin
  if p_after is not null then
    select string_agg(format('%L::%s', p_after ->> (n - 1)::int, t), ', ' order by n) into v_values
      from unnest(v_types) with ordinality as x(t, n);
    v_sql := v_sql || format(' and (%s) %s (%s)', array_to_string(v_keys, ', '),
      case when p_descending then '<' else '>' end, v_values);
  end if;
  return v_sql || ' order by ' || array_to_string(v_keys, v_direction || ', ') || v_direction
    || format(' offset %s limit %s', coalesce(p_offset, 0), p_limit);
end $$;

-- People of this tenant as the guard and the list know them, in the order given: one JSON object each. Someone without
-- a place here is answered only when the host vouches for them in this very request.
create function people_by_id(p_users uuid[], p_vouched uuid default null) returns setof jsonb language sql stable security definer
set search_path = permit, public, pg_temp as $$
  select jsonb_build_object(
    'user', u.id, 'key', u.key, 'name', coalesce(nullif(m.name, ''), nullif(u.name, ''), u.email, u.key),
    'email', u.email, 'email_verified', u.email_verified, 'known', u.known_at is not null,
    'status', coalesce(m.status, 'absent'), 'profile', coalesce(m.profile, '{}'),
    'attributes', u.attributes || coalesce(m.attributes, '{}'),
    'version', coalesce(m.version, 0), 'changed_at', coalesce(m.changed_at, u.created_at), 'epoch', u.epoch,
    'assignments', coalesce((
      select jsonb_agg(jsonb_build_object('role', a.role_id, 'begins', a.begins_at, 'ends', a.ends_at,
        'place', r.key || ':' || i.key) order by a.begins_at, a.id)
      from assignment a
      left join resource_instance i on (i.environment_id, i.tenant_id, i.id) = (a.environment_id, a.tenant_id, a.instance_id)
      left join resource r on (r.environment_id, r.id) = (i.environment_id, i.resource_id)
      where a.environment_id = m.environment_id and a.tenant_id = m.tenant_id and a.user_id = m.user_id), '[]'))
  from unnest(p_users) with ordinality as wanted(id, n)
  join app_user u on u.environment_id = current_environment() and u.id = wanted.id
  left join membership m on m.environment_id = u.environment_id and m.tenant_id = current_tenant() and m.user_id = u.id
  where m.user_id is not null or u.id = p_vouched
  order by wanted.n
$$;

create function list_people(p_filter jsonb, p_sort text, p_descending boolean, p_after jsonb, p_offset integer, p_limit integer)
returns setof jsonb language plpgsql stable security definer set search_path = permit, public, pg_temp as $$
declare
  v_users uuid[];
begin
  execute 'select array(' || people_page_sql(p_filter, p_sort, p_descending, p_after, p_offset, p_limit) || ')' into v_users;
  return query select people_by_id(v_users);
end $$;

create function count_people(p_filter jsonb) returns bigint language plpgsql stable security definer
set search_path = permit, public, pg_temp as $$
declare
  v_total bigint;
begin
  execute 'select count(*) from membership m where ' || people_condition(p_filter) into v_total;
  return v_total;
end $$;
