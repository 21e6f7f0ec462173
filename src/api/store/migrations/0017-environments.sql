-- One server, many environments: what an environment says of itself is no other environment's to read.

set local search_path = permit, public;

alter table environment enable row level security;
create policy own_environment on environment to permit_server using (id = (select current_environment()));
