-- What decision points must look at again: each statement that changes what they judge by leaves a row that names it.
-- A reader takes what is visible now and was not in the snapshot it read by last, so that nothing is missed, however
-- late a transaction commits. Names are keys, taken while they can still be seen; what is deleted with its tenant, user
-- or instance goes by the name of that.

set local search_path = permit, public;

create table decision_change (
  environment_id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null check (kind in ('schema', 'tenant', 'user', 'place', 'instance', 'tuple', 'key', 'environment')),
  -- The tenant of places, whose names are those of users.
  tenant text,
  -- Keys; instances as type:key; tuples as [subject, relation, object]. Null for more than can be named.
  names jsonb,
  -- They have been deleted, and may have been made anew since.
  gone boolean not null,
  -- It may take something away from somebody.
  takes boolean not null,
  at timestamptz not null default clock_timestamp()
);
create index decision_change_unread on decision_change (environment_id, xid);

create function note_decision_change(p_environment uuid, p_kind text, p_tenant text, p_names jsonb, p_gone boolean, p_takes boolean)
returns void language plpgsql set search_path = permit, public, pg_temp as $$
begin
  insert into decision_change (environment_id, kind, tenant, names, gone, takes)
    values (p_environment, p_kind, p_tenant, p_names, p_gone, p_takes);
  perform pg_notify('permit_decision', jsonb_build_object('environment', p_environment, 'takes', p_takes)::text);
end $$;

-- Arguments: the kind, and a query over the changed rows that answers (environment, tenant, name, gone, takes), where a
-- null name stands for what can't be named. It is planned anew each time, since the last was for another number of rows.
create function note_decision_changes() returns trigger language plpgsql set search_path = permit, public, pg_temp as $$
declare
  v_change record;
begin
  if tg_op = 'DELETE' then
    if not exists (select from old_rows) then return null; end if;
  elsif not exists (select from new_rows) then
    return null;
  end if;
  for v_change in execute format('select environment_id, tenant, gone, bool_or(takes) as takes,
      case when count(*) <= 20000 and bool_and(name is not null) then jsonb_agg(name) end as names
    from (%s) x(environment_id, tenant, name, gone, takes) group by 1, 2, 3', tg_argv[1]) loop
    perform note_decision_change(v_change.environment_id, tg_argv[0], v_change.tenant, v_change.names, v_change.gone, v_change.takes);
  end loop;
  return null;
end $$;

create function note_schema_change() returns trigger language plpgsql set search_path = permit, public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    perform note_decision_change(x.environment_id, 'schema', null, null, false, true) from (select distinct environment_id from old_rows) x;
  else
    perform note_decision_change(x.environment_id, 'schema', null, null, false, true) from (select distinct environment_id from new_rows) x;
  end if;
  return null;
end $$;

do $$
declare
  v_table text;
  v_event text;
  -- What changed, by table: its kind, and the query for each of insert, update and delete.
  v_note constant text := 'create trigger decision_%s after %s on %I referencing %s for each statement execute function %s';
  v_places constant text := 'select r.environment_id, t.key::text, to_jsonb(u.key::text), false, %s from %s
    join tenant t on (t.environment_id, t.id) = (r.environment_id, r.tenant_id)
    join app_user u on (u.environment_id, u.id) = (r.environment_id, r.user_id) %s';
  v_instances constant text := 'select r.environment_id, null::text, %s, %s, %s from %s
    join resource s on (s.environment_id, s.id) = (r.environment_id, r.resource_id) %s';
  v_tuples constant text := 'select r.environment_id, null::text, jsonb_build_array(ss.key || '':'' || si.key, l.key, os.key || '':'' || oi.key), false, %s from %s
    join relation l on (l.environment_id, l.id) = (r.environment_id, r.relation_id)
    join resource_instance si on (si.environment_id, si.id) = (r.environment_id, r.subject_id)
    join resource ss on (ss.environment_id, ss.id) = (si.environment_id, si.resource_id)
    join resource_instance oi on (oi.environment_id, oi.id) = (r.environment_id, r.object_id)
    join resource os on (os.environment_id, os.id) = (oi.environment_id, oi.resource_id)';
  v_instance constant text := 'to_jsonb(s.key || '':'' || r.key)';
  v_updated constant text := 'new_rows r join old_rows o on (o.environment_id, o.id) = (r.environment_id, r.id)';
begin
  create temporary table noted (on_table text, event text, kind text, query text) on commit drop;
  insert into noted values
    -- A role on an instance may keep its holder from a derived one.
    ('assignment', 'insert', 'place', format(v_places, 'r.instance_id is not null', 'new_rows r', '')),
    ('assignment', 'update', 'place', format(v_places, 'true', 'new_rows r', '')),
    ('assignment', 'delete', 'place', format(v_places, 'true', 'old_rows r', '')),
    ('membership', 'insert', 'place', format(v_places, 'r.attributes <> ''{}''', 'new_rows r', '')),
    ('membership', 'update', 'place', format(v_places, 'true', 'new_rows r join old_rows o using (environment_id, tenant_id, user_id)',
      'where (r.status, r.attributes) is distinct from (o.status, o.attributes)')),
    ('membership', 'delete', 'place', format(v_places, 'true', 'old_rows r', '')),
    ('app_user', 'insert', 'user', 'select r.environment_id, null::text, to_jsonb(r.key::text), false, r.attributes <> ''{}'' from new_rows r'),
    ('app_user', 'update', 'user', format('select r.environment_id, null::text, case when r.key = o.key then to_jsonb(r.key::text) end, false, true from %s
      where (r.key, r.email, r.first_name, r.last_name, r.attributes) is distinct from (o.key, o.email, o.first_name, o.last_name, o.attributes)', v_updated)),
    ('app_user', 'delete', 'user', 'select r.environment_id, null::text, to_jsonb(r.key::text), true, true from old_rows r'),
    ('tenant', 'insert', 'tenant', 'select r.environment_id, null::text, to_jsonb(r.key::text), false, r.attributes <> ''{}'' from new_rows r'),
    ('tenant', 'delete', 'tenant', 'select r.environment_id, null::text, to_jsonb(r.key::text), true, true from old_rows r'),
    ('resource_instance', 'insert', 'instance', format(v_instances, v_instance, 'false', 'r.attributes <> ''{}''', 'new_rows r', '')),
    ('resource_instance', 'update', 'instance', format(v_instances, format('case when r.key = o.key then %s end', v_instance), 'false', 'true', v_updated,
      'where (r.key, r.tenant_id, r.attributes) is distinct from (o.key, o.tenant_id, o.attributes)')),
    ('resource_instance', 'delete', 'instance', format(v_instances, v_instance, 'true', 'true', 'old_rows r', '')),
    ('relationship_tuple', 'insert', 'tuple', format(v_tuples, 'false', 'new_rows r')),
    ('relationship_tuple', 'delete', 'tuple', format(v_tuples, 'true', 'old_rows r'));
  insert into noted select on_table, event, 'schema', null
    from unnest(array['resource', 'resource_action', 'role', 'role_permission', 'role_extends', 'relation', 'derivation', 'condition_set', 'set_rule']) on_table
    cross join unnest(array['insert', 'update', 'delete']) event;
  for v_table, v_event in select on_table, event from noted loop
    execute (select format(v_note, v_event, v_event, v_table,
        case v_event when 'insert' then 'new table as new_rows' when 'delete' then 'old table as old_rows'
          else 'old table as old_rows new table as new_rows' end,
        case when kind = 'schema' then 'note_schema_change()' else format('note_decision_changes(%L, %L)', kind, query) end)
      from noted where on_table = v_table and event = v_event);
  end loop;
end $$;

-- Bumped with every command, a tenant is seldom changed.
create function note_tenant_change() returns trigger language plpgsql set search_path = permit, public, pg_temp as $$
begin
  perform note_decision_change(new.environment_id, 'tenant', null, case when new.key = old.key then jsonb_build_array(new.key) end, false, true);
  return null;
end $$;
create trigger decision_update after update on tenant for each row
  when ((old.key, old.status, old.attributes) is distinct from (new.key, new.status, new.attributes)) execute function note_tenant_change();

-- Once it is deleted, what hangs on it can't be named any more.
create function note_resource_end() returns trigger language plpgsql set search_path = permit, public, pg_temp as $$
begin
  perform note_decision_change(old.environment_id, 'instance', null,
    (select case when count(*) <= 20000 then coalesce(jsonb_agg(old.key || ':' || i.key), '[]') end from resource_instance i
      where i.environment_id = old.environment_id and i.resource_id = old.id), true, true);
  return old;
end $$;
create trigger decision_end before delete on resource for each row execute function note_resource_end();
create function note_relation_end() returns trigger language plpgsql set search_path = permit, public, pg_temp as $$
begin
  if exists (select from relationship_tuple t where t.environment_id = old.environment_id and t.relation_id = old.id) then
    perform note_decision_change(old.environment_id, 'tuple', null, null, false, true);
  end if;
  return old;
end $$;
create trigger decision_end before delete on relation for each row execute function note_relation_end();
create function note_renaming() returns trigger language plpgsql set search_path = permit, public, pg_temp as $$
begin
  perform note_decision_change(new.environment_id, 'instance', null, null, false, true);
  return null;
end $$;
create trigger decision_renaming after update of key on resource for each row when (old.key <> new.key) execute function note_renaming();
create trigger decision_renaming after update of key on relation for each row when (old.key <> new.key) execute function note_renaming();
create trigger decision_update after update on relationship_tuple for each row execute function note_renaming();

-- A key that has ended, or whose secret was changed.
create function note_key_change() returns trigger language plpgsql set search_path = permit, public, pg_temp as $$
begin
  if old.environment_id is not null then
    perform note_decision_change(old.environment_id, 'key', null, null, tg_op = 'DELETE', true);
  end if;
  return null;
end $$;
create trigger decision_update after update on api_key for each row when (
    (old.secret_hash, old.former_hash, old.former_until, old.expires_at, old.deleted_at, old.access_level)
    is distinct from (new.secret_hash, new.former_hash, new.former_until, new.expires_at, new.deleted_at, new.access_level))
  execute function note_key_change();
create trigger decision_delete after delete on api_key for each row execute function note_key_change();

create function note_environment_end() returns trigger language plpgsql set search_path = permit, public, pg_temp as $$
begin
  perform note_decision_change(old.id, 'environment', null, null, true, true);
  return null;
end $$;
create trigger decision_delete after delete on environment for each row execute function note_environment_end();

revoke execute on function note_decision_change, note_decision_changes, note_schema_change, note_tenant_change, note_resource_end,
  note_relation_end, note_renaming, note_key_change, note_environment_end from public;
