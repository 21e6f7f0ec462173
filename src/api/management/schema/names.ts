import { sql } from "kysely";
import { Fault, missing } from "../fault.js";
import type { Call } from "../operation.js";
import { asId } from "../scope.js";

/** What paths and bodies name, each by id or by key. */

export interface Resource {
  id: string;
  key: string;
}

/** The resource of that name; 404 without one. */
export async function resourceNamed({ trx, environment }: Call, name: string): Promise<Resource> {
  const { rows } = await sql<Resource>`select id, key::text from resource
    where environment_id = ${environment} and (id = ${asId(name)} or key = ${name})`.execute(trx);
  if (!rows[0]) throw missing("resource", name);
  return rows[0];
}

/** The resource that the path names. */
export const resourceOf = (call: Call): Promise<Resource> =>
  resourceNamed(call, call.params["resource_id"] ?? "");

/** A role of a resource, or without one of the tenant; 404 where there is none. */
export async function roleNamed(call: Call, resource: Resource | null, name: string): Promise<string> {
  const [role = ""] = await rolesNamed(call, resource, [name]);
  return role;
}

/** All of them, each once, found at once: bodies may name a thousand; 404 for the first that is not there. */
export async function rolesNamed(
  { trx, environment }: Call,
  resource: Resource | null,
  names: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string; key: string }>`select id, key::text from role
    where environment_id = ${environment} and resource_id is not distinct from ${resource?.id ?? null}::uuid
      and (key = any (${[...names]}::text[]) or id = any (${names.flatMap((name) => asId(name) ?? [])}::uuid[]))`.execute(
    trx,
  );
  const known = new Map(rows.flatMap(({ id, key }) => [[id, id] as const, [key, id] as const]));
  const ids = names.map((name) => {
    const id = known.get(asId(name) ?? name) ?? known.get(name);
    if (id === undefined) throw missing("role", resource ? `${resource.key}#${name}` : name);
    return id;
  });
  return [...new Set(ids)];
}

/**
 * The actions that permissions name: `resource:action`, an action of `own` by its key alone, or an action's id; and in
 * place of an action an action group, which stands for the actions that are in it now.
 */
export async function actionsNamed(
  { trx, environment }: Call,
  own: Resource | null,
  permissions: readonly string[],
): Promise<string[]> {
  const names = permissions.map((name) => {
    const id = asId(name);
    if (id !== null || /^[^:]+:[^:]+$/.test(name)) return id ?? name;
    if (own === null || name === "" || name.includes(":"))
      throw new Fault(
        422,
        "INVALID_PERMISSION_FORMAT",
        `'${name.slice(0, 200)}' is no permission: resource:action.`,
      );
    return `${own.key}:${name}`;
  });
  const { rows } = await sql<{ name: string; actions: string[] }>`
    select n.name, coalesce(
      (select array_agg(a.id) from resource_action a join resource s on (s.environment_id, s.id) = (a.environment_id, a.resource_id)
        where a.environment_id = ${environment} and n.name in (a.id::text, s.key || ':' || a.key)),
      (select coalesce(array_agg(m.action_id) filter (where m.action_id is not null), '{}') from action_group g
        join resource s on (s.environment_id, s.id) = (g.environment_id, g.resource_id)
        left join action_group_action m on (m.environment_id, m.group_id) = (g.environment_id, g.id)
        where g.environment_id = ${environment} and n.name in (g.id::text, s.key || ':' || g.key)
        having count(*) > 0)) as actions
    from unnest(${names}::text[]) as n(name)`.execute(trx);
  const unknown = rows.find(({ actions }) => (actions as string[] | null) === null);
  if (unknown)
    throw new Fault(404, "MISSING_PERMISSIONS", `There is no permission '${unknown.name.slice(0, 200)}'.`);
  return [...new Set(rows.flatMap(({ actions }) => actions))];
}
