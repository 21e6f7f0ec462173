-- Tenants with their guardrails, users, and users' places in tenants.

set local search_path = permit, public;

create table tenant (
  environment_id uuid not null references environment on delete cascade,
  id uuid not null default gen_random_uuid(),
  key key not null,
  name text not null,
  status text not null default 'active' check (status in ('active', 'suspended')),
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  seats integer check (seats >= 0),
  ceiling text[],
  -- Bumped once a command: the deferred check of the guardrails hangs on it.
  version bigint not null default 0,
  members integer not null default 0 check (members >= 0),
  created_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, id),
  unique (environment_id, key)
);

-- `least` binds from the first commit that satisfies it: a fresh tenant may be empty.
create table guardrail_role (
  environment_id uuid not null,
  tenant_id uuid not null,
  role_id uuid not null,
  least integer check (least >= 1),
  least_binds boolean not null default false,
  most integer check (most >= 0),
  primary key (environment_id, tenant_id, role_id),
  foreign key (environment_id, tenant_id) references tenant on delete cascade,
  foreign key (environment_id, role_id) references role on delete cascade
);

-- Roles of one set must not be held together by one person.
create table guardrail_exclusive (
  environment_id uuid not null,
  tenant_id uuid not null,
  set_number integer not null,
  role_id uuid not null,
  primary key (environment_id, tenant_id, set_number, role_id),
  foreign key (environment_id, tenant_id) references tenant on delete cascade,
  foreign key (environment_id, role_id) references role on delete cascade
);

-- Written by host and operator only. `email` is canonical; `known_at` is when the host first vouched for the user.
-- One user has a verified address; an unverified one is a mere claim, and keeps nobody out.
create table app_user (
  environment_id uuid not null references environment on delete cascade,
  id uuid not null default gen_random_uuid(),
  key user_key not null,
  email text check (email <> ''),
  email_verified boolean not null default false,
  name text not null default '',
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  -- Sessions carry it: raising it ends them all.
  epoch integer not null default 1,
  known_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, id),
  unique (environment_id, key)
);
create unique index app_user_email on app_user (environment_id, email) where email_verified;

-- A user's place in a tenant, written by delegates. The second half is the row of the people list, kept by the writer.
create table membership (
  environment_id uuid not null,
  tenant_id uuid not null,
  user_id uuid not null,
  status text not null default 'active' check (status in ('active', 'suspended')),
  profile jsonb not null default '{}' check (jsonb_typeof(profile) = 'object'),
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  version bigint not null default 1,
  changed_at timestamptz not null default clock_timestamp(),
  name text not null default '',
  email text not null default '',
  search text not null default '',
  role_ids uuid[] not null default '{}',
  primary key (environment_id, tenant_id, user_id),
  foreign key (environment_id, tenant_id) references tenant on delete cascade,
  foreign key (environment_id, user_id) references app_user on delete cascade
);

create table resource_instance (
  environment_id uuid not null,
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  resource_id uuid not null,
  key text not null check (key <> ''),
  -- What people call it: its key where the host gives no name.
  name text not null,
  search text not null,
  primary key (environment_id, tenant_id, id),
  unique (environment_id, resource_id, key),
  foreign key (environment_id, tenant_id) references tenant on delete cascade,
  foreign key (environment_id, resource_id) references resource on delete cascade
);

create table relationship_tuple (
  environment_id uuid not null,
  tenant_id uuid not null,
  subject_id uuid not null,
  relation_id uuid not null,
  object_id uuid not null,
  primary key (environment_id, tenant_id, subject_id, relation_id, object_id),
  foreign key (environment_id, tenant_id, subject_id) references resource_instance on delete cascade,
  foreign key (environment_id, tenant_id, object_id) references resource_instance on delete cascade,
  foreign key (environment_id, relation_id) references relation on delete cascade
);
create index relationship_tuple_object on relationship_tuple (environment_id, tenant_id, object_id);

create table assignment (
  environment_id uuid not null,
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  role_id uuid not null,
  instance_id uuid,
  begins_at timestamptz not null,
  ends_at timestamptz check (ends_at > begins_at),
  primary key (environment_id, tenant_id, id),
  unique nulls not distinct (environment_id, tenant_id, user_id, role_id, instance_id),
  foreign key (environment_id, tenant_id, user_id) references membership on delete cascade,
  foreign key (environment_id, role_id) references role on delete cascade,
  foreign key (environment_id, tenant_id, instance_id) references resource_instance on delete cascade
);
create index assignment_on_instance on assignment (environment_id, tenant_id, instance_id) where instance_id is not null;
create index assignment_holders on assignment (environment_id, tenant_id, role_id, user_id);
create index assignment_ends on assignment (ends_at) where ends_at is not null;

create table invitation (
  environment_id uuid not null,
  tenant_id uuid not null,
  id uuid not null,
  email text not null check (email <> ''),
  token_hash bytea not null unique,
  status text not null default 'open' check (status in ('open', 'accepted', 'cancelled', 'expired')),
  inviter_kind text not null check (inviter_kind in ('delegate', 'operator')),
  -- A user or an API key; without a foreign key, since an invitation outlives neither silently nor loudly: it is judged.
  inviter_id uuid not null,
  inviter_name text not null,
  justification text,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  primary key (environment_id, tenant_id, id),
  foreign key (environment_id, tenant_id) references tenant on delete cascade
);
create unique index invitation_open on invitation (environment_id, tenant_id, email) where status = 'open';
create index invitation_expiry on invitation (expires_at) where status = 'open';

-- Without foreign keys to role and instance: a promise that can't be kept must fail, not shrink.
create table invitation_role (
  environment_id uuid not null,
  tenant_id uuid not null,
  invitation_id uuid not null,
  role_id uuid not null,
  instance_id uuid,
  ends_at timestamptz,
  unique nulls not distinct (environment_id, tenant_id, invitation_id, role_id, instance_id),
  foreign key (environment_id, tenant_id, invitation_id) references invitation on delete cascade
);

-- Written delegations; those of levels are compiled from role_level whenever they are read.
create table delegation (
  environment_id uuid not null,
  id uuid not null default gen_random_uuid(),
  role_id uuid not null,
  tenant_id uuid,
  element_type text,
  verbs text[] not null,
  mode text not null check (mode in ('hold', 'bind')),
  passing_on boolean not null,
  -- Every further limit, in the shape that the reader parses; what it cannot parse allows nothing.
  limits jsonb not null check (jsonb_typeof(limits) = 'object'),
  primary key (environment_id, id),
  foreign key (environment_id, role_id) references role on delete cascade,
  foreign key (environment_id, tenant_id) references tenant on delete cascade
);

-- The roles it lets give and take: a deleted role leaves the list.
create table delegation_role (
  environment_id uuid not null,
  delegation_id uuid not null,
  role_id uuid not null,
  primary key (environment_id, delegation_id, role_id),
  foreign key (environment_id, delegation_id) references delegation on delete cascade,
  foreign key (environment_id, role_id) references role on delete cascade
);

-- Retries of a command do it once: the answer of the first is kept for a day, without secrets.
create table idempotency (
  environment_id uuid not null,
  tenant_id uuid not null,
  actor text not null,
  route text not null,
  key text not null,
  payload_hash bytea not null,
  answer jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, tenant_id, actor, route, key),
  foreign key (environment_id, tenant_id) references tenant on delete cascade
);
create index idempotency_age on idempotency (created_at);
