import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { z } from "zod";
import { Flag, Key, matches, pageOf, Paging } from "../collection.js";
import { duplicate, invalidAt } from "../fault.js";
import { operation, type Call, type Operation } from "../operation.js";
import { give, holdingsOf, take } from "./assign.js";
import { deleteInstances } from "./delete-instances.js";
import { Name } from "./fields.js";
import { giveGroup, requireTenant, takeFromGroup } from "./group-roles.js";
import { groupNamed, groupRows, membership, rolesOfGroup, type Group } from "./group-rows.js";
import { addInstances } from "./make-instances.js";
import { found, instancesNamed, one } from "./names.js";

const path = "/v2/schema/{proj_id}/{env_id}/groups";
const item = `${path}/{group_instance_key}`;
const filters = {
  ...Paging,
  tenant: z.string().max(500).optional(),
  resource: z.string().max(500).optional(),
  search: z.string().max(200).optional(),
};
const GroupRole = z.object({ role: Name, resource: Name, resource_instance: Name, tenant: Name });
const Assignment = z.object({ group_instance_key: Name });
const page = z.looseObject(Paging);

const groupOf = (call: Call) => groupNamed(call, call.params["group_instance_key"] ?? "");
const membersRole = (parent: Group) => ({
  role: membership,
  resource: parent.type,
  resource_instance: parent.place,
  tenant: parent.tenantKey,
});

/**
 * Groups: instances whose members hold a role on them, from which the group's own roles follow by derivations. A group in
 * a group is a member of it, and so are its members.
 */
export const groupOperations: readonly Operation[] = [
  operation({
    route: `GET ${path}`,
    action: null,
    query: z.looseObject({ ...filters, include_total_count: Flag.default(false) }),
    run: (call) => list(call, call.query, sql`x.body`, call.query.include_total_count),
  }),
  operation({
    route: `GET ${path}/direct`,
    action: null,
    query: z.looseObject(filters),
    run: (call) => list(call, call.query, sql`x.brief`, true),
  }),
  operation({
    route: `GET ${path}/direct/{group_instance_key}`,
    action: null,
    run: async (call) => (await groupOf(call)).brief,
  }),
  operation({ route: `GET ${item}`, action: null, run: async (call) => (await groupOf(call)).body }),
  operation({
    route: `POST ${path}`,
    action: "group.create",
    changesRules: true,
    body: z.object({
      group_resource_type_key: Key.nullish().transform((given) => given ?? "group"),
      group_instance_key: Name,
      group_tenant: Name,
    }),
    run: async (call) => {
      const { group_resource_type_key: type, group_instance_key: given, group_tenant } = call.body;
      const tenant = await one(call, "tenant", group_tenant);
      const key = keyOf(given.startsWith(`${type}:`) ? given.slice(type.length + 1) : given);
      if ((await instancesNamed(call, [`${type}:${key}`])).size > 0) throw duplicate("group", key);
      await addInstances(call, [{ tenant: tenant.id, resource: await kindOfGroup(call, type), key }]);
      const group = await groupNamed(call, `${type}:${key}`);
      call.about.target = group.id;
      call.about.people = { target: group.place };
      return group.body;
    },
  }),
  operation({
    route: `DELETE ${item}`,
    action: null,
    run: async (call) => {
      await deleteInstances(call, [(await groupOf(call)).id]);
      return null;
    },
  }),
  operation({
    route: `GET ${item}/users`,
    action: null,
    query: page,
    run: async (call) => {
      const { id, member } = await groupOf(call);
      const members = sql`select u.id, u.created_at, jsonb_build_object('id', u.id, 'key', u.key) as body from assignment a
        join app_user u on (u.environment_id, u.id) = (a.environment_id, a.user_id)
        where a.environment_id = ${call.environment} and a.instance_id = ${id} and a.role_id = ${member}`;
      return pageOf(call, members, [], call.query, true);
    },
  }),
  operation({
    route: `PUT ${item}/users/{user_id}`,
    action: null,
    body: z.object({ tenant: Name }),
    run: async (call) => {
      const holdings = await memberHolding(call, call.body.tenant);
      await give(call, holdings, "skipped");
      return (await groupOf(call)).body;
    },
  }),
  operation({
    route: `DELETE ${item}/users/{user_id}`,
    action: null,
    body: z.object({ tenant: Name }),
    run: async (call) => {
      await take(call, await memberHolding(call, call.body.tenant), "refused");
      return null;
    },
  }),
  operation({
    route: `GET ${item}/roles`,
    action: null,
    query: page,
    run: async (call) => {
      const { id, tenant, member } = await groupOf(call);
      const group = sql`(${call.environment}::uuid, ${tenant}::uuid, ${id}::uuid)`;
      return pageOf(call, rolesOfGroup(group, sql`${member}::uuid`), [], call.query, true);
    },
  }),
  operation({
    route: `POST ${item}/roles`,
    action: "group.give",
    changesRules: true,
    body: GroupRole,
    run: async (call) => {
      const group = await groupOf(call);
      await giveGroup(call, group, call.body);
      return about(call, group);
    },
  }),
  operation({
    route: `DELETE ${item}/roles`,
    action: null,
    body: GroupRole,
    run: async (call) => {
      await takeFromGroup(call, await groupOf(call), call.body);
      return null;
    },
  }),
  operation({
    route: `PUT ${item}/assign_group`,
    action: "group.assign",
    changesRules: true,
    body: Assignment,
    run: async (call) => {
      const parent = await groupOf(call);
      const child = await groupNamed(call, call.body.group_instance_key);
      if (child.id === parent.id) throw invalidAt(["body", "group_instance_key"], "is the group itself");
      await giveGroup(call, child, membersRole(parent));
      return about(call, parent);
    },
  }),
  operation({
    route: `DELETE ${item}/assign_group`,
    action: null,
    body: Assignment,
    run: async (call) => {
      const parent = await groupOf(call);
      await takeFromGroup(call, await groupNamed(call, call.body.group_instance_key), membersRole(parent));
      return null;
    },
  }),
  kin("children", "object_id", "subject_id"),
  kin("parents", "subject_id", "object_id"),
];

/** The groups one step up or down. */
function kin(route: string, own: string, theirs: string): Operation {
  return operation({
    route: `GET ${item}/${route}`,
    action: null,
    query: page,
    run: async (call) => {
      const { id } = await groupOf(call);
      const rows = sql`select g.id, g.created_at, g.brief as body from (${groupRows(call)}) g
        where g.id in (select ${sql.ref(`w.${theirs}`)} from relationship_tuple w
          join derivation d on d.environment_id = w.environment_id and d.relation_id = w.relation_id
          join role r on (r.environment_id, r.id) = (d.environment_id, d.role_id) and r.key = ${membership}
          where w.environment_id = ${call.environment} and ${sql.ref(`w.${own}`)} = ${id})`;
      return pageOf(call, rows, [], call.query, true);
    },
  });
}

function keyOf(given: string): string {
  const key = Key.safeParse(given);
  if (!key.success) throw invalidAt(["body", "group_instance_key"], "letters, digits, - and _ only");
  return key.data;
}

/** After a change of rules: what is answered, and what the trail says it was about. */
async function about(call: Call, group: Group): Promise<object> {
  call.about.target = group.id;
  call.about.people = { target: group.place };
  call.about.after = call.body;
  return (await groupNamed(call, group.id)).body;
}

async function memberHolding(call: Call, tenant: string) {
  const group = await groupOf(call);
  await requireTenant(call, group, tenant);
  const user = call.params["user_id"] ?? "";
  const wanted = { user, role: group.member, tenant: group.tenant, resource_instance: group.id };
  return holdingsOf(call, [wanted], { makes: false });
}

/** The resource that groups are instances of: made with its role for members, or marked as one, with the first group. */
async function kindOfGroup({ trx, environment }: Call, key: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into resource as s (environment_id, key, name, type_attributes) values (${environment}, ${key}, ${key}, '{"group": true}')
    on conflict (environment_id, key) do update set type_attributes = coalesce(s.type_attributes, '{}') || '{"group": true}'
    returning id`.execute(trx);
  const id = rows[0]?.id ?? "";
  await sql`insert into role (environment_id, resource_id, key, name) values (${environment}, ${id}, ${membership}, 'Member')
    on conflict do nothing`.execute(trx);
  return id;
}

async function list(
  call: Call,
  { tenant, resource, search, page, per_page }: z.output<z.ZodObject<typeof filters>>,
  body: RawBuilder<unknown>,
  withTotal: boolean,
): Promise<object> {
  const is = async (table: "tenant" | "resource", name: string) =>
    sql`${sql.ref(`x.${table}_id`)} = ${(await found(call, table, [name])).get(name)?.id ?? null}::uuid`;
  const conditions = [
    ...(tenant === undefined ? [] : [await is("tenant", tenant)]),
    ...(resource === undefined ? [] : [await is("resource", resource)]),
    ...(search ? [matches(search)] : []),
  ];
  const rows = sql`select x.id, x.key, x.name, x.created_at, x.tenant_id, x.resource_id, ${body} as body from (${groupRows(call)}) x`;
  return pageOf(call, rows, conditions, { page, per_page }, withTotal);
}
