import { sql } from "kysely";
import { Fault, missing } from "../fault.js";
import type { Call } from "../operation.js";
import { asId } from "../scope.js";

/** What paths and bodies name, each by id or by key, found many at once. */

export interface Named {
  id: string;
  key: string;
}
export interface Instance extends Named {
  /** `type:key`. */
  place: string;
  tenant: string;
  resource: string;
}
type Table = "app_user" | "tenant" | "resource";
const nouns: Readonly<Record<Table, string>> = { app_user: "user", tenant: "tenant", resource: "resource" };

type Where = Pick<Call, "trx" | "environment">;

/** Those of them that are there, by the name that was used. */
export async function found(
  { trx, environment }: Where,
  table: Table,
  names: readonly string[],
): Promise<Map<string, Named>> {
  const { ids, keys } = idsAndKeys(names);
  const { rows } = await sql<Named>`select id, key::text from ${sql.table(table)}
    where environment_id = ${environment} and (key = any (${keys}::text[]) or id = any (${ids}::uuid[]))`.execute(
    trx,
  );
  return byName(names, rows);
}

/** All of them; 404 for the first that is not there. */
export async function all(
  where: Where,
  table: Table,
  names: readonly string[],
): Promise<(name: string) => Named> {
  const known = await found(where, table, names);
  return (name) => known.get(name) ?? absent(nouns[table], name);
}

export const one = async (where: Where, table: Table, name: string): Promise<Named> =>
  (await all(where, table, [name]))(name);

const absent = (noun: string, name: string): never => {
  throw missing(noun, name);
};

/** An id is never taken for a key, nor a key for an id. */
function idsAndKeys(names: readonly string[]) {
  const unique = [...new Set(names)];
  return {
    ids: unique.flatMap((name) => asId(name) ?? []),
    keys: unique.filter((name) => asId(name) === null && !name.includes("\0")),
  };
}

function byName<T extends Named>(names: readonly string[], rows: readonly T[]): Map<string, T> {
  const known = new Map(rows.flatMap((row) => [[row.id, row] as const, [row.key, row] as const]));
  return new Map(
    [...new Set(names)].flatMap((name) => {
      const row = known.get(asId(name) ?? name);
      return row ? [[name, row] as const] : [];
    }),
  );
}

/** Instances by id or `type:key`, by the name that was used. */
export async function instancesNamed(
  { trx, environment }: Where,
  names: readonly string[],
): Promise<Map<string, Instance>> {
  const { ids, keys } = idsAndKeys(names);
  const parts = keys.filter((name) => name.includes(":")).map(typeAndKey);
  const { rows } = await sql<Instance>`
    with wanted as (
      select i.id from resource_instance i where i.environment_id = ${environment} and i.id = any (${ids}::uuid[])
      union
      select i.id from unnest(${parts.map(({ type }) => type)}::text[], ${parts.map(({ key }) => key)}::text[]) as w(type, key)
      join resource r on r.environment_id = ${environment} and r.key = w.type
      join resource_instance i on i.environment_id = ${environment} and i.resource_id = r.id and i.key = w.key)
    select i.id, r.key || ':' || i.key as key, r.key || ':' || i.key as place, i.tenant_id as tenant, r.id as resource
    from wanted join resource_instance i on i.environment_id = ${environment} and i.id = wanted.id
    join resource r on (r.environment_id, r.id) = (i.environment_id, i.resource_id)`.execute(trx);
  return byName(names, rows);
}

/** The two halves of `type:key`; the key may hold further colons. */
export function typeAndKey(place: string): { type: string; key: string } {
  const at = place.indexOf(":");
  if (at < 1 || at === place.length - 1)
    throw new Fault(
      422,
      "INVALID_INPUT",
      `'${place.slice(0, 200)}' is no resource instance: type:key, or its id.`,
    );
  return { type: place.slice(0, at), key: place.slice(at + 1) };
}

/** A role by id or key: of a resource, or without one of the tenant. 404 for what is not there. */
export async function rolesNamed({ trx, environment }: Where, names: readonly string[]) {
  const { ids, keys } = idsAndKeys(names);
  const { rows } = await sql<Named & { resource: string | null }>`
    select id, key::text, resource_id as resource from role
    where environment_id = ${environment} and (key = any (${keys}::text[]) or id = any (${ids}::uuid[]))`.execute(
    trx,
  );
  return (name: string, resource: string | null): Named => {
    const id = asId(name);
    return (
      rows.find((row) => (id === null ? row.key === name : row.id === id) && row.resource === resource) ??
      absent("role", name)
    );
  };
}
