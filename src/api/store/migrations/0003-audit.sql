-- The audit trail: hash chains, one for the changes of each tenant, one for its refusals, one for the environment.
-- Hashed is `body`, which names by id only, and a salted digest of `people`; names and addresses can be erased
-- without breaking the chain. No foreign keys lead out of it.

set local search_path = permit, public;

create table audit_chain (
  environment_id uuid not null,
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid,
  kind text not null check (kind in ('changes', 'refusals')),
  length bigint not null default 0,
  head bytea not null default '\x',
  unique nulls not distinct (environment_id, tenant_id, kind)
);

create table audit_entry (
  environment_id uuid not null,
  tenant_id uuid,
  chain_id uuid not null,
  seq bigint not null,
  body jsonb not null,
  people jsonb,
  people_salt bytea,
  people_digest bytea not null,
  hash bytea not null,
  action text not null generated always as (body ->> 'action') stored,
  outcome text not null generated always as (body ->> 'outcome') stored,
  actor_id uuid generated always as ((body ->> 'actor')::uuid) stored,
  target_id uuid generated always as ((body ->> 'target')::uuid) stored,
  at timestamptz not null,
  primary key (chain_id, seq)
);
create index audit_entry_time on audit_entry (environment_id, tenant_id, at desc);
create index audit_entry_target on audit_entry (environment_id, tenant_id, target_id, at desc);
create index audit_entry_actor on audit_entry (environment_id, tenant_id, actor_id, action, at desc);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.people is null and new.people_salt is null
     and (new.environment_id, new.tenant_id, new.chain_id, new.seq, new.body, new.people_digest, new.hash, new.at)
         is not distinct from
         (old.environment_id, old.tenant_id, old.chain_id, old.seq, old.body, old.people_digest, old.hash, old.at) then
    return new; -- erasing names and addresses
  end if;
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_is_append_only before update or delete on audit_entry
  for each row execute function audit_is_append_only();
create trigger audit_is_not_truncated before truncate on audit_entry
  for each statement execute function audit_is_append_only();

-- Appends `[{ body, people }]` to one chain, in order. The chain's row is the lock.
create function append_audit(p_environment uuid, p_tenant uuid, p_kind text, p_at timestamptz, p_entries jsonb)
returns void language plpgsql security definer set search_path = permit, public, pg_temp as $$
declare
  v_chain audit_chain;
  v_entry jsonb;
  v_body jsonb;
  v_people jsonb;
  v_salt bytea;
  v_digest bytea;
begin
  insert into audit_chain (environment_id, tenant_id, kind) values (p_environment, p_tenant, p_kind)
    on conflict do nothing;
  select * into strict v_chain from audit_chain
    where environment_id = p_environment and tenant_id is not distinct from p_tenant and kind = p_kind
    for update;
  for v_entry in select value from jsonb_array_elements(p_entries) loop
    v_chain.length := v_chain.length + 1;
    v_body := (v_entry -> 'body') || jsonb_build_object('at', p_at);
    v_people := coalesce(v_entry -> 'people', '{}');
    v_salt := uuid_send(gen_random_uuid());
    v_digest := sha256(v_salt || convert_to(v_people::text, 'UTF8'));
    v_chain.head := sha256(v_chain.head || convert_to(v_chain.length || '|' || v_body::text, 'UTF8') || v_digest);
    insert into audit_entry (environment_id, tenant_id, chain_id, seq, body, people, people_salt, people_digest, hash, at)
      values (p_environment, p_tenant, v_chain.id, v_chain.length, v_body, v_people, v_salt, v_digest, v_chain.head, p_at);
  end loop;
  update audit_chain set length = v_chain.length, head = v_chain.head where id = v_chain.id;
end $$;
