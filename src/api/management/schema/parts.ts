import { sql } from "kysely";
import { z } from "zod";
import { collection, insertRow, Key, setGiven, standing, write } from "../collection.js";
import type { Call } from "../operation.js";
import { Attributes, Description, Name, Names } from "./fields.js";
import { actionsNamed, resourceNamed, resourceOf } from "./names.js";

/** What a resource has besides attributes and roles: actions, groups of them, and relations to others. */

const path = "/v2/schema/{proj_id}/{env_id}/resources/{resource_id}";
const described = { name: "text", description: "text", attributes: "json" } as const;
const Changed = z.object({ name: Name.optional(), description: Description, attributes: Attributes });
const Made = Changed.extend({ key: Key, name: Name });

const actions = collection({
  path: `${path}/actions`,
  item: "action_id",
  noun: "action",
  table: "resource_action",
  changesRules: true,
  rows: async (call) => {
    const { id, key } = await resourceOf(call);
    return sql`select a.id, a.key::text as key, a.name, a.attributes, a.created_at,
      ${standing(call, "a")} || jsonb_build_object('key', a.key, 'name', a.name, 'description', a.description,
        'attributes', a.attributes, 'permission_name', ${key} || ':' || a.key, 'resource_id', a.resource_id) as body
      from resource_action a where a.environment_id = ${call.environment} and a.resource_id = ${id}`;
  },
  operations: {
    create: write(Made, async (call) => {
      const { id } = await resourceOf(call);
      return insertRow(call, "resource_action", "action", { resource_id: id }, described, call.body);
    }),
    update: write(Changed, async (call, id) => {
      await setGiven(call, "resource_action", id, described, call.body);
      return id;
    }),
    remove: "row",
  },
});

const actionGroups = collection({
  path: `${path}/action_groups`,
  item: "action_group_id",
  noun: "action group",
  table: "action_group",
  changesRules: true,
  rows: async (call) => {
    const { id } = await resourceOf(call);
    return sql`select g.id, g.key::text as key, g.name, g.attributes, g.created_at,
      ${standing(call, "g")} || jsonb_build_object('key', g.key, 'name', g.name, 'description', g.description,
        'attributes', g.attributes, 'resource_id', g.resource_id, 'actions', (select coalesce(jsonb_agg(a.key order by a.key), '[]')
          from action_group_action m join resource_action a on (a.environment_id, a.id) = (m.environment_id, m.action_id)
          where (m.environment_id, m.group_id) = (g.environment_id, g.id))) as body
      from action_group g where g.environment_id = ${call.environment} and g.resource_id = ${id}`;
  },
  operations: {
    create: write(Made.extend({ actions: Names }), async (call) => {
      const { id: resource } = await resourceOf(call);
      const id = await insertRow(
        call,
        "action_group",
        "action group",
        { resource_id: resource },
        described,
        call.body,
      );
      await gather(call, id, call.body.actions);
      return id;
    }),
    update: write(Changed.extend({ actions: Names }), async (call, id) => {
      await setGiven(call, "action_group", id, described, call.body);
      await gather(call, id, call.body.actions);
      return id;
    }),
    remove: "row",
  },
});

/** Permissions that roles have by the group's name stay as they were given. */
async function gather(call: Call, group: string, names: readonly string[] | undefined): Promise<void> {
  if (names === undefined) return;
  const resource = await resourceOf(call);
  const found = await actionsNamed(call, resource, names);
  await sql`delete from action_group_action where environment_id = ${call.environment} and group_id = ${group}`.execute(
    call.trx,
  );
  await sql`insert into action_group_action (environment_id, group_id, action_id)
    select ${call.environment}, ${group}, a.id from resource_action a
    where a.environment_id = ${call.environment} and a.resource_id = ${resource.id} and a.id = any (${found}::uuid[])`.execute(
    call.trx,
  );
}

const relations = collection({
  path: `${path}/relations`,
  item: "relation_id",
  noun: "relation",
  table: "relation",
  envelope: "always",
  changesRules: true,
  rows: async (call) => {
    const { id, key } = await resourceOf(call);
    return sql`select l.id, l.key::text as key, coalesce(l.name, l.key) as name, '{}'::jsonb as attributes, l.created_at,
      ${standing(call, "l")} || jsonb_build_object('key', l.key, 'name', coalesce(l.name, l.key), 'description', l.description,
        'object_resource_id', l.resource_id, 'object_resource', ${key}::text,
        'subject_resource_id', s.id, 'subject_resource', s.key) as body
      from relation l join resource s on (s.environment_id, s.id) = (l.environment_id, l.subject_resource_id)
      where l.environment_id = ${call.environment} and l.resource_id = ${id}`;
  },
  operations: {
    create: write(
      z.object({ key: Key, name: Name, description: Description, subject_resource: z.string().max(200) }),
      async (call) => {
        const { id: object } = await resourceOf(call);
        const { id: subject } = await resourceNamed(call, call.body.subject_resource);
        const fixed = { resource_id: object, subject_resource_id: subject };
        return insertRow(call, "relation", "relation", fixed, described, { ...call.body });
      },
    ),
    remove: "row",
  },
});

export const partOperations = [...actions, ...actionGroups, ...relations];
