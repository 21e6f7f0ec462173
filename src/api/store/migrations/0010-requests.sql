-- Requests: what somebody has asked of others, and what these have said. Written by the one writer only.

set local search_path = permit, public;

-- `act` is what is asked for, as the guard reads it. `instances` holds the id of each instance that it names: another that
-- takes over the name later is not what was asked for.
create table request (
  environment_id uuid not null,
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('approval', 'access')),
  requester_id uuid not null,
  requester_name text not null,
  -- Whom it is for: somebody here, or an address that an invitation of that id would go to.
  subject_id uuid,
  invitation_id uuid,
  element_type text not null,
  configuration_id uuid not null,
  verbs text[] not null,
  act jsonb not null check (jsonb_typeof(act) = 'object'),
  instances jsonb not null default '{}' check (jsonb_typeof(instances) = 'object'),
  justification text,
  status text not null default 'open' check (status in ('open', 'granted', 'refused', 'cancelled', 'expired')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (environment_id, tenant_id, id),
  foreign key (environment_id, tenant_id) references tenant on delete cascade,
  check (expires_at > created_at),
  check ((status = 'open') = (ended_at is null)),
  check ((subject_id is null) = (invitation_id is not null)),
  -- Nobody asks for approval of what they would do to themselves.
  check (kind = 'access' or subject_id is distinct from requester_id)
);
create index request_newest on request (environment_id, tenant_id, created_at desc, id desc);
create index request_of on request (environment_id, tenant_id, requester_id, status);
create index request_expiry on request (expires_at) where status = 'open';
create index request_invitation on request (environment_id, tenant_id, invitation_id) where invitation_id is not null;

create table request_review (
  environment_id uuid not null,
  tenant_id uuid not null,
  request_id uuid not null,
  reviewer_id uuid not null,
  reviewer_name text not null,
  agrees boolean not null,
  note text,
  element_type text not null,
  configuration_id uuid not null,
  verbs text[] not null,
  reviewed_at timestamptz not null,
  -- Nobody answers twice.
  primary key (environment_id, tenant_id, request_id, reviewer_id),
  foreign key (environment_id, tenant_id, request_id) references request on delete cascade
);

-- What is asked for stays as it was asked; a request ends once.
create function request_only_ends() returns trigger language plpgsql as $$
begin
  if old.status = 'open' and new.status <> 'open'
     and to_jsonb(new) - 'status' - 'ended_at' = to_jsonb(old) - 'status' - 'ended_at' then
    return new;
  end if;
  raise exception 'a request only ends, and once' using errcode = 'PE003';
end $$;
create trigger request_only_ends before update on request for each row execute function request_only_ends();

create function review_is_of_others() returns trigger language plpgsql security definer
set search_path = permit, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    raise exception 'what a reviewer has said stays' using errcode = 'PE003';
  end if;
  if not exists (select from request r where (r.environment_id, r.tenant_id, r.id) = (new.environment_id, new.tenant_id, new.request_id)
      and r.status = 'open' and r.expires_at > new.reviewed_at
      and r.requester_id <> new.reviewer_id and r.subject_id is distinct from new.reviewer_id) then
    raise exception 'only others answer an open request' using errcode = 'PE003';
  end if;
  return new;
end $$;
create trigger review_is_of_others before insert or update on request_review
  for each row execute function review_is_of_others();

-- `p_act` with the instances that it names: { "type:key": id }.
create function instances_named(p_act jsonb) returns jsonb language sql stable set search_path = permit, public, pg_temp
  return (select coalesce(jsonb_object_agg(place, require_instance_id(place)), '{}') from (
    select distinct p #>> '{}' as place from jsonb_path_query(p_act, 'strict $.**.place ? (@ != null)') as p) named);

create function write_requests(p_changes jsonb, p_now timestamptz) returns void language plpgsql security definer
set search_path = permit, public, pg_temp as $$
declare
  v_environment uuid := current_environment();
  v_tenant uuid := current_tenant();
  v_expected bigint;
  v_done bigint;
begin
  insert into request (environment_id, tenant_id, id, kind, requester_id, requester_name, subject_id, invitation_id,
      element_type, configuration_id, verbs, act, instances, justification, created_at, expires_at)
    select v_environment, v_tenant, (r ->> 'id')::uuid, r ->> 'kind', (r ->> 'requester')::uuid, r ->> 'requester_name',
      (r #>> '{act,user}')::uuid, (r #>> '{act,invitation,id}')::uuid,
      r #>> '{askedIn,elementType}', (r #>> '{askedIn,configuration}')::uuid,
      array(select jsonb_array_elements_text(r #> '{askedIn,verbs}')), r -> 'act', instances_named(r -> 'act'),
      r ->> 'justification', p_now, (r ->> 'expires')::timestamptz
    from changes_of(p_changes, 'request.create') as body cross join lateral (select body -> 'request' as r) asked;

  insert into request_review (environment_id, tenant_id, request_id, reviewer_id, reviewer_name, agrees, note,
      element_type, configuration_id, verbs, reviewed_at)
    select v_environment, v_tenant, (body ->> 'id')::uuid, (a ->> 'reviewer')::uuid, body ->> 'reviewer_name',
      (body ->> 'agrees')::boolean, a ->> 'note', a #>> '{askedIn,elementType}', (a #>> '{askedIn,configuration}')::uuid,
      array(select jsonb_array_elements_text(a #> '{askedIn,verbs}')), p_now
    from changes_of(p_changes, 'request.review') as body cross join lateral (select body -> 'agreement' as a) said;

  select count(*) into v_expected from changes_of(p_changes, 'request.end') as body;
  update request r set status = c.body ->> 'status', ended_at = p_now from changes_of(p_changes, 'request.end') as c(body)
  where r.environment_id = v_environment and r.tenant_id = v_tenant and r.id = (c.body ->> 'id')::uuid and r.status = 'open';
  get diagnostics v_done = row_count;
  if v_done <> v_expected then raise exception 'a request to end is not open' using errcode = 'PE003'; end if;
end $$;

create function agreement_of(p_review request_review) returns jsonb language sql stable set search_path = permit, public, pg_temp
  return jsonb_build_object('reviewer', p_review.reviewer_id, 'note', p_review.note, 'askedIn', jsonb_build_object(
    'elementType', p_review.element_type, 'configuration', p_review.configuration_id, 'verbs', to_jsonb(p_review.verbs)));

-- An invitation counts as many grants as it promises.
create function grants_last_hour(p_actor uuid, p_now timestamptz) returns bigint language sql stable security definer
set search_path = permit, public, pg_temp as $$
  select coalesce(sum(case a.action when 'user.invite' then jsonb_array_length(a.body #> '{after,roles}') else 1 end), 0)
  from audit_entry a
  where a.environment_id = current_environment() and a.tenant_id = current_tenant() and a.actor_id = p_actor
    and a.action in ('role.grant', 'role.extend', 'user.invite') and a.outcome = 'done' and a.at > p_now - interval '1 hour'
$$;

-- Requests of this tenant as the guard and the list know them. `gone`: instances that are not what they were.
create function requests_by(p_ids uuid[], p_now timestamptz) returns setof jsonb language sql stable security definer
set search_path = permit, public, pg_temp as $$
  select jsonb_build_object('id', r.id, 'kind', r.kind, 'requester', r.requester_id, 'requester_name', r.requester_name,
    'askedIn', jsonb_build_object('elementType', r.element_type, 'configuration', r.configuration_id, 'verbs', to_jsonb(r.verbs)),
    'act', r.act, 'justification', r.justification, 'status', r.status,
    'created', r.created_at, 'expires', r.expires_at, 'ended', r.ended_at,
    'gone', array(select key from jsonb_each_text(r.instances) where instance_id(key) is distinct from value::uuid),
    'reviews', (select coalesce(jsonb_agg(agreement_of(v) || jsonb_build_object('name', v.reviewer_name, 'agrees', v.agrees,
        'at', v.reviewed_at) order by v.reviewed_at, v.reviewer_id), '[]') from request_review v
      where (v.environment_id, v.tenant_id, v.request_id) = (r.environment_id, r.tenant_id, r.id)),
    'grants_last_hour', grants_last_hour(r.requester_id, p_now))
  from unnest(p_ids) with ordinality as wanted(id, n)
  join request r on r.environment_id = current_environment() and r.tenant_id = current_tenant() and r.id = wanted.id
  order by wanted.n
$$;

create or replace function invitations_by(p_ids uuid[], p_emails text[]) returns jsonb
language sql stable security definer set search_path = permit, public, pg_temp
  return (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'email', i.email, 'status', i.status,
      'inviter_kind', i.inviter_kind, 'inviter_id', i.inviter_id, 'inviter_name', i.inviter_name,
      'justification', i.justification, 'created', i.created_at, 'expires', i.expires_at,
      'inviter_stands', i.inviter_kind = 'delegate'
        or exists (select from api_key k where k.id = i.inviter_id and k.deleted_at is null),
      'agreed', (select coalesce(jsonb_agg(agreement_of(v) order by v.reviewed_at, v.reviewer_id), '[]') from request r
        join request_review v on (v.environment_id, v.tenant_id, v.request_id) = (r.environment_id, r.tenant_id, r.id)
        where r.environment_id = i.environment_id and r.tenant_id = i.tenant_id and r.invitation_id = i.id
          and r.status = 'granted' and r.kind = 'approval' and v.agrees),
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

-- The only writer of memberships, assignments, invitations and requests. Takes what the guard returned, in order of kind, with
-- the audit entries that record it; both or neither. `p_changes` is the list of `Change` of src/api/delegation/types.ts
-- (times as ISO 8601; an invitation also brings token_hash, inviter_kind, inviter_id, inviter_name, justification).
create or replace function apply_changes(p_changes jsonb, p_entries jsonb, p_now timestamptz)
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

  perform write_requests(p_changes, p_now);
  perform refresh_list_rows(v_environment, v_tenant, v_users, p_now);
  update tenant set version = version + 1, members = members + v_added - v_removed
    where environment_id = v_environment and id = v_tenant;
  perform append_audit(v_environment, v_tenant, 'changes', p_now, p_entries);
  perform pg_notify('permit', jsonb_build_object('environment', v_environment, 'tenant', v_tenant,
    -- An invitation lives and dies with its inviter's rights, a request with those of all who have to do with it.
    'lists', (select jsonb_agg(distinct list) from (
      select case when body ->> 'change' like 'invitation.%' then 'invitations'
        when body ->> 'change' like 'request.%' then 'requests' else 'people' end as list
      from jsonb_array_elements(p_changes) as body
      union all
      select 'invitations' from invitation i where i.environment_id = v_environment and i.tenant_id = v_tenant
        and i.status = 'open' and i.inviter_id = any (v_users)
      union all
      select 'requests' from request r where r.environment_id = v_environment and r.tenant_id = v_tenant and r.status = 'open'
        and (r.requester_id = any (v_users) or r.subject_id = any (v_users) or exists (select from request_review v
          where (v.environment_id, v.tenant_id, v.request_id) = (r.environment_id, r.tenant_id, r.id) and v.reviewer_id = any (v_users)))) rung),
    'users', case when cardinality(v_users) <= 20 then to_jsonb(v_users) end)::text);
end $$;

-- Active people who hold one of the roles, in the whole tenant or somewhere in it, but for some: a few names, and how many.
create function reviewers_of(p_roles uuid[], p_except uuid[]) returns table (names text[], total bigint)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  with holder as (
    select distinct m.user_id, m.name from assignment a
    join membership m using (environment_id, tenant_id, user_id)
    where a.environment_id = current_environment() and a.tenant_id = current_tenant() and a.role_id = any (p_roles)
      and a.user_id <> all (p_except) and m.status = 'active' and a.begins_at <= clock_timestamp()
      and (a.ends_at is null or a.ends_at > clock_timestamp()))
  select array(select name from holder order by name limit 2), (select count(*) from holder)
$$;

grant select on request, request_review to permit_server;
do $$ declare v_table text; begin
  foreach v_table in array array['request', 'request_review'] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('create policy own_tenant on %I to permit_server using (environment_id = (select current_environment())
      and tenant_id = (select current_tenant()))', v_table);
  end loop;
end $$;
grant execute on function requests_by, reviewers_of to permit_server;
revoke execute on function request_only_ends, review_is_of_others, instances_named, write_requests, agreement_of, requests_by,
  grants_last_hour, reviewers_of from public;
