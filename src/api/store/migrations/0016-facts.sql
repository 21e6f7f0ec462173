-- What the management API needs of users, assignments and invitations: addresses as they were given, lists in the order
-- in which things came to be, and several people without a place for whoever may give them one.

set local search_path = permit, public;

-- `email` stays canonical; this is how it was written. `search` has a line for each thing that is looked for, so that
-- one index serves its parts, beginnings and ends.
alter table app_user
  add column email_given text,
  add column search text not null generated always as (lower(E'\n' || key || E'\n' || coalesce(email_given, '') || E'\n'
    || coalesce(email, '') || E'\n' || coalesce(first_name, '') || E'\n' || coalesce(last_name, '') || E'\n' || name || E'\n')) stored;
create index app_user_by_creation on app_user (environment_id, created_at, id);
create index app_user_search on app_user using gin (environment_id, search gin_trgm_ops);
create index membership_of_user on membership (environment_id, user_id);
create index assignment_by_begin on assignment (environment_id, begins_at, id);
create index assignment_of_role on assignment (environment_id, role_id, begins_at, id);
create index resource_instance_by_creation on resource_instance (environment_id, created_at, id);
create index relationship_tuple_by_creation on relationship_tuple (environment_id, created_at, id);
create index invitation_by_creation on invitation (environment_id, created_at, id);

-- Another address is not written as the one before it was.
create function forget_email_given() returns trigger language plpgsql as $$
begin
  if new.email is distinct from old.email and new.email_given is not distinct from old.email_given then
    new.email_given := null;
  end if;
  return new;
end $$;
create trigger forget_email_given before update of email on app_user
  for each row execute function forget_email_given();

-- What /v2 keeps of an invitation besides: whom it is to make of the guest, and under which id it is known there, which
-- stays when the invitation behind it is made anew. Those that delegates sent are known by their own ids.
create table user_invite (
  environment_id uuid not null,
  tenant_id uuid not null,
  id uuid not null,
  invitation_id uuid not null,
  key user_key,
  email text,
  first_name text,
  last_name text,
  deleted_at timestamptz,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, id),
  unique (environment_id, tenant_id, invitation_id),
  foreign key (environment_id, tenant_id, invitation_id) references invitation on delete cascade
);
create trigger touch before update on user_invite for each row execute function touch();

-- As before, but for several people without a place whom host or operator vouch for in this very request.
drop function read_state(uuid[], uuid, text[], uuid[], text[], uuid[], uuid, timestamptz);
drop function people_by_id(uuid[], uuid);
create function people_by_id(p_users uuid[], p_vouched uuid[] default '{}') returns setof jsonb language sql stable security definer
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
  where m.user_id is not null or u.id = any (p_vouched)
  order by wanted.n
$$;

create function read_state(p_users uuid[], p_vouched uuid[], p_emails text[], p_invitations uuid[], p_places text[], p_roles uuid[], p_actor uuid,
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
grant execute on function people_by_id, read_state to permit_server;
revoke execute on function people_by_id, read_state, forget_email_given from public;

-- As before, but that a host which says nothing of name or address takes neither from whom an operator gave one.
create or replace function sync_user(p_key text, p_email text, p_verified boolean, p_name text) returns uuid
language plpgsql security definer set search_path = permit, public, pg_temp as $$
declare
  v_environment uuid := current_environment();
  v_user app_user;
  v_former app_user;
  v_is_new boolean;
  v_place record;
begin
  select * into v_user from app_user where environment_id = v_environment and key = p_key;
  if v_user.email_given is not null and p_email is null then
    p_email := v_user.email;
    p_verified := v_user.email_verified;
  end if;
  if p_name = '' and num_nonnulls(v_user.first_name, v_user.last_name) > 0 then p_name := v_user.name; end if;
  if v_user.known_at is not null and v_user.email is not distinct from p_email
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
