import { sql } from "kysely";
import { z } from "zod";
import { collection, find, write, type Collection } from "../collection.js";
import { endAssignments } from "../end-assignments.js";
import { operation, type Call, type Operation } from "../operation.js";
import { actionsNamed, resourceOf, type Resource } from "./names.js";
import { addRole, permit, RoleCreate, RoleUpdate, writeRole } from "./role-fields.js";
import { roleRows } from "./role-view.js";
import { family } from "./family.js";

/** Roles of tenants, and roles on one resource: they differ in where they stand alone. */
export const roleOperations = [
  ...rolesAt("/v2/schema/{proj_id}/{env_id}/roles", () => Promise.resolve(null)),
  ...rolesAt("/v2/schema/{proj_id}/{env_id}/resources/{resource_id}/roles", resourceOf),
];

function rolesAt(path: string, of: (call: Call) => Promise<Resource | null>): Operation[] {
  const roles: Collection = {
    path,
    item: "role_id",
    noun: "role",
    table: "role",
    changesRules: true,
    rows: async (call) =>
      roleRows(call, sql`r.resource_id is not distinct from ${(await of(call))?.id ?? null}::uuid`),
    operations: {
      create: write(RoleCreate, async (call) => {
        const resource = await of(call);
        const id = await addRole(call, resource, call.body);
        await writeRole(call, resource, id, call.body);
        return id;
      }),
      update: write(RoleUpdate, async (call, id) => {
        await writeRole(call, await of(call), id, call.body);
        return id;
      }),
      remove: (call, id) => removeRoles(call, [id]),
    },
  };
  const permissions = (method: "POST" | "DELETE", verb: string) =>
    operation({
      route: `${method} ${path}/{role_id}/permissions`,
      action: `role.${verb}-permissions`,
      changesRules: true,
      body: z.object({ permissions: z.array(z.string().min(1).max(500)).max(1000) }),
      run: async (call) => {
        const { id, key } = await find(roles, call, call.params["role_id"] ?? "");
        const actions = await actionsNamed(call, await of(call), call.body.permissions);
        if (method === "POST") await permit(call, id, actions);
        else
          await sql`delete from role_permission where environment_id = ${call.environment} and role_id = ${id}
            and action_id = any (${actions}::uuid[])`.execute(call.trx);
        Object.assign(call.about, { target: id, after: call.body, people: { target: key } });
        return (await find(roles, call, id)).body;
      },
    });
  return [
    ...collection(roles),
    permissions("POST", "add"),
    permissions("DELETE", "remove"),
    ...family(roles, {
      edge: sql`select role_id as child, extended_id as parent from role_extends`,
      wrap: "roles",
    }),
  ];
}

/** Deletes roles with all that hangs on them. Who holds one loses it on the record. */
export async function removeRoles(call: Call, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await endAssignments(call, { assignments: sql`a.role_id = any (${[...ids]}::uuid[])` });
  await sql`delete from role where environment_id = ${call.environment} and id = any (${[...ids]}::uuid[])`.execute(
    call.trx,
  );
}
