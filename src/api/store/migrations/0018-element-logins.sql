-- What elements bring with them in the vendor's dialect: webhooks of configurations, and tickets of logins.

set local search_path = permit, public;

-- Whoever steals the database reads no token: it is sealed with a key that is derived from the server's secret.
create table element_webhook (
  environment_id uuid not null,
  configuration_id uuid not null,
  id uuid not null default gen_random_uuid(),
  url text not null check (url ~ '^https?://'),
  sealed_token bytea,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, configuration_id),
  foreign key (environment_id, configuration_id) references element_configuration on delete cascade
);
create trigger touch before update on element_webhook for each row execute function touch();

-- A login that a page has still to take: once, within a minute. Only the hash of a ticket is kept.
create table login_ticket (
  hash bytea primary key,
  environment_id uuid not null,
  tenant_id uuid not null,
  user_id uuid not null,
  -- The origin of the page that asked for it, where it was a page.
  origin text,
  expires_at timestamptz not null,
  foreign key (environment_id, tenant_id, user_id) references membership on delete cascade
);
create index login_ticket_expiry on login_ticket (expires_at);
