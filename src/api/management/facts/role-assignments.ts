import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { z } from "zod";
import { Flag, pageOf, Paging, Several } from "../collection.js";
import { operation, type Call, type Operation } from "../operation.js";
import { asId } from "../scope.js";
import { briefOrDetailed } from "./brief-or-detailed.js";
import { assignmentRead, give, holdingsOf, take, type Wanted } from "./assign.js";
import { assignmentRows } from "./assignment-rows.js";
import { MaybeName, mostAtOnce, Name } from "./fields.js";
import { found, instancesNamed } from "./names.js";
import { writeUsers } from "./write-users.js";
import { UserKey } from "./fields.js";

const path = "/v2/facts/{proj_id}/{env_id}/role_assignments";
const ofUser = "/v2/facts/{proj_id}/{env_id}/users/{user_id}/roles";

const UserRole = { role: Name, tenant: MaybeName, resource_instance: MaybeName };
const Assignment = z.object({ ...UserRole, user: Name });
const Assignments = z.array(Assignment).max(mostAtOnce);
const returning = z.looseObject({ return_deleted: Flag.default(false) });

const filters = {
  page: Paging.page,
  per_page: z.coerce.number().int().min(1).max(1000).default(30),
  user: Several.optional(),
  role: Several.optional(),
  tenant: Several.optional(),
  resource: z.string().max(500).optional(),
  resource_instance: z.string().max(500).optional(),
};
type Filters = z.output<z.ZodObject<typeof filters>>;

export const roleAssignmentOperations: readonly Operation[] = [
  ...briefOrDetailed(path, filters, list),
  operation({
    route: `POST ${path}`,
    action: null,
    body: Assignment,
    run: (call) => assign(call, call.body),
  }),
  operation({
    route: `DELETE ${path}`,
    action: null,
    query: returning,
    body: Assignment,
    run: (call) => unassign(call, call.body, call.query.return_deleted),
  }),
  operation({
    route: `POST ${ofUser}`,
    action: null,
    body: z.object(UserRole),
    run: (call) => assign(call, { ...call.body, user: call.params["user_id"] ?? "" }),
  }),
  operation({
    route: `DELETE ${ofUser}`,
    action: null,
    query: returning,
    body: z.object(UserRole),
    run: (call) =>
      unassign(call, { ...call.body, user: call.params["user_id"] ?? "" }, call.query.return_deleted),
  }),
  operation({
    route: `POST ${path}/bulk`,
    action: null,
    query: z.looseObject({ missing_user_policy: z.enum(["fail", "ignore", "create"]).default("fail") }),
    body: Assignments,
    run: async (call) => {
      const { missing_user_policy: policy } = call.query;
      if (policy === "create") await makeMissingUsers(call, call.body);
      const skipsUnknown = policy === "ignore";
      const holdings = await holdingsOf(call, call.body, { makes: true, skipsUnknown });
      return { assignments_created: await give(call, holdings, "skipped") };
    },
  }),
  operation({
    route: `DELETE ${path}/bulk`,
    action: null,
    body: Assignments,
    run: async (call) => ({
      assignments_removed: await take(call, await holdingsOf(call, call.body, { makes: false }), "skipped"),
    }),
  }),
];

async function assign(call: Call, wanted: Wanted): Promise<object> {
  const holdings = await holdingsOf(call, [wanted], { makes: true });
  await give(call, holdings, "refused");
  const [holding] = holdings;
  return holding ? assignmentRead(call, holding) : {};
}

async function unassign(call: Call, wanted: Wanted, isShown: boolean): Promise<object | null> {
  const holdings = await holdingsOf(call, [wanted], { makes: false });
  const [holding] = holdings;
  const was = holding && isShown ? await assignmentRead(call, holding) : null;
  await take(call, holdings, "refused");
  return was;
}

async function makeMissingUsers(call: Call, wanted: readonly Wanted[]): Promise<void> {
  const names = wanted.map(({ user }) => user);
  const there = await found(call, "app_user", names);
  const keys = [...new Set(names)].filter((name) => !there.has(name) && UserKey.safeParse(name).success);
  if (keys.length > 0)
    await writeUsers(
      call,
      keys.map((key) => ({ key })),
    );
}

/** Within a filter one of the values will do; all filters must be met. What is not there is held by nobody. */
async function list(call: Call, given: Filters, isDetailed: boolean, withTotal: boolean): Promise<object> {
  const { environment } = call;
  const { user, role, tenant, resource, resource_instance, page, per_page } = given;
  const ids = async (table: "app_user" | "tenant" | "resource", names: readonly string[]) => [
    ...new Set([...(await found(call, table, names)).values()].map(({ id }) => id)),
  ];
  const conditions: RawBuilder<unknown>[] = [];
  if (user) conditions.push(sql`x.user_id = any (${await ids("app_user", user)}::uuid[])`);
  if (tenant) conditions.push(sql`x.tenant_id = any (${await ids("tenant", tenant)}::uuid[])`);
  if (role)
    conditions.push(sql`x.role_id = any (array(select r.id from role r where r.environment_id = ${environment}
      and (r.key = any (${role}::text[]) or r.id = any (${role.flatMap((name) => asId(name) ?? [])}::uuid[]))))`);
  if (resource !== undefined)
    conditions.push(sql`x.instance_id in (select i.id from resource_instance i
      where i.environment_id = ${environment} and i.resource_id = any (${await ids("resource", [resource])}::uuid[]))`);
  if (resource_instance !== undefined) {
    const instances = [...(await instancesNamed(call, [resource_instance])).values()];
    conditions.push(sql`x.instance_id = any (${instances.map(({ id }) => id)}::uuid[])`);
  }
  return pageOf(call, assignmentRows(call, isDetailed), conditions, { page, per_page }, withTotal);
}
