import { sql } from "kysely";
import { z } from "zod";
import type { Trx } from "../../store/store.js";

const Names = z.array(z.string().min(1).max(200)).max(1000).default([]);
const Filters = z.object({ include: Names, exclude: Names }).prefault({});

/** Which to copy by their keys, where `*` stands for anything: all that `include` names, or simply all; less `exclude`. */
export const CopyScope = z
  .object({ resources: Filters, roles: Filters, user_sets: Filters, resource_sets: Filters })
  .prefault({});

/** What is copied, by id in the environment that it is copied from. */
export interface Selection {
  resources: readonly string[];
  roles: readonly string[];
  sets: readonly string[];
}

type Kind = keyof z.output<typeof CopyScope>;

/** What the scope names, with all that it cannot be without: of a role its permissions, of a set its resource. */
export async function select(
  trx: Trx,
  environment: string,
  scope: z.output<typeof CopyScope>,
): Promise<Selection> {
  const { rows } = await sql<{ id: string; key: string; kind: Kind }>`
    select id, key::text, 'resources' as kind from resource where environment_id = ${environment} union all
    select id, key::text, 'roles' from role where environment_id = ${environment} and resource_id is null union all
    select id, key::text, case type when 'userset' then 'user_sets' else 'resource_sets' end
    from condition_set where environment_id = ${environment}`.execute(trx);
  const chosen = rows.filter(({ key, kind }) => isNamed(scope[kind], key)).map(({ id }) => id);
  const { rows: needed } = await sql<{ id: string; kind: "resource" | "role" | "set" }>`
    with recursive needs(id, needed) as materialized (
      select e.role_id, e.extended_id from role_extends e where e.environment_id = ${environment} union
      select p.role_id, a.resource_id from role_permission p join resource_action a on a.id = p.action_id
        where p.environment_id = ${environment} union
      -- Roles of a resource come with it, and what they are derived from with them.
      select r.resource_id, r.id from role r where r.environment_id = ${environment} and r.resource_id is not null union
      select r.id, r.resource_id from role r where r.environment_id = ${environment} and r.resource_id is not null union
      select d.role_id, d.from_role_id from derivation d where d.environment_id = ${environment} union
      select l.resource_id, l.subject_resource_id from relation l where l.environment_id = ${environment} union
      select c.id, c.parent_id from condition_set c where c.environment_id = ${environment} and c.parent_id is not null union
      select c.id, c.resource_id from condition_set c where c.environment_id = ${environment} and c.resource_id is not null),
    reached(id) as (
      select unnest(${chosen}::uuid[]) union select n.needed from reached join needs n on n.id = reached.id)
    select id, 'resource' as kind from resource where environment_id = ${environment} and id in (select id from reached) union all
    select id, 'role' from role where environment_id = ${environment} and id in (select id from reached) union all
    select id, 'set' from condition_set where environment_id = ${environment} and id in (select id from reached)`.execute(
    trx,
  );
  const of = (wanted: string) => needed.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  return { resources: of("resource"), roles: of("role"), sets: of("set") };
}

function isNamed({ include, exclude }: z.output<typeof Filters>, key: string): boolean {
  const matches = (pattern: string) => fits(key, pattern);
  return (include.length === 0 || include.some(matches)) && !exclude.some(matches);
}

/** Part by part from the left, each where it comes first: no expression, which many `*` could keep busy for ever. */
function fits(key: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return key === pattern;
  const end = key.length - last.length;
  if (!key.startsWith(first) || !key.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = key.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}
