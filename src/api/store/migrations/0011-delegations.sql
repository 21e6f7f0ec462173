-- Written delegations that operators edit: their versions, what leaks by them, what is meant, and their one writer.

set local search_path = permit, public;

alter table delegation
  add column version bigint not null default 1,
  add column changed_at timestamptz not null default clock_timestamp(),
  add column changed_by text not null default '';

-- What an operator has said is meant: that holders of `role_id` may, through those they give `via_id`, give `gives_id`
-- at these places; or that delegates may edit an attribute although limits read it. No tenant stands for all of them.
create table meant (
  environment_id uuid not null references environment on delete cascade,
  id uuid not null default gen_random_uuid(),
  tenant_id uuid,
  role_id uuid,
  via_id uuid,
  gives_id uuid,
  -- `type:key`, `type:` for any instance of a type, null for the tenant.
  places jsonb not null default '[]' check (jsonb_typeof(places) = 'array'),
  attribute text,
  why text not null check (why <> ''),
  marked_at timestamptz not null,
  marked_by text not null,
  primary key (environment_id, id),
  unique nulls not distinct (environment_id, tenant_id, role_id, via_id, gives_id, attribute),
  check (num_nonnulls(role_id, via_id, gives_id) = case when attribute is null then 3 else 0 end),
  foreign key (environment_id, tenant_id) references tenant on delete cascade,
  foreign key (environment_id, role_id) references role on delete cascade,
  foreign key (environment_id, via_id) references role on delete cascade,
  foreign key (environment_id, gives_id) references role on delete cascade
);

-- Leaks that nobody has said are meant, computed whenever rules change. Tenants without delegations of their own share
-- those of no tenant.
create table leak (
  environment_id uuid not null references environment on delete cascade,
  tenant_id uuid,
  role_id uuid not null,
  via_id uuid not null,
  gives_id uuid not null,
  places jsonb not null check (jsonb_typeof(places) = 'array'),
  unique nulls not distinct (environment_id, tenant_id, role_id, via_id, gives_id),
  foreign key (environment_id, tenant_id) references tenant on delete cascade,
  foreign key (environment_id, role_id) references role on delete cascade,
  foreign key (environment_id, via_id) references role on delete cascade,
  foreign key (environment_id, gives_id) references role on delete cascade
);

-- What passing on is suspended, and which attributes may be edited although limits read them.
create function read_suspensions() returns jsonb language sql stable set search_path = permit, public, pg_temp
  return (select jsonb_build_object(
    'passing_on', (select coalesce(jsonb_agg(distinct jsonb_build_array(l.role_id, l.via_id)), '[]') from leak l
      where l.environment_id = current_environment() and l.tenant_id is not distinct from (select d.tenant_id from delegation d
        where d.environment_id = current_environment() and d.tenant_id = current_tenant() limit 1)),
    'meant_attributes', (select coalesce(jsonb_agg(distinct m.attribute), '[]') from meant m
      where m.environment_id = current_environment() and m.attribute is not null
        and (m.tenant_id is null or m.tenant_id = current_tenant()))));

-- Which tenants have rules of their own; an operator's session for the whole environment judges them all.
create function tenants_with_rules() returns table (id uuid, name text)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  select t.id, t.name from tenant t where t.environment_id = current_environment() and exists (
    select from delegation d where d.environment_id = t.environment_id and d.tenant_id = t.id)
  order by t.name, t.id
$$;

-- Tenants in which something that a delegate promised is open.
create function tenants_with_invitations() returns table (id uuid)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  select distinct i.tenant_id from invitation i where i.environment_id = current_environment() and i.status = 'open'
    and i.inviter_kind = 'delegate' and i.expires_at > clock_timestamp()
    and (current_tenant() is null or i.tenant_id = current_tenant())
$$;

-- People who hold a role: a few names, and how many places in all; of the tenant, or without one of the environment.
create function role_holders(p_roles uuid[]) returns table (role_id uuid, names text[], total bigint)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  with holder as (
    select distinct a.role_id, a.tenant_id, a.user_id, m.name from assignment a
    join membership m using (environment_id, tenant_id, user_id)
    where a.environment_id = current_environment() and (current_tenant() is null or a.tenant_id = current_tenant())
      and a.role_id = any (p_roles) and (a.ends_at is null or a.ends_at > clock_timestamp()))
  select h.role_id, (array_agg(h.name order by h.name))[1:3], count(*) from holder h group by h.role_id
$$;

-- The key behind an operator's session is still good.
create function api_key_stands(p_key uuid) returns boolean language sql stable security definer
set search_path = permit, public, pg_temp
  return exists (select from api_key k where k.id = p_key and k.deleted_at is null
    and (k.expires_at is null or k.expires_at > clock_timestamp()));

create function lock_rules() returns timestamptz language plpgsql security definer
set search_path = permit, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('permit:' || current_environment(), 0));
  return clock_timestamp();
end $$;

-- The only writer of delegations and of what is meant, for operators; `p_changes`:
--   { change: "delegation.create" | "delegation.edit", id, version, role, element_type, verbs, mode, passing_on, limits, roles, by }
--   { change: "delegation.remove", id, version }
--   { change: "mark", role, via, gives, places, attribute, why, by }, { change: "unmark", id }
-- All of them concern the transaction's tenant, or without one the environment. Recorded in that chain, or not done.
create function apply_rules(p_changes jsonb, p_entries jsonb, p_now timestamptz) returns void
language plpgsql security definer set search_path = permit, public, pg_temp as $$
declare
  v_environment uuid := current_environment();
  v_tenant uuid := current_tenant();
  v_change jsonb;
  v_done bigint;
begin
  if jsonb_array_length(p_changes) > 0 and jsonb_array_length(p_entries) = 0 then
    raise exception 'a change must be recorded' using errcode = 'PE002';
  end if;
  perform lock_rules();
  for v_change in select value from jsonb_array_elements(p_changes) loop
    case v_change ->> 'change'
    when 'delegation.create', 'delegation.edit' then
      if v_change ->> 'change' = 'delegation.create' then
        insert into delegation (environment_id, id, role_id, tenant_id, element_type, verbs, mode, passing_on, limits, changed_at, changed_by)
        values (v_environment, (v_change ->> 'id')::uuid, (v_change ->> 'role')::uuid, v_tenant, v_change ->> 'element_type',
          array(select jsonb_array_elements_text(v_change -> 'verbs')), v_change ->> 'mode', (v_change ->> 'passing_on')::boolean,
          v_change -> 'limits', p_now, v_change ->> 'by');
      else
        update delegation set element_type = v_change ->> 'element_type',
          verbs = array(select jsonb_array_elements_text(v_change -> 'verbs')), mode = v_change ->> 'mode',
          passing_on = (v_change ->> 'passing_on')::boolean, limits = v_change -> 'limits', version = version + 1,
          changed_at = p_now, changed_by = v_change ->> 'by'
        where environment_id = v_environment and id = (v_change ->> 'id')::uuid and tenant_id is not distinct from v_tenant
          and version = (v_change ->> 'version')::bigint;
        get diagnostics v_done = row_count;
        if v_done <> 1 then raise exception 'a delegation to edit is not there' using errcode = 'PE003'; end if;
        delete from delegation_role where environment_id = v_environment and delegation_id = (v_change ->> 'id')::uuid;
      end if;
      insert into delegation_role (environment_id, delegation_id, role_id)
        select v_environment, (v_change ->> 'id')::uuid, value::uuid from jsonb_array_elements_text(v_change -> 'roles');
    when 'delegation.remove' then
      delete from delegation where environment_id = v_environment and id = (v_change ->> 'id')::uuid
        and tenant_id is not distinct from v_tenant and version = (v_change ->> 'version')::bigint;
      get diagnostics v_done = row_count;
      if v_done <> 1 then raise exception 'a delegation to remove is not there' using errcode = 'PE003'; end if;
    when 'mark' then
      insert into meant (environment_id, tenant_id, role_id, via_id, gives_id, places, attribute, why, marked_at, marked_by)
      values (v_environment, v_tenant, (v_change ->> 'role')::uuid, (v_change ->> 'via')::uuid, (v_change ->> 'gives')::uuid,
        coalesce(v_change -> 'places', '[]'), v_change ->> 'attribute', v_change ->> 'why', p_now, v_change ->> 'by')
      on conflict (environment_id, tenant_id, role_id, via_id, gives_id, attribute) do update
        set places = excluded.places, why = excluded.why, marked_at = excluded.marked_at, marked_by = excluded.marked_by;
    when 'unmark' then
      delete from meant where environment_id = v_environment and id = (v_change ->> 'id')::uuid
        and tenant_id is not distinct from v_tenant;
      get diagnostics v_done = row_count;
      if v_done <> 1 then raise exception 'a mark to withdraw is not there' using errcode = 'PE003'; end if;
    else
      raise exception 'no such change: %', v_change ->> 'change' using errcode = 'PE002';
    end case;
  end loop;
  perform append_audit(v_environment, v_tenant, 'changes', p_now, p_entries);
  perform pg_notify('permit', jsonb_build_object('environment', v_environment, 'tenant', v_tenant,
    'lists', jsonb_build_array('session', 'people', 'invitations', 'delegations'))::text);
end $$;

-- Keeps what leaks now: `[{ tenant, leaks: [{ role, via, gives, places }] }]`, of none and of each tenant that was judged.
create function keep_leaks(p_views jsonb) returns void language sql security definer
set search_path = permit, public, pg_temp as $$
  delete from leak l where l.environment_id = current_environment() and (
    l.tenant_id is not null and not exists (
      select from delegation d where d.environment_id = l.environment_id and d.tenant_id = l.tenant_id)
    or exists (select from jsonb_array_elements(p_views) v where (v ->> 'tenant')::uuid is not distinct from l.tenant_id));
  insert into leak (environment_id, tenant_id, role_id, via_id, gives_id, places)
    select current_environment(), (v ->> 'tenant')::uuid, (l ->> 'role')::uuid, (l ->> 'via')::uuid, (l ->> 'gives')::uuid, l -> 'places'
    from jsonb_array_elements(p_views) v cross join lateral jsonb_array_elements(v -> 'leaks') l;
$$;

-- Retries of what concerns no tenant.
alter table idempotency drop constraint idempotency_pkey;
alter table idempotency alter column tenant_id drop not null;
alter table idempotency add unique nulls not distinct (environment_id, tenant_id, actor, route, key);
drop policy own_tenant on idempotency;
create policy own_tenant on idempotency to permit_server using (environment_id = (select current_environment())
  and tenant_id is not distinct from (select current_tenant()));

do $$ declare v_table text; begin
  foreach v_table in array array['meant', 'leak'] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('create policy own_tenant on %I to permit_server using (environment_id = (select current_environment())
      and (tenant_id is null or tenant_id = (select current_tenant())))', v_table);
  end loop;
end $$;
grant select on meant, leak to permit_server;
-- Rules are written by the owner of the tables alone: no request of a delegate can, whatever its code may do.
grant execute on function read_suspensions, tenants_with_rules, tenants_with_invitations, role_holders, api_key_stands to permit_server;
revoke execute on function read_suspensions, tenants_with_rules, tenants_with_invitations, role_holders, api_key_stands,
  lock_rules, apply_rules, keep_leaks from public;
