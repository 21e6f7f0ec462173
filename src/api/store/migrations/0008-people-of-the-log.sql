-- Finding whom the log names: people of the tenant, whoever left it or was invited, and keys of the host's backend.

set local search_path = permit, public;

-- Everybody who was here and is not any more, and every address invited, is the target of one of these.
create index audit_entry_comings on audit_entry (environment_id, tenant_id, at desc)
  where action in ('user.invite', 'user.remove', 'tenant.leave');

-- Whose name or address holds every one of the words, as far as an entry has them as its actor or its target.
create function audit_people(p_words text[], p_limit integer)
returns table (id uuid, name text, did boolean, was_done_to boolean)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  with pattern as (
    select array(select '%' || replace(replace(replace(search_text(word), '\', '\\'), '%', '\%'), '_', '\_') || '%'
      from unnest(p_words) as word) as all_of),
  named as materialized (
    (select m.user_id as id, m.name, 1 as rank from membership m, pattern
     where m.environment_id = current_environment() and m.tenant_id = current_tenant() and m.search like all (all_of)
       and exists (select from audit_entry e where e.environment_id = m.environment_id and e.tenant_id = m.tenant_id
         and (e.actor_id = m.user_id or e.target_id = m.user_id))
     limit p_limit)
    union all
    (select e.target_id, e.people ->> 'target', 2 from audit_entry e, pattern
     where e.environment_id = current_environment() and e.tenant_id = current_tenant()
       and e.action in ('user.invite', 'user.remove', 'tenant.leave') and e.target_id is not null
       and search_text(e.people ->> 'target') like all (all_of)
     order by e.at desc limit 10 * p_limit)
    union all
    (select k.id, k.name, 3 from api_key k, pattern
     where k.environment_id = current_environment() and search_text(k.name) like all (all_of))),
  once as (select distinct on (n.id) n.id, n.name, n.rank from named n order by n.id, n.rank),
  seen as (
    select o.id, o.name, o.rank,
      exists (select from audit_entry e where e.environment_id = current_environment()
        and e.tenant_id = current_tenant() and e.actor_id = o.id) as did,
      exists (select from audit_entry e where e.environment_id = current_environment()
        and e.tenant_id = current_tenant() and e.target_id = o.id) as was_done_to
    from once o)
  select s.id, s.name, s.did, s.was_done_to from seen s
  where s.did or s.was_done_to
  order by s.rank, s.name collate "und-x-icu", s.id
  limit p_limit
$$;

grant execute on function audit_people to permit_server;
revoke execute on function audit_people from public;
