-- The hierarchy, and what an environment defines: resources, roles, attributes, elements.
-- Ids are UUIDs and never used again; keys are names at the border.

create schema permit;
set local search_path = permit, public;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create extension if not exists unaccent;

create domain key as text check (
  value ~ '^[A-Za-z0-9_-]+$' and value !~* '^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$');
create domain user_key as text check (
  value ~ '^[A-Za-z0-9|@+._-]+$' and value !~* '^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$');

create table organization (
  id uuid primary key default gen_random_uuid(),
  key key not null unique,
  name text not null,
  created_at timestamptz not null default clock_timestamp()
);

create table project (
  organization_id uuid not null references organization on delete cascade,
  id uuid primary key default gen_random_uuid(),
  key key not null,
  name text not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (organization_id, key)
);

create table environment (
  project_id uuid not null references project on delete cascade,
  id uuid primary key default gen_random_uuid(),
  key key not null,
  name text not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (project_id, key)
);

-- Keys that all processes share: sessions are signed with one, API keys are derived with another.
create table server_key (
  id uuid primary key default gen_random_uuid(),
  purpose text not null unique check (purpose in ('session', 'api_key')),
  secret bytea not null,
  created_at timestamptz not null default clock_timestamp()
);

-- Only the hash of a secret is kept. A deleted key stays as a row: its invitations must know that it is gone.
create table api_key (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references organization on delete cascade,
  project_id uuid references project on delete cascade,
  environment_id uuid references environment on delete cascade,
  name text not null,
  generation integer not null default 1,
  secret_hash bytea not null unique,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  deleted_at timestamptz,
  check (environment_id is null or project_id is not null)
);

create table resource (
  environment_id uuid not null references environment on delete cascade,
  id uuid not null default gen_random_uuid(),
  key key not null,
  name text not null,
  primary key (environment_id, id),
  unique (environment_id, key)
);

create table resource_action (
  environment_id uuid not null,
  resource_id uuid not null,
  id uuid not null default gen_random_uuid(),
  key key not null,
  name text not null,
  primary key (environment_id, id),
  unique (environment_id, resource_id, key),
  foreign key (environment_id, resource_id) references resource on delete cascade
);

create table role (
  environment_id uuid not null references environment on delete cascade,
  id uuid not null default gen_random_uuid(),
  resource_id uuid,
  key key not null,
  name text not null,
  description text not null default '',
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  position integer not null default 0,
  primary key (environment_id, id),
  unique nulls not distinct (environment_id, resource_id, key),
  foreign key (environment_id, resource_id) references resource on delete cascade
);

create table role_permission (
  environment_id uuid not null,
  role_id uuid not null,
  action_id uuid not null,
  primary key (environment_id, role_id, action_id),
  foreign key (environment_id, role_id) references role on delete cascade,
  foreign key (environment_id, action_id) references resource_action on delete cascade
);

create table role_extends (
  environment_id uuid not null,
  role_id uuid not null,
  extended_id uuid not null check (extended_id <> role_id),
  primary key (environment_id, role_id, extended_id),
  foreign key (environment_id, role_id) references role on delete cascade,
  foreign key (environment_id, extended_id) references role on delete cascade
);

-- A subject of `subject_resource_id` is <key> of an object of `resource_id`.
create table relation (
  environment_id uuid not null,
  resource_id uuid not null,
  id uuid not null default gen_random_uuid(),
  key key not null,
  subject_resource_id uuid not null,
  primary key (environment_id, id),
  unique (environment_id, resource_id, key),
  foreign key (environment_id, resource_id) references resource on delete cascade,
  foreign key (environment_id, subject_resource_id) references resource on delete cascade
);

create table derivation (
  environment_id uuid not null,
  id uuid not null default gen_random_uuid(),
  role_id uuid not null,
  from_role_id uuid not null,
  relation_id uuid not null,
  unless_direct boolean not null default false,
  primary key (environment_id, id),
  unique (environment_id, role_id, from_role_id, relation_id),
  foreign key (environment_id, role_id) references role on delete cascade,
  foreign key (environment_id, from_role_id) references role on delete cascade,
  foreign key (environment_id, relation_id) references relation on delete cascade
);

create table attribute_definition (
  environment_id uuid not null references environment on delete cascade,
  id uuid not null default gen_random_uuid(),
  key text not null check (key <> ''),
  label text not null,
  description text not null default '',
  type text not null check (type in ('bool', 'number', 'string', 'time', 'array', 'json', 'object', 'object_array')),
  choices text[],
  -- The short form's levels may edit it; a written delegation names what it may edit.
  editable boolean not null default true,
  searchable boolean not null default false,
  position integer not null default 0,
  primary key (environment_id, id),
  unique (environment_id, key)
);

create table element_configuration (
  environment_id uuid not null references environment on delete cascade,
  id uuid not null default gen_random_uuid(),
  key key not null,
  type text not null,
  name text not null,
  columns text[] not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, id),
  unique (environment_id, key)
);

-- A role that has no row here is hidden in that element.
create table role_level (
  environment_id uuid not null,
  configuration_id uuid not null,
  role_id uuid not null,
  level text not null check (level in ('LEVEL_1', 'LEVEL_2', 'LEVEL_3', 'LEVEL_4', 'HIDDEN')),
  primary key (environment_id, configuration_id, role_id),
  foreign key (environment_id, configuration_id) references element_configuration on delete cascade,
  foreign key (environment_id, role_id) references role on delete cascade
);
