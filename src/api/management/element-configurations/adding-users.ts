import { z } from "zod";
import { changeRoles } from "../../people/change-roles.js";
import type { InviteAnswer } from "../../people/contract.js";
import { inviteUsers } from "../../user-management/invite-users.js";
import { seesTenant } from "../../request-context.js";
import { FreeAttributes, Words } from "../collection.js";
import { Fault, invalidAt } from "../fault.js";
import { asId } from "../scope.js";
import { elementOperation, reading, through, type ElementCall } from "./element-operation.js";
import { inviteView } from "./invites.js";
import { roleBy } from "./roles.js";
import { OfInstance } from "./runtime.js";
import { memberBy, userView } from "./users.js";

const RoleName = z.string().min(1).max(400);
const Input = z.object({
  key: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9|@+._-]+$/, "letters, digits and | @ + . _ - only"),
  email: z.string().max(320).nullish(),
  first_name: Words.nullish(),
  last_name: Words.nullish(),
  attributes: FreeAttributes.nullish(),
  role: RoleName.nullish(),
  role_assignments: z
    .array(
      z.object({ role: RoleName, tenant: z.string().nullish(), resource_instance: z.string().nullish() }),
    )
    .max(100)
    .nullish(),
});

/**
 * Adding somebody. Who is here already gets the roles; anybody else is invited by mail, and has a place only once they
 * have accepted: no delegate makes a user of the environment, nor writes a user's attributes before there is a place.
 */
export const addingUsers = [
  elementOperation({
    route: "POST /v2/elements/{proj_id}/{env_id}/config/{elements_config_id}/data/users",
    elements: ["user-management", "role-assignment"],
    query: z.looseObject(OfInstance),
    body: Input,
    run: async (call) => {
      const { key, email } = call.body;
      const { instance } = call.claims;
      const { user, roles } = await reading(call, async (context) => {
        const named = namedRoles(call, context.rules.tenant.key);
        // Whoever may look at single instances alone hears of nobody for nothing.
        if (named.length === 0 && !seesTenant(context)) throw invalidAt(["body", "role"], "a role is needed");
        return {
          user: await memberBy(context, key),
          roles: named.map((name) => roleBy(context, name, instance)),
        };
      });
      const grant = roles.map((role) => ({ role, ...(instance !== null && { instance }) }));
      if (user !== null) {
        if (grant.length > 0) await through(call, changeRoles, {}, { changes: [{ user, grant }] });
        return userView(call, user);
      }
      if (Object.keys(call.body.attributes ?? {}).length > 0)
        throw invalidAt(["body", "attributes"], "attributes are set once somebody has a place here");
      if (!email)
        throw invalidAt(
          ["body", "email"],
          "whoever is not here yet is invited by mail: an address is needed",
        );
      const [role] = roles;
      if (role === undefined) throw invalidAt(["body", "role"], "an invitation needs a role");
      const { rows } = await through<InviteAnswer>(
        call,
        inviteUsers,
        {},
        { invitations: [{ email, roles: grant }] },
      );
      const [row] = rows;
      if (row?.outcome === "granted") return userView(call, await memberOf(call, row.email));
      if (!row?.invitation) throw new Fault(403, "FORBIDDEN_ACCESS", "This is not allowed.");
      const { first_name, last_name } = call.body;
      return inviteView(call, {
        ...{ id: row.invitation, email: row.email, role, key, first_name, last_name },
        created: Date.now(),
      });
    },
  }),
];

/** The roles that the body names; an element gives none in another tenant than its own, nor elsewhere in it. */
function namedRoles(
  { body, claims }: ElementCall<unknown, z.output<typeof Input>>,
  tenantKey: string,
): string[] {
  const others = (body.role_assignments ?? []).map(({ role, tenant, resource_instance: place }, at) => {
    const isHere = tenant == null || tenant === tenantKey || asId(tenant) === claims.tenant;
    if (!isHere || (place != null && place !== claims.instance))
      throw invalidAt(["body", "role_assignments", at], "this element gives roles in its own place only");
    return role;
  });
  return [...new Set([...(body.role == null ? [] : [body.role]), ...others])];
}

/** Whoever has the address here, once they have been given a role by it. */
async function memberOf(call: ElementCall, email: string): Promise<string> {
  return reading(
    call,
    (context) => {
      const found = [...context.people.values()].find((each) => each.email === email && each.emailVerified);
      if (!found) throw new Fault(404, "NOT_FOUND", "There is nothing here by that name.");
      return Promise.resolve(found.user);
    },
    { concerns: { emails: [email] } },
  );
}
