import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { z } from "zod";
import { collection, filter, find, Flag, insertRow, Key, setGiven, standing, write } from "../collection.js";
import type { Collection } from "../collection.js";
import { duplicate, invalidInput } from "../fault.js";
import { operation, type Call } from "../operation.js";
import { allAttributes, allResources, isBuiltIn } from "./all-resources.js";
import { Attributes, AttributeType, block, Description, maybe, Name } from "./fields.js";
import { resourceNamed, type Resource } from "./names.js";
import { replaceParts, type Parts } from "./replace-parts.js";
import { RoleFields } from "./role-fields.js";
import { roleRows } from "./role-view.js";
import { removeRoles } from "./roles.js";

const Actions = block(
  z.object({ name: Name.nullish(), description: Description, attributes: Attributes }).nullable(),
);
const Changed = z.object({
  name: Name.optional(),
  urn: Description,
  description: Description,
  type_attributes: Attributes,
  actions: maybe(Actions),
  attributes: maybe(block(z.object({ type: AttributeType, description: Description }))),
  roles: maybe(block(RoleFields)),
  relations: maybe(block(z.string().min(1).max(200))),
});
const Whole = Changed.extend({ name: Name, actions: Actions });
const columns = { name: "text", urn: "text", description: "text", type_attributes: "json" } as const;

const resources: Collection = {
  path: "/v2/schema/{proj_id}/{env_id}/resources",
  item: "resource_id",
  noun: "resource",
  table: "resource",
  changesRules: true,
  rows: resourceRows,
  filters: {
    include_built_in: filter(Flag.default(false), (_, included) =>
      included ? sql`true` : sql`not x.built_in`,
    ),
  },
  operations: {
    create: write(Whole.extend({ key: Key }), (call) => addResource(call, call.body.key, call.body)),
    update: write(Changed, async (call, id) => {
      await change(call, id, call.body);
      return id;
    }),
    remove: async (call, id) => {
      await resourceNamed(call, id);
      const { rows } = await sql<{ id: string }>`select id from role
        where environment_id = ${call.environment} and resource_id = ${id}`.execute(call.trx);
      await removeRoles(
        call,
        rows.map((role) => role.id),
      );
      await sql`delete from resource where environment_id = ${call.environment} and id = ${id}`.execute(
        call.trx,
      );
    },
  },
};

/** Resources as the vendor reads them, with all their parts. */
export function resourceRows(call: Call): RawBuilder<unknown> {
  return sql`select q.id, q.key, q.name, coalesce(q.type_attributes, '{}') as attributes, q.created_at, q.built_in,
    ${standing(call, "q")} || jsonb_build_object('key', q.key, 'name', q.name, 'urn', q.urn, 'description', q.description,
      'type_attributes', q.type_attributes,
      'actions', (select coalesce(jsonb_object_agg(a.key, jsonb_build_object('id', a.id, 'key', a.key, 'name', a.name,
          'description', a.description, 'attributes', a.attributes)), '{}')
        from resource_action a where a.environment_id = ${call.environment} and a.resource_id = q.id),
      'attributes', (select coalesce(jsonb_object_agg(a.key, jsonb_build_object('id', a.id, 'key', a.key, 'type', a.type,
          'description', a.description)), '{}') from (${allAttributes(call)}) a where a.resource_id = q.id),
      'roles', (select coalesce(jsonb_object_agg(x.key, x.body), '{}') from (${roleRows(call, sql`r.resource_id = q.id`)}) x),
      'relations', (select coalesce(jsonb_object_agg(l.key, jsonb_build_object('description', l.description,
          'resource_id', s.id, 'relation_name', l.name, 'resource', s.key)), '{}')
        from relation l join resource s on (s.environment_id, s.id) = (l.environment_id, l.subject_resource_id)
        where l.environment_id = ${call.environment} and l.resource_id = q.id),
      'action_groups', (select coalesce(jsonb_object_agg(g.key, (select coalesce(jsonb_agg(a.key order by a.key), '[]')
          from action_group_action m join resource_action a on (a.environment_id, a.id) = (m.environment_id, m.action_id)
          where (m.environment_id, m.group_id) = (g.environment_id, g.id))), '{}')
        from action_group g where g.environment_id = ${call.environment} and g.resource_id = q.id)) as body
    from (${allResources(call)}) q`;
}

/**
 * Makes the resource anew where there is none of that key. Roles and relations that are not mentioned stay, since
 * people hold those roles; everything else is replaced.
 */
const replace = operation({
  route: `PUT ${resources.path}/{resource_id}`,
  action: "resource.replace",
  changesRules: true,
  body: Whole,
  run: async (call) => {
    const name = call.params["resource_id"] ?? "";
    const { rows } = await sql<Resource>`select id, key from (${allResources(call)}) x
      where x.key = ${name} or x.id::text = ${name}`.execute(call.trx);
    const [found] = rows;
    if (found) {
      const emptied = { urn: null, description: null, type_attributes: null, attributes: {} };
      const given = Object.entries(call.body).filter(([, value]) => value !== undefined);
      await change(call, found.id, { ...emptied, ...Object.fromEntries(given) });
    } else {
      const key = Key.safeParse(name);
      if (!key.success) throw invalidInput("query", key.error);
      await addResource(call, key.data, call.body);
    }
    const { id, key, body } = await find(resources, call, name);
    Object.assign(call.about, { target: id, after: call.body, people: { target: key } });
    return body;
  },
});

async function addResource(call: Call, key: string, given: z.output<typeof Whole>): Promise<string> {
  if (isBuiltIn(key)) throw duplicate("resource", key);
  const id = await insertRow(call, "resource", "resource", {}, columns, { ...given, key });
  await replaceParts(call, { id, key }, given);
  return id;
}

async function change(call: Call, name: string, given: Parts & Readonly<Record<string, unknown>>) {
  const resource = await resourceNamed(call, name);
  await setGiven(call, "resource", resource.id, columns, given);
  await replaceParts(call, resource, given);
}

export const resourceOperations = [...collection(resources), replace];
