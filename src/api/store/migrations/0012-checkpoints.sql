-- Signed checkpoints of the audit trail. Each names the heads of those chains that have moved since the one before, and
-- holds its digest: together they speak for every chain. A copy of each is handed out of the database.

set local search_path = permit, public;

create table audit_checkpoint (
  environment_id uuid not null,
  number bigint not null,
  jws text not null,
  at timestamptz not null,
  primary key (environment_id, number)
);
create function checkpoints_are_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'checkpoints are append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger checkpoints_are_append_only before update or delete on audit_checkpoint
  for each row execute function checkpoints_are_append_only();
create trigger checkpoints_are_not_truncated before truncate on audit_checkpoint
  for each statement execute function checkpoints_are_append_only();

-- Up to where each chain is signed. A table of its own: to mark it on the chain would lock what every command appends to.
create table audit_signed (
  environment_id uuid not null,
  tenant_id uuid,
  chain_id uuid primary key,
  length bigint not null,
  head bytea not null,
  checkpoint bigint not null,
  at timestamptz not null
);
create index audit_signed_tenant on audit_signed (environment_id, tenant_id);

alter table audit_signed enable row level security;
create policy own_tenant on audit_signed to permit_server
  using (environment_id = (select current_environment()) and tenant_id = (select current_tenant()));
grant select on audit_signed to permit_server;

alter table server_key drop constraint server_key_purpose_check;
alter table server_key add constraint server_key_purpose_check check (purpose in ('session', 'api_key', 'checkpoint'));
revoke execute on function checkpoints_are_append_only from public;

-- As before, and besides: what was signed is still what stands there. `signed_at` is when a chain was signed last.
drop function verify_audit();
create function verify_audit()
returns table (kind text, length bigint, checked bigint, broken_at bigint, is_complete boolean, signed_at timestamptz)
language sql stable security definer set search_path = permit, public, pg_temp as $$
  with link as (
    select c.id as chain_id, e.seq, e.hash,
      e.hash = sha256(coalesce(lag(e.hash) over w, '\x') || convert_to(e.seq || '|' || e.body::text, 'UTF8') || e.people_digest)
        and e.seq = coalesce(lag(e.seq) over w, 0) + 1
        and (e.people is null or e.people_digest = sha256(e.people_salt || convert_to(e.people::text, 'UTF8')))
        and (e.body ->> 'at')::timestamptz = e.at as holds
    from audit_chain c join audit_entry e on e.chain_id = c.id
    where c.environment_id = current_environment() and c.tenant_id = current_tenant()
    window w as (partition by c.id order by e.seq))
  select c.kind, c.length, count(l.seq),
    least(min(l.seq) filter (where not l.holds),
      case when not bool_or(l.seq = s.length and l.hash = s.head) then least(s.length, count(l.seq) + 1) end),
    count(l.seq) = c.length and coalesce((select e.hash from audit_entry e where e.chain_id = c.id order by e.seq desc limit 1), '\x') = c.head
      and (s.length is null or count(l.seq) >= s.length),
    s.at
  from audit_chain c left join audit_signed s on s.chain_id = c.id left join link l on l.chain_id = c.id
  where c.environment_id = current_environment() and c.tenant_id = current_tenant()
  group by c.id, c.kind, c.length, c.head, s.length, s.head, s.at
  order by c.kind
$$;
grant execute on function verify_audit to permit_server;
revoke execute on function verify_audit from public;
