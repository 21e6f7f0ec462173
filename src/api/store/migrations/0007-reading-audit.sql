-- Reading the audit trail of a tenant: its changes and its refusals together, newest first.

set local search_path = permit, public;

-- Verifying goes through one chain in order; what an entry is called by is its chain and number.
create index audit_entry_page on audit_entry (environment_id, tenant_id, at desc, chain_id, seq desc);
drop index audit_entry_time;

-- The condition of a filter, over `audit_entry e`. `p_filter`:
--   { "actor": uuid, "target": uuid, "actions": [text…], "outcome": text, "from": timestamptz, "to": timestamptz }
create function audit_condition(p_filter jsonb) returns text language plpgsql stable
set search_path = permit, public, pg_temp as $$
declare
  v_sql text := format('e.environment_id = %L and e.tenant_id = %L', current_environment(), current_tenant());
begin
  if p_filter ? 'actor' then v_sql := v_sql || format(' and e.actor_id = %L', p_filter ->> 'actor'); end if;
  if p_filter ? 'target' then v_sql := v_sql || format(' and e.target_id = %L', p_filter ->> 'target'); end if;
  if p_filter ? 'actions' then
    v_sql := v_sql || format(' and e.action = any (%L::text[])', translate((p_filter -> 'actions')::text, '[]" ', '{}'));
  end if;
  if p_filter ? 'outcome' then v_sql := v_sql || format(' and e.outcome = %L', p_filter ->> 'outcome'); end if;
  if p_filter ? 'from' then v_sql := v_sql || format(' and e.at >= %L::timestamptz', p_filter ->> 'from'); end if;
  if p_filter ? 'to' then v_sql := v_sql || format(' and e.at < %L::timestamptz', p_filter ->> 'to'); end if;
  return v_sql;
end $$;

-- One page. `p_after` is [at, chain, seq] of the last entry before it.
create function audit_page(p_filter jsonb, p_after jsonb, p_limit integer) returns setof jsonb
language plpgsql stable set search_path = permit, public, pg_temp as $$
begin
  return query execute
    'select jsonb_build_object(''chain'', e.chain_id, ''seq'', e.seq, ''at'', e.at, ''body'', e.body, ''people'', e.people)
     from audit_entry e where ' || audit_condition(p_filter)
    || case when p_after is null then '' else format(
      ' and (e.at < %L::timestamptz or (e.at = %L::timestamptz and (e.chain_id > %L::uuid or (e.chain_id = %L::uuid and e.seq < %L::bigint))))
        and e.at <= %L::timestamptz',
      p_after ->> 0, p_after ->> 0, p_after ->> 1, p_after ->> 1, p_after ->> 2, p_after ->> 0) end
    || format(' order by e.at desc, e.chain_id, e.seq desc limit %s', p_limit);
end $$;

-- How much happened, in even parts of the time between two moments.
create function audit_activity(p_filter jsonb, p_from timestamptz, p_to timestamptz, p_parts integer)
returns table (part integer, done bigint, refused bigint)
language plpgsql stable set search_path = permit, public, pg_temp as $$
begin
  return query execute format(
    'select width_bucket(extract(epoch from e.at), extract(epoch from %L::timestamptz), extract(epoch from %L::timestamptz), %s) - 1,
       count(*) filter (where e.outcome = ''done''), count(*) filter (where e.outcome = ''refused'')
     from audit_entry e where ', p_from, p_to, p_parts)
    || audit_condition(p_filter || jsonb_build_object('from', p_from, 'to', p_to)) || ' group by 1 order by 1';
end $$;

create function audit_span(p_filter jsonb) returns table (total bigint, earliest timestamptz, latest timestamptz)
language plpgsql stable set search_path = permit, public, pg_temp as $$
begin
  return query execute 'select count(*), min(e.at), max(e.at) from audit_entry e where ' || audit_condition(p_filter);
end $$;

-- Recomputes every hash of this tenant's chains: each entry follows from the one before, none is missing, and names
-- that were not erased are those that were recorded. Answers one row a chain.
create function verify_audit() returns table (kind text, length bigint, checked bigint, broken_at bigint, is_complete boolean)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  with link as (
    select c.id as chain_id, e.seq,
      e.hash = sha256(coalesce(lag(e.hash) over w, '\x') || convert_to(e.seq || '|' || e.body::text, 'UTF8') || e.people_digest)
        and e.seq = coalesce(lag(e.seq) over w, 0) + 1
        and (e.people is null or e.people_digest = sha256(e.people_salt || convert_to(e.people::text, 'UTF8')))
        and (e.body ->> 'at')::timestamptz = e.at as holds
    from audit_chain c join audit_entry e on e.chain_id = c.id
    where c.environment_id = current_environment() and c.tenant_id = current_tenant()
    window w as (partition by c.id order by e.seq))
  select c.kind, c.length, count(l.seq), min(l.seq) filter (where not l.holds),
    count(l.seq) = c.length and coalesce((select e.hash from audit_entry e where e.chain_id = c.id order by e.seq desc limit 1), '\x') = c.head
  from audit_chain c left join link l on l.chain_id = c.id
  where c.environment_id = current_environment() and c.tenant_id = current_tenant()
  group by c.id, c.kind, c.length, c.head
  order by c.kind
$$;

grant execute on function audit_condition, audit_page, audit_activity, audit_span, verify_audit to permit_server;
revoke execute on function audit_condition, audit_page, audit_activity, audit_span, verify_audit from public;
