import { z } from "@hono/zod-openapi";
import { HeldRole, Instance } from "../people/contract.js";
import { Id, InstanceKey, ReasonOrNull, Role } from "../wire.js";

/** The wire of the roles that one may ask for; asking and withdrawing are on the wire of approvals. */

export const RequestableQuery = z.strictObject({
  instance: InstanceKey.optional().openapi({ description: "Roles on this instance instead of the tenant's" }),
});

export const RequestableRoles = z
  .object({
    /** As a union, since the API's description of a nullable reference would never let it be null. */
    instance: z.union([Instance, z.null()]),
    roles: z.array(
      z.object({
        role: Role.pick({
          id: true,
          key: true,
          name: true,
          description: true,
          resource: true,
          permissions: true,
        }),
        held: HeldRole.nullable(),
        asked: Id.nullable().openapi({ description: "Your open request for it" }),
        cannot_ask: ReasonOrNull,
      }),
    ),
  })
  .openapi("RequestableRoles");

export type RequestableQuery = z.input<typeof RequestableQuery>;
export type RequestableRoles = z.infer<typeof RequestableRoles>;

export interface AccessRequestRoutes {
  "GET /requestable-roles": { query: RequestableQuery; answer: RequestableRoles };
}
