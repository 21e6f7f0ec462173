-- The one writer, the guardrails it can't pass, and what the server's own role may touch: read, and call these.

set local search_path = permit, public;

-- Lasting holders of a role: active, known to the host, begun, without end.
create function lasting_holders(p_environment uuid, p_tenant uuid, p_role uuid, p_now timestamptz)
returns bigint language sql stable set search_path = permit, public, pg_temp
  return (select count(distinct a.user_id) from assignment a
    join membership m using (environment_id, tenant_id, user_id)
    join app_user u on (u.environment_id, u.id) = (a.environment_id, a.user_id)
    where a.environment_id = p_environment and a.tenant_id = p_tenant and a.role_id = p_role
      and a.begins_at <= p_now and a.ends_at is null and m.status = 'active' and u.known_at is not null);

-- People who hold a role or will, and open invitations that promise it.
create function holders(p_environment uuid, p_tenant uuid, p_role uuid, p_now timestamptz)
returns bigint language sql stable set search_path = permit, public, pg_temp
  return (select count(distinct a.user_id) from assignment a
      where a.environment_id = p_environment and a.tenant_id = p_tenant and a.role_id = p_role
        and (a.ends_at is null or a.ends_at > p_now))
    + (select count(distinct i.id) from invitation i join invitation_role r on (r.environment_id, r.tenant_id, r.invitation_id)
        = (i.environment_id, i.tenant_id, i.id)
      where i.environment_id = p_environment and i.tenant_id = p_tenant and i.status = 'open' and i.expires_at > p_now
        and r.role_id = p_role);

-- A place, active or suspended, or an open unexpired invitation to an address that has no place here.
create function taken_seats(p_environment uuid, p_tenant uuid, p_now timestamptz)
returns bigint language sql stable set search_path = permit, public, pg_temp
  return (select t.members from tenant t where t.environment_id = p_environment and t.id = p_tenant)
    + (select count(*) from invitation i
      where i.environment_id = p_environment and i.tenant_id = p_tenant and i.status = 'open' and i.expires_at > p_now
        and not exists (select from app_user u join membership m on (m.environment_id, m.user_id) = (u.environment_id, u.id)
          where u.environment_id = i.environment_id and u.email = i.email and u.email_verified and m.tenant_id = i.tenant_id));

-- What a holder of the role has: its permissions and those of every role it extends, as resource:action.
create function role_permissions(p_environment uuid, p_role uuid)
returns setof text language sql stable set search_path = permit, public, pg_temp as $$
  with recursive reached(id) as (
    select p_role
    union
    select e.extended_id from reached join role_extends e on e.environment_id = p_environment and e.role_id = reached.id)
  select distinct s.key || ':' || a.key
  from reached
  join role_permission p on p.environment_id = p_environment and p.role_id = reached.id
  join resource_action a on (a.environment_id, a.id) = (p.environment_id, p.action_id)
  join resource s on (s.environment_id, s.id) = (a.environment_id, a.resource_id)
$$;

-- Runs once a command, at commit. The guard has refused before in better words; this holds when it has not.
create function check_guardrails() returns trigger language plpgsql security definer
set search_path = permit, public, pg_temp as $$
declare
  v_now timestamptz := clock_timestamp();
  v_rule record;
  v_tenant tenant;
  v_count bigint;
begin
  select * into v_tenant from tenant where environment_id = new.environment_id and id = new.id;
  if not found then return null; end if;
  if v_tenant.seats is not null and taken_seats(new.environment_id, new.id, v_now) > v_tenant.seats then
    raise exception 'guardrail: seats' using errcode = 'PE001', detail = 'seats';
  end if;
  for v_rule in select * from guardrail_role g where g.environment_id = new.environment_id and g.tenant_id = new.id loop
    if v_rule.least is not null then
      v_count := lasting_holders(new.environment_id, new.id, v_rule.role_id, v_now);
      if v_count >= v_rule.least and not v_rule.least_binds then
        update guardrail_role set least_binds = true
          where environment_id = new.environment_id and tenant_id = new.id and role_id = v_rule.role_id;
      elsif v_count < v_rule.least and v_rule.least_binds then
        raise exception 'guardrail: least holders' using errcode = 'PE001', detail = 'least_holders';
      end if;
    end if;
    if v_rule.most is not null and holders(new.environment_id, new.id, v_rule.role_id, v_now) > v_rule.most then
      raise exception 'guardrail: most holders' using errcode = 'PE001', detail = 'most_holders';
    end if;
  end loop;
  if exists (
    select from guardrail_exclusive x
    join assignment a on (a.environment_id, a.tenant_id, a.role_id) = (x.environment_id, x.tenant_id, x.role_id)
    where x.environment_id = new.environment_id and x.tenant_id = new.id and (a.ends_at is null or a.ends_at > v_now)
    group by x.set_number, a.user_id having count(distinct a.role_id) > 1) then
    raise exception 'guardrail: exclusive roles' using errcode = 'PE001', detail = 'exclusive_roles';
  end if;
  if v_tenant.ceiling is not null and exists (
    select from (select distinct a.role_id from assignment a
        where a.environment_id = new.environment_id and a.tenant_id = new.id and (a.ends_at is null or a.ends_at > v_now)) held
    cross join lateral role_permissions(new.environment_id, held.role_id) as p(permission)
    where p.permission <> all (v_tenant.ceiling)) then
    raise exception 'guardrail: ceiling' using errcode = 'PE001', detail = 'ceiling';
  end if;
  return null;
end $$;
create constraint trigger check_guardrails after update of version on tenant
  deferrable initially deferred for each row execute function check_guardrails();

-- The lock order of every command: the environment, then the tenant, then the clock.
create function lock_tenant() returns timestamptz language plpgsql security definer
set search_path = permit, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('permit:' || current_environment(), 0));
  perform from tenant where environment_id = current_environment() and id = current_tenant() for update;
  return clock_timestamp();
end $$;

create function instance_id(p_place text) returns uuid language sql stable set search_path = permit, public, pg_temp
  return (select i.id from resource_instance i join resource r on (r.environment_id, r.id) = (i.environment_id, i.resource_id)
    where i.environment_id = current_environment() and i.tenant_id = current_tenant()
      and r.key = split_part(p_place, ':', 1) and i.key = substr(p_place, strpos(p_place, ':') + 1));

-- A place that is named but not there must never widen to the whole tenant.
create function require_instance_id(p_place text) returns uuid language plpgsql stable
set search_path = permit, public, pg_temp as $$
declare
  v_id uuid := instance_id(p_place);
begin
  if v_id is null then
    raise exception 'no resource instance %', p_place using errcode = 'PE003';
  end if;
  return v_id;
end $$;

-- Not inlined, and said to be many: else a join may read the list anew for each row of a table.
create function changes_of(p_changes jsonb, variadic p_kinds text[]) returns setof jsonb language sql immutable rows 1000
set search_path = pg_catalog as $$
  select body from jsonb_array_elements(p_changes) with ordinality as x(body, n)
  where body ->> 'change' = any (p_kinds) order by n
$$;

-- The only writer of memberships, assignments and invitations. Takes what the guard returned, in order of kind, with
-- the audit entries that record it; both or neither. `p_changes` is the list of `Change` of src/api/delegation/types.ts
-- (times as ISO 8601; an invitation also brings token_hash, inviter_kind, inviter_id, inviter_name, justification).
create function apply_changes(p_changes jsonb, p_entries jsonb, p_now timestamptz)
returns void language plpgsql security definer set search_path = permit, public, pg_temp as $$
declare
  v_environment uuid := current_environment();
  v_tenant uuid := current_tenant();
  v_users uuid[];
  v_expected bigint;
  v_done bigint;
  v_edited bigint;
  v_added bigint;
  v_removed bigint;
begin
  if v_tenant is null then raise exception 'no tenant is set' using errcode = 'PE002'; end if;
  if jsonb_array_length(p_changes) > 0 and jsonb_array_length(p_entries) = 0 then
    raise exception 'a change must be recorded' using errcode = 'PE002';
  end if;
  v_users := array(select distinct (body ->> 'user')::uuid from jsonb_array_elements(p_changes) as body where body ? 'user');

  with edit as (
    select (body ->> 'user')::uuid as user_id, max(body ->> 'status') as status,
      max((body -> 'profile')::text)::jsonb as profile, max((body -> 'attributes')::text)::jsonb as attributes
    from changes_of(p_changes, 'membership.status', 'membership.profile', 'membership.attributes') as body
    group by 1
  ), created as (
    insert into membership (environment_id, tenant_id, user_id, changed_at, status, profile, attributes)
    select v_environment, v_tenant, (body ->> 'user')::uuid, p_now, coalesce(edit.status, 'active'),
      coalesce(edit.profile, '{}'), coalesce(edit.attributes, '{}')
    from changes_of(p_changes, 'membership.create') as body left join edit on edit.user_id = (body ->> 'user')::uuid
    returning 1
  ), edited as (
    update membership m set
      status = coalesce(edit.status, m.status),
      profile = m.profile || coalesce(edit.profile, '{}'),
      attributes = (select coalesce(jsonb_object_agg(key, value), '{}')
        from jsonb_each(m.attributes || coalesce(edit.attributes, '{}')) where value <> 'null')
    from edit
    where m.environment_id = v_environment and m.tenant_id = v_tenant and m.user_id = edit.user_id
    returning m.user_id
  )
  select (select count(*) from created), (select count(*) from edited), (select count(*) from edit
      where user_id not in (select (body ->> 'user')::uuid from changes_of(p_changes, 'membership.create') as body))
    into v_added, v_edited, v_expected;
  if v_edited <> v_expected then raise exception 'a place to edit is not there' using errcode = 'PE003'; end if;

  select count(*) into v_expected from changes_of(p_changes, 'assignment.end') as body;
  delete from assignment a using (
    select (body ->> 'user')::uuid as user_id, (body ->> 'role')::uuid as role_id,
      case when body ->> 'place' is not null then require_instance_id(body ->> 'place') end as instance_id
    from changes_of(p_changes, 'assignment.end') as body) c
  where a.environment_id = v_environment and a.tenant_id = v_tenant and a.user_id = c.user_id and a.role_id = c.role_id
    and a.instance_id is not distinct from c.instance_id;
  get diagnostics v_done = row_count;
  if v_done <> v_expected then raise exception 'an assignment to end is not there' using errcode = 'PE003'; end if;

  select count(*) into v_expected from changes_of(p_changes, 'assignment.move-end') as body;
  update assignment a set ends_at = c.ends_at from (
    select (body ->> 'user')::uuid as user_id, (body ->> 'role')::uuid as role_id,
      case when body ->> 'place' is not null then require_instance_id(body ->> 'place') end as instance_id, (body ->> 'ends')::timestamptz as ends_at
    from changes_of(p_changes, 'assignment.move-end') as body) c
  where a.environment_id = v_environment and a.tenant_id = v_tenant and a.user_id = c.user_id and a.role_id = c.role_id
    and a.instance_id is not distinct from c.instance_id;
  get diagnostics v_done = row_count;
  if v_done <> v_expected then raise exception 'an assignment to move is not there' using errcode = 'PE003'; end if;

  insert into assignment (environment_id, tenant_id, user_id, role_id, instance_id, begins_at, ends_at)
    select v_environment, v_tenant, (body ->> 'user')::uuid, (body ->> 'role')::uuid,
      case when body ->> 'place' is not null then require_instance_id(body ->> 'place') end, p_now, (body ->> 'ends')::timestamptz
    from changes_of(p_changes, 'assignment.create') as body;

  select count(*) into v_expected from changes_of(p_changes, 'membership.remove') as body;
  delete from membership m using changes_of(p_changes, 'membership.remove') as c(body)
  where m.environment_id = v_environment and m.tenant_id = v_tenant and m.user_id = (c.body ->> 'user')::uuid;
  get diagnostics v_removed = row_count;
  if v_removed <> v_expected then raise exception 'a place to remove is not there' using errcode = 'PE003'; end if;

  select count(*) into v_expected from changes_of(p_changes, 'invitation.end') as body;
  update invitation i set status = c.body ->> 'status' from changes_of(p_changes, 'invitation.end') as c(body)
  where i.environment_id = v_environment and i.tenant_id = v_tenant
    and i.id = (c.body ->> 'id')::uuid and i.status = 'open';
  get diagnostics v_done = row_count;
  if v_done <> v_expected then raise exception 'an invitation to end is not open' using errcode = 'PE003'; end if;

  insert into invitation (environment_id, tenant_id, id, email, token_hash, inviter_kind, inviter_id, inviter_name, justification, created_at, expires_at)
    select v_environment, v_tenant, (body ->> 'id')::uuid, body ->> 'email', decode(body ->> 'token_hash', 'hex'),
      body ->> 'inviter_kind', (body ->> 'inviter_id')::uuid, body ->> 'inviter_name', body ->> 'justification', p_now, (body ->> 'expires')::timestamptz
    from changes_of(p_changes, 'invitation.create') as body;
  insert into invitation_role (environment_id, tenant_id, invitation_id, role_id, instance_id, ends_at)
    select v_environment, v_tenant, (c.body ->> 'id')::uuid, (g ->> 'role')::uuid, case when g ->> 'place' is not null then require_instance_id(g ->> 'place') end,
      (g ->> 'ends')::timestamptz
    from changes_of(p_changes, 'invitation.create') as c(body) cross join lateral jsonb_array_elements(c.body -> 'grants') g;

  select count(*) into v_expected from changes_of(p_changes, 'invitation.renew') as body;
  update invitation i set token_hash = decode(c.body ->> 'token_hash', 'hex'), expires_at = (c.body ->> 'expires')::timestamptz
  from changes_of(p_changes, 'invitation.renew') as c(body)
  where i.environment_id = v_environment and i.tenant_id = v_tenant
    and i.id = (c.body ->> 'id')::uuid and i.status = 'open';
  get diagnostics v_done = row_count;
  if v_done <> v_expected then raise exception 'an invitation to renew is not open' using errcode = 'PE003'; end if;

  perform refresh_list_rows(v_environment, v_tenant, v_users, p_now);
  update tenant set version = version + 1, members = members + v_added - v_removed
    where environment_id = v_environment and id = v_tenant;
  perform append_audit(v_environment, v_tenant, 'changes', p_now, p_entries);
  perform pg_notify('permit', jsonb_build_object('environment', v_environment, 'tenant', v_tenant,
    -- An invitation lives and dies with its inviter's rights.
    'lists', (select jsonb_agg(distinct list) from (
      select case when body ->> 'change' like 'invitation.%' then 'invitations' else 'people' end as list
      from jsonb_array_elements(p_changes) as body
      union all
      select 'invitations' from invitation i where i.environment_id = v_environment and i.tenant_id = v_tenant
        and i.status = 'open' and i.inviter_id = any (v_users)) rung),
    'users', case when cardinality(v_users) <= 20 then to_jsonb(v_users) end)::text);
end $$;

-- Refusals are recorded in a transaction of their own, after the refused one has rolled back.
create function record_refusals(p_entries jsonb) returns void language plpgsql security definer
set search_path = permit, public, pg_temp as $$
begin
  if current_tenant() is null then raise exception 'no tenant is set' using errcode = 'PE002'; end if;
  perform append_audit(current_environment(), current_tenant(), 'refusals', clock_timestamp(), p_entries);
end $$;

-- What the host vouches for. Answers the user's id; writes only what differs. Who has registered anew, and comes with
-- the address that their former self has verified, takes it over; so does anybody from a user without a place. The
-- former holder keeps it as a claim and is signed out, so that no two of whom both act are verified by one address.
create function sync_user(p_key text, p_email text, p_verified boolean, p_name text) returns uuid
language plpgsql security definer set search_path = permit, public, pg_temp as $$
declare
  v_environment uuid := current_environment();
  v_user app_user;
  v_former app_user;
  v_is_new boolean;
  v_place record;
begin
  select * into v_user from app_user where environment_id = v_environment and key = p_key;
  if found and v_user.known_at is not null and v_user.email is not distinct from p_email
     and v_user.email_verified = p_verified and v_user.name = p_name then
    return v_user.id;
  end if;
  v_is_new := v_user.known_at is null;
  if p_verified then
    update app_user u set email_verified = false, epoch = u.epoch + 1
      where u.environment_id = v_environment and u.email = p_email and u.email_verified and u.key <> p_key
        and (v_is_new or not exists (select from membership m where (m.environment_id, m.user_id) = (u.environment_id, u.id)))
      returning * into v_former;
  end if;
  insert into app_user as u (environment_id, key, email, email_verified, name, known_at)
    values (v_environment, p_key, p_email, p_verified, p_name, clock_timestamp())
    on conflict (environment_id, key) do update
      set email = excluded.email, email_verified = excluded.email_verified, name = excluded.name,
          known_at = coalesce(u.known_at, excluded.known_at)
    returning * into v_user;
  perform append_audit(v_environment, null, 'changes', clock_timestamp(), jsonb_build_array(jsonb_build_object(
    'body', jsonb_build_object('action', 'user.sync', 'outcome', 'done', 'actor_kind', 'system', 'target', v_user.id),
    'people', jsonb_build_object('target', p_name, 'email', p_email))));
  if v_former.id is not null then
    perform append_audit(v_environment, null, 'changes', clock_timestamp(), jsonb_build_array(jsonb_build_object(
      'body', jsonb_build_object('action', 'user.unverify', 'outcome', 'done', 'actor_kind', 'system',
        'target', v_former.id, 'after', jsonb_build_object('address_of', v_user.id)),
      'people', jsonb_build_object('target', v_former.name, 'email', p_email))));
  end if;
  for v_place in select m.tenant_id, m.user_id from membership m
      where m.environment_id = v_environment and m.user_id in (v_user.id, v_former.id) loop
    perform refresh_list_rows(v_environment, v_place.tenant_id, array[v_place.user_id], clock_timestamp());
    perform pg_notify('permit', jsonb_build_object('environment', v_environment, 'tenant', v_place.tenant_id,
      'lists', jsonb_build_array('people'), 'users', jsonb_build_array(v_place.user_id))::text);
  end loop;
  return v_user.id;
end $$;

-- The tenants of a user, for a sign-in that leaves the tenant open.
create function tenants_of(p_user uuid) returns table (id uuid, key text, name text)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  select t.id, t.key, t.name from membership m join tenant t on (t.environment_id, t.id) = (m.environment_id, m.tenant_id)
  where m.environment_id = current_environment() and m.user_id = p_user and m.status = 'active' and t.status = 'active'
  order by t.key limit 2
$$;

create function tenant_by_key(p_key text) returns uuid language sql stable security definer
set search_path = permit, public, pg_temp
  return (select id from tenant where environment_id = current_environment() and (key = p_key or id::text = p_key));

-- An invitation is met by its token alone; the tenant follows from it.
create function invitation_by_token(p_token_hash bytea) returns table (tenant_id uuid, id uuid)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  select i.tenant_id, i.id from invitation i
  where i.environment_id = current_environment() and i.token_hash = p_token_hash
$$;

-- Who of these addresses has a place in this tenant: by address one is known only when it is verified.
create function members_by_email(p_emails text[]) returns table (email text, id uuid)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  select u.email, u.id from app_user u join membership m on (m.environment_id, m.user_id) = (u.environment_id, u.id)
  where u.environment_id = current_environment() and m.tenant_id = current_tenant() and u.email = any (p_emails) and u.email_verified
$$;

create function remember_answer(p_actor text, p_route text, p_key text, p_hash bytea, p_answer jsonb) returns void
language sql security definer set search_path = permit, public, pg_temp as $$
  insert into idempotency (environment_id, tenant_id, actor, route, key, payload_hash, answer)
  values (current_environment(), current_tenant(), p_actor, p_route, p_key, p_hash, p_answer)
  on conflict (environment_id, tenant_id, actor, route, key) do update
    set payload_hash = excluded.payload_hash, answer = excluded.answer, created_at = clock_timestamp()
$$;

do $$ begin
  if not exists (select from pg_roles where rolname = 'permit_server') then
    create role permit_server nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  if not pg_has_role(current_user, 'permit_server', 'member') then execute 'grant permit_server to current_user'; end if;
end $$;
grant usage on schema permit to permit_server;
grant select on all tables in schema permit to permit_server;
revoke select on server_key, api_key, app_user, organization, project from permit_server;

-- A forgotten filter must not cross tenants or environments.
do $$ declare v_table text; begin
  foreach v_table in array array['guardrail_role', 'guardrail_exclusive', 'membership', 'resource_instance',
    'relationship_tuple', 'assignment', 'invitation', 'invitation_role', 'idempotency', 'audit_entry', 'audit_chain'] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('create policy own_tenant on %I to permit_server using (environment_id = (select current_environment())
      and tenant_id = (select current_tenant()))', v_table);
  end loop;
  foreach v_table in array array['app_user', 'resource', 'resource_action', 'role', 'role_permission', 'role_extends',
    'relation', 'derivation', 'attribute_definition', 'element_configuration', 'role_level'] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('create policy own_environment on %I to permit_server using (environment_id = (select current_environment()))', v_table);
  end loop;
  alter table tenant enable row level security;
  create policy own_tenant on tenant to permit_server
    using (environment_id = (select current_environment()) and id = (select current_tenant()));
  alter table delegation enable row level security;
  create policy own_tenant on delegation to permit_server
    using (environment_id = (select current_environment()) and (tenant_id is null or tenant_id = (select current_tenant())));
  alter table delegation_role enable row level security;
  create policy own_tenant on delegation_role to permit_server
    using (exists (select from delegation d where (d.environment_id, d.id) = (delegation_role.environment_id, delegation_role.delegation_id)));
end $$;
