import { sql } from "kysely";
import { z } from "zod";
import { Refused } from "../../errors.js";
import { changeRoles } from "../../people/change-roles.js";
import { missing } from "../fault.js";
import { elementOperation, reading, through, type ElementCall } from "./element-operation.js";
import { roleBy } from "./roles.js";
import { OfInstance } from "./runtime.js";
import { memberNamed } from "./users.js";

const path = "/v2/elements/{proj_id}/{env_id}/config/{elements_config_id}/data/users/{user_id}/roles";
const elements = ["user-management", "role-assignment"] as const;
const Input = z.object({ role: z.string().min(1).max(400) });

/** Giving and taking one role, in the tenant or on the instance in question. */
export const userRoleOperations = [
  elementOperation({
    route: `POST ${path}`,
    elements,
    query: z.looseObject(OfInstance),
    body: Input,
    run: async (call) => {
      const { user, held } = await asked(call);
      await through(call, changeRoles, {}, { changes: [{ user, grant: [held] }] });
      return assignmentOf(call, user, held.role);
    },
  }),
  elementOperation({
    route: `DELETE ${path}`,
    elements,
    query: z.looseObject(OfInstance),
    body: Input,
    run: async (call) => {
      const { user, held } = await asked(call);
      await through(call, changeRoles, {}, { changes: [{ user, revoke: [held] }] }).catch(
        (error: unknown) => {
          const isAbsent = error instanceof Refused && error.more.reasons?.[0]?.code === "not_held";
          throw isAbsent ? missing("role assignment", call.body.role) : error;
        },
      );
      return null;
    },
  }),
];

async function asked(call: ElementCall<unknown, z.output<typeof Input>>) {
  const user = await memberNamed(call, call.params["user_id"] ?? "");
  const { instance } = call.claims;
  const role = await reading(call, (context) => Promise.resolve(roleBy(context, call.body.role, instance)));
  return { user, held: { role, ...(instance !== null && { instance }) } };
}

async function assignmentOf(
  { server, organization, project, environment, claims }: ElementCall,
  user: string,
  role: string,
): Promise<object> {
  const { rows } = await server.store.asOwner({ environment, tenant: null }, (trx) =>
    sql<object>`select a.id, u.key as "user", r.key as role, t.key as tenant, a.user_id, a.role_id, a.tenant_id,
        s.key || ':' || i.key as resource_instance, a.instance_id as resource_instance_id,
        ${organization}::text as organization_id, ${project}::text as project_id, a.environment_id, a.begins_at as created_at
      from assignment a join app_user u on (u.environment_id, u.id) = (a.environment_id, a.user_id)
      join role r on (r.environment_id, r.id) = (a.environment_id, a.role_id)
      join tenant t on (t.environment_id, t.id) = (a.environment_id, a.tenant_id)
      left join resource_instance i on (i.environment_id, i.id) = (a.environment_id, a.instance_id)
      left join resource s on (s.environment_id, s.id) = (i.environment_id, i.resource_id)
      where a.environment_id = ${environment} and a.tenant_id = ${claims.tenant} and a.user_id = ${user}
        and a.role_id = ${role} and s.key || ':' || i.key is not distinct from ${claims.instance}::text`.execute(
      trx,
    ),
  );
  if (!rows[0]) throw missing("role assignment", role);
  return rows[0];
}
