import { z } from "@hono/zod-openapi";
import { Cursor, HeldRole, Instance, Person, RoleChoice, type PeopleRoutes } from "../people/contract.js";
import { Id, Role } from "../wire.js";

/** The wire of role assignment. The elements import the types of this file and nothing else of it. */

export const Way = HeldRole.extend({
  how: z.enum(["direct", "extends", "derivation", "group"]),
  via: z.string().nullable().openapi({ description: "In words, what it comes from; null if direct" }),
}).openapi("Way", { description: "One way in which somebody holds a role on the instance" });

export const AccessRow = z
  .object({
    person: Person,
    ways: z.array(Way).openapi({ description: "Every role shown here that is held on it, by each way" }),
    choices: z
      .array(RoleChoice)
      .openapi({ description: "Each role there is for it: held directly or not, and what may be done" }),
  })
  .openapi("AccessRow");

const AccessPart = z.object({
  people: z.array(AccessRow),
  next: Cursor.nullable(),
});

export const AccessQuery = z.strictObject({
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

export const InstanceAccess = AccessPart.extend({
  instance: Instance,
  roles: z
    .array(Role)
    .openapi({ description: "The roles there are for it, and whether you may give them here" }),
  total: z.number().int().openapi({ description: "People who hold a role on it, directly or derived" }),
  through_tenant: z
    .array(
      z.object({
        role: Id,
        permissions: z.array(z.string()).openapi({ description: "What it gives on this type, in words" }),
        people: z.object({ names: z.array(z.string()), total: z.number().int() }),
      }),
    )
    .openapi({ description: "Roles in the whole tenant that reach it too, with how many hold them" }),
  refused: Person.shape.refused.openapi({
    description: "Verbs you may not use on it at all, with the reason",
  }),
}).openapi("InstanceAccess");

export const CandidatesQuery = z.strictObject({ search: z.string().min(1).max(200) });
export const Candidates = z
  .object({
    address: z
      .string()
      .nullable()
      .openapi({ description: "What was searched for, if it is a whole address" }),
    mixed_script: z
      .boolean()
      .openapi({ description: "That address mixes alphabets and may imitate another" }),
    people: z.array(AccessRow),
    by_address_only: z.boolean().openapi({
      description: "You may not see the people here: only a whole e-mail address finds somebody",
    }),
  })
  .openapi("Candidates");

export const InstancesQuery = z.strictObject({
  search: z.string().max(200).optional(),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});
export const InstancesPage = z
  .object({ instances: z.array(Instance), next: Cursor.nullable() })
  .openapi("InstancesPage");

export type { Instance } from "../people/contract.js";
export type Way = z.infer<typeof Way>;
export type AccessRow = z.infer<typeof AccessRow>;
export type AccessQuery = z.input<typeof AccessQuery>;
export type InstanceAccess = z.infer<typeof InstanceAccess>;
export type CandidatesQuery = z.input<typeof CandidatesQuery>;
export type Candidates = z.infer<typeof Candidates>;
export type InstancesQuery = z.input<typeof InstancesQuery>;
export type InstancesPage = z.infer<typeof InstancesPage>;

/** Every route of role assignment with what goes in and what comes back: the client's types. */
export interface RoleAssignmentRoutes extends PeopleRoutes {
  "GET /instances": { query: InstancesQuery; answer: InstancesPage };
  "GET /instances/{instance}/access": {
    path: { instance: string };
    query: AccessQuery;
    answer: InstanceAccess;
  };
  "GET /instances/{instance}/candidates": {
    path: { instance: string };
    query: CandidatesQuery;
    answer: Candidates;
  };
}
