import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { z } from "zod";
import { Flag, pageOf, Paging } from "../collection.js";
import { operation, type Call } from "../operation.js";
import { asId } from "../scope.js";
import { one } from "./names.js";
import { unended, userRows } from "./user-rows.js";

const query = {
  ...Paging,
  search: z.string().max(200).optional(),
  role: z.string().max(500).optional(),
  include_resource_instance_roles: Flag.default(false),
};

/** `GET /v2/facts/…/users`: always with how many there are. */
export const listUsers = operation({
  route: "GET /v2/facts/{proj_id}/{env_id}/users",
  action: null,
  query: z.looseObject({
    ...query,
    search_operator: z.enum(["startswith", "endswith", "contains"]).default("contains"),
  }),
  run: (call) => {
    const { search, search_operator, role, include_resource_instance_roles, ...paging } = call.query;
    const conditions = [
      ...(search ? [matches(search, search_operator)] : []),
      ...(role === undefined ? [] : [role === "" ? holdsNothing : holds(call, role, null)]),
    ];
    return pageOf(call, userRows(call, include_resource_instance_roles), conditions, paging, true);
  },
});

/** Those who have a place in the tenant. */
export const listTenantUsers = operation({
  route: "GET /v2/facts/{proj_id}/{env_id}/tenants/{tenant_id}/users",
  action: null,
  query: z.looseObject(query),
  run: async (call) => {
    const { search, role, include_resource_instance_roles, ...paging } = call.query;
    const tenant = await one(call, "tenant", call.params["tenant_id"] ?? "");
    const conditions = [
      sql`x.id in (select m.user_id from membership m
        where m.environment_id = ${call.environment} and m.tenant_id = ${tenant.id})`,
      ...(search ? [matches(search, "contains")] : []),
      ...(role ? [holds(call, role, tenant.id)] : []),
    ];
    return pageOf(call, userRows(call, include_resource_instance_roles), conditions, paging, true);
  },
});

/** Key, address and names stand on lines of their own. */
function matches(search: string, operator: "startswith" | "endswith" | "contains"): RawBuilder<unknown> {
  const literal = search.replaceAll(/[\\%_]/g, "\\$&");
  const pattern = {
    contains: `%${literal}%`,
    startswith: `%\n${literal}%`,
    endswith: `%${literal}\n%`,
  }[operator];
  return sql`x.search like lower(${pattern})`;
}

const holdsNothing = sql`not exists (select from assignment a
  where a.environment_id = x.environment_id and a.user_id = x.id and ${unended})`;

const holds = (
  { environment }: Call,
  role: string,
  tenant: string | null,
): RawBuilder<unknown> => sql`x.id in (
  select a.user_id from assignment a join role r on (r.environment_id, r.id) = (a.environment_id, a.role_id)
  where a.environment_id = ${environment} and ${unended} and (r.key = ${role} or r.id = ${asId(role)})
    and (${tenant}::uuid is null or a.tenant_id = ${tenant}))`;
