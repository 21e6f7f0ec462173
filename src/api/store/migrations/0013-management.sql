-- What the management API (/v2) keeps beyond what elements and guard need: words, free attributes, settings, times.

set local search_path = permit, public;

create function touch() returns trigger language plpgsql as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end $$;

alter table organization
  add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object');
alter table project
  add column urn_namespace text,
  add column description text,
  add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object');
alter table environment
  add column description text,
  add column custom_branch_name text,
  -- { ttl, url } or { ttl, jwks: { keys } }: whose tokens may open an element without the host's backend.
  add column jwks jsonb check (jsonb_typeof(jwks) = 'object'),
  add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object');

-- The secret of the generation before may live on for as long as whoever rotated it has said.
alter table api_key
  add column access_level text not null default 'admin' check (access_level in ('admin', 'write', 'read')),
  add column owner_type text not null default 'member' check (owner_type in ('pdp_config', 'member', 'elements')),
  add column last_used_at timestamptz,
  add column former_hash bytea unique,
  add column former_until timestamptz,
  add check ((former_hash is null) = (former_until is null));

alter table resource
  add column urn text,
  add column description text,
  add column type_attributes jsonb,
  add column created_at timestamptz not null default clock_timestamp();
alter table resource_action
  add column description text,
  add column attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  add column created_at timestamptz not null default clock_timestamp();

create table action_group (
  environment_id uuid not null,
  resource_id uuid not null,
  id uuid not null default gen_random_uuid(),
  key key not null,
  name text not null,
  description text,
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  created_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, id),
  unique (environment_id, resource_id, key),
  foreign key (environment_id, resource_id) references resource on delete cascade
);
create table action_group_action (
  environment_id uuid not null,
  group_id uuid not null,
  action_id uuid not null,
  primary key (environment_id, group_id, action_id),
  foreign key (environment_id, group_id) references action_group on delete cascade,
  foreign key (environment_id, action_id) references resource_action on delete cascade
);

-- Attributes that instances of a resource may have; without a resource, those of tenants. Those of users and their
-- places stand in attribute_definition, where the elements' words for them are.
create table resource_attribute (
  environment_id uuid not null references environment on delete cascade,
  resource_id uuid,
  id uuid not null default gen_random_uuid(),
  key key not null,
  type text not null check (type in ('bool', 'number', 'string', 'time', 'array', 'json', 'object', 'object_array')),
  description text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, id),
  unique nulls not distinct (environment_id, resource_id, key),
  foreign key (environment_id, resource_id) references resource on delete cascade
);

alter table attribute_definition add column created_at timestamptz not null default clock_timestamp();
alter table relation
  add column name text,
  add column description text,
  add column created_at timestamptz not null default clock_timestamp();
alter table role
  add column created_at timestamptz not null default clock_timestamp(),
  -- As in derivation, for all derivations that end in this role.
  add column unless_direct boolean not null default false;

-- Named conditions on users and their tenants, or on instances of one resource.
create table condition_set (
  environment_id uuid not null references environment on delete cascade,
  id uuid not null default gen_random_uuid(),
  key key not null,
  type text not null check (type in ('userset', 'resourceset')),
  name text not null,
  description text,
  resource_id uuid,
  parent_id uuid check (parent_id <> id),
  conditions jsonb not null default '{}' check (jsonb_typeof(conditions) = 'object'),
  created_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, id),
  unique (environment_id, key),
  check ((type = 'resourceset') = (resource_id is not null)),
  foreign key (environment_id, resource_id) references resource on delete cascade,
  -- Who deletes a parent must not widen what stands under it.
  foreign key (environment_id, parent_id) references condition_set on delete cascade
);

-- Who matches the user set, or holds the role, may do this to what matches the resource set, or to the whole resource.
create table set_rule (
  environment_id uuid not null references environment on delete cascade,
  id uuid not null default gen_random_uuid(),
  user_set_id uuid,
  role_id uuid,
  action_id uuid not null,
  resource_set_id uuid,
  resource_id uuid,
  created_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, id),
  unique nulls not distinct (environment_id, user_set_id, role_id, action_id, resource_set_id, resource_id),
  check (num_nonnulls(user_set_id, role_id) = 1),
  check (num_nonnulls(resource_set_id, resource_id) = 1),
  foreign key (environment_id, user_set_id) references condition_set on delete cascade,
  foreign key (environment_id, role_id) references role on delete cascade,
  foreign key (environment_id, action_id) references resource_action on delete cascade,
  foreign key (environment_id, resource_set_id) references condition_set on delete cascade,
  foreign key (environment_id, resource_id) references resource on delete cascade
);

alter table tenant add column description text;
alter table app_user
  add column first_name text,
  add column last_name text;
alter table resource_instance
  add column attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  add column created_at timestamptz not null default clock_timestamp();
create unique index resource_instance_id on resource_instance (environment_id, id);
alter table relationship_tuple
  add column id uuid not null default gen_random_uuid(),
  add column created_at timestamptz not null default clock_timestamp();
create unique index relationship_tuple_id on relationship_tuple (environment_id, id);
create index relationship_tuple_subject on relationship_tuple (environment_id, tenant_id, subject_id);
create index assignment_of_user on assignment (environment_id, user_id);

alter table element_configuration
  add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  add column is_active boolean not null default true,
  add column email_notifications boolean not null default false;

do $$ declare v_table text; begin
  foreach v_table in array array['organization', 'project', 'environment', 'resource', 'resource_action', 'action_group',
      'resource_attribute', 'attribute_definition', 'relation', 'role', 'condition_set', 'set_rule', 'tenant', 'app_user',
      'resource_instance', 'relationship_tuple', 'element_configuration'] loop
    execute format('alter table %I add column updated_at timestamptz not null default clock_timestamp()', v_table);
    execute format('create trigger touch before update on %I for each row execute function touch()', v_table);
  end loop;
end $$;

-- The counter of a tenant's commands is no change of the tenant.
drop trigger touch on tenant;
create trigger touch before update of name, description, attributes, status, seats, ceiling on tenant
  for each row execute function touch();

grant select on action_group, action_group_action, resource_attribute, condition_set, set_rule to permit_server;
do $$ declare v_table text; begin
  foreach v_table in array array['action_group', 'action_group_action', 'resource_attribute', 'condition_set', 'set_rule'] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('create policy own_environment on %I to permit_server using (environment_id = (select current_environment()))', v_table);
  end loop;
end $$;
revoke execute on function touch from public;
