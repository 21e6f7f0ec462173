import { z } from "@hono/zod-openapi";
import { Id, InstanceKey, Moment, Reason, ReasonOrNull } from "../wire.js";

/** The wire of people and their roles, for every element that shows them: its types are all that elements import. */

export const Cursor = z.string().max(1000).openapi({ description: "Opaque: the `next` of the page before" });
const list = <T extends z.ZodType<string>>(item: T) =>
  z
    .union([item, z.array(item)])
    .transform((value): string[] => (Array.isArray(value) ? value : [value]))
    .openapi({ description: "May be repeated; the values are alternatives" });
export const Justification = z
  .string()
  .regex(/\S/)
  .max(4096)
  .optional()
  .openapi({ description: "Why, in words; kept in the audit trail as it is written" });
export const DryRun = z
  .boolean()
  .optional()
  .openapi({ description: "Answer what would happen, and do nothing" });

/** Of the answer to whatever is done to one thing. */
export const explained = {
  dry_run: z.boolean(),
  reasons: z
    .array(Reason)
    .openapi({ description: "With dry_run: why it would be refused; empty if it would not" }),
};

export const personSorts = ["name", "email", "status", "changed"] as const;
export const personStatuses = ["active", "suspended"] as const;

export const HeldRole = z.object({
  role: Id,
  begins_at: Moment.nullable().openapi({ description: "null once it has begun" }),
  ends_at: Moment.nullable(),
});

export const Person = z
  .object({
    user: Id,
    key: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    mixed_script: z.boolean().openapi({ description: "The address mixes alphabets and may imitate another" }),
    status: z.enum(personStatuses),
    you: z.boolean(),
    roles: z.array(HeldRole).openapi({ description: "Roles in the whole tenant that this element shows" }),
    masked_roles: z.number().int().openapi({ description: "How many further roles you can't manage" }),
    instance_roles: z
      .array(z.object({ resource: z.string(), count: z.number().int() }))
      .openapi({ description: "Roles on single instances, counted by resource type" }),
    attributes: z
      .record(z.string(), z.unknown())
      .openapi({ description: "The attributes that are columns here" }),
    changed_at: Moment,
    version: z.number().int().openapi({ description: "Grows with every change; send it back with a change" }),
    refused: z.record(z.string(), Reason).openapi({
      description: "Verbs you may not use on this person, with the reason; an absent verb may be used",
    }),
  })
  .openapi("Person");

export const PeopleQuery = z.strictObject({
  search: z.string().max(200).optional(),
  role: list(z.uuid()).optional(),
  status: list(z.string().regex(/^(active|suspended)$/)).optional(),
  sort: z.enum(personSorts).optional(),
  direction: z.enum(["asc", "desc"]).optional(),
  cursor: Cursor.optional(),
  offset: z.coerce.number().int().min(0).max(10_000_000).optional().openapi({
    description: "Instead of a cursor: start at this row, for a jump of the scrollbar",
  }),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

export const PeoplePage = z
  .object({
    people: z.array(Person),
    next: Cursor.nullable(),
    total: z
      .number()
      .int()
      .nullable()
      .openapi({ description: "Exact when known without counting, else null: ask for the count" }),
  })
  .openapi("PeoplePage");

export const PeopleCountQuery = PeopleQuery.pick({ search: true, role: true, status: true });
export const PeopleCount = z.object({ total: z.number().int() }).openapi("PeopleCount");

export const AttributeDefinition = z
  .object({
    key: z.string(),
    label: z.string(),
    description: z.string(),
    type: z.enum(["bool", "number", "string", "time", "array", "json", "object", "object_array"]),
    choices: z.array(z.string()).nullable(),
    cannot_edit: ReasonOrNull,
  })
  .openapi("AttributeDefinition");

export const RoleChoice = z
  .object({
    role: Id,
    held: HeldRole.nullable(),
    cannot_give: ReasonOrNull.openapi({
      description: "Why you may not give it (or move its end later)",
    }),
    cannot_take: ReasonOrNull.openapi({
      description: "Why you may not take it (or move its end earlier)",
    }),
  })
  .openapi("RoleChoice");

export const Instance = z
  .object({
    key: z.string().openapi({ description: "type:key, as in the element's `resource-instance`" }),
    type: z.string().openapi({ description: "Key of the resource type" }),
    type_name: z.string(),
    name: z.string().openapi({ description: "Its name where it has one, else its key" }),
  })
  .openapi("Instance");

export const PersonDetail = z
  .object({
    person: Person,
    profile: z.object({
      name: z.string().nullable(),
      title: z.string().nullable(),
      phone: z.string().nullable(),
    }),
    attributes: z.record(z.string(), z.unknown()),
    definitions: z.array(AttributeDefinition),
    choices: z.array(RoleChoice),
    instances: z.array(z.object({ instance: Instance, choices: z.array(RoleChoice) })).openapi({
      description: "Instances on which roles shown here are held directly, with what may be done",
    }),
    held: z
      .array(
        z.object({
          role: Id,
          instance: z.string().nullable().openapi({ description: "type:key, or null for the whole tenant" }),
          how: z.enum(["direct", "extends", "derivation", "group"]),
          via: z.string().nullable().openapi({ description: "In words, what it comes from" }),
          begins_at: Moment.nullable(),
          ends_at: Moment.nullable(),
        }),
      )
      .openapi({ description: "Every role shown here, however it is held" }),
    history: z
      .array(z.object({ at: Moment, action: z.string(), actor: z.string(), summary: z.string() }))
      .nullable()
      .openapi({ description: "Latest changes to this person; null if you may not read the audit trail" }),
  })
  .openapi("PersonDetail");

export const Effect = z
  .object({ permission: z.string(), label: z.string() })
  .openapi("Effect", { description: "One permission gained or lost, with its words" });

export const PersonRow = z
  .object({
    user: Id,
    name: z.string(),
    outcome: z.enum(["done", "unchanged", "refused"]),
    reasons: z.array(Reason),
    gains: z.array(Effect),
    loses: z.array(Effect),
    version: z.number().int().nullable(),
  })
  .openapi("PersonRow");

/** One row a person, each judged by itself. `request_id` is the batch in the audit trail. */
export const PeopleAnswer = z
  .object({ request_id: z.string(), dry_run: z.boolean(), rows: z.array(PersonRow) })
  .openapi("PeopleAnswer");

const Where = InstanceKey.optional().openapi({
  description: "type:key of one resource instance; absent means the whole tenant",
});

export const RoleGrant = z.strictObject({
  role: Id,
  instance: Where,
  ends_at: Moment.nullable().optional(),
});

export const eachOnce = (rows: readonly { user: string }[]) =>
  new Set(rows.map(({ user }) => user)).size === rows.length;
export const namedTwice = "The same person is named twice.";

export const ChangeRolesInput = z
  .strictObject({
    changes: z
      .array(
        z.strictObject({
          user: Id,
          version: z
            .number()
            .int()
            .optional()
            .openapi({ description: "Refuse as stale if the person has changed since" }),
          grant: z.array(RoleGrant).max(100).default([]).openapi({
            description: "Roles to hold, with their end; for a role already held, the end it should have",
          }),
          revoke: z
            .array(z.strictObject({ role: Id, instance: Where }))
            .max(100)
            .default([]),
        }),
      )
      .min(1)
      .max(5000)
      .refine(eachOnce, namedTwice),
    justification: Justification,
    dry_run: DryRun,
  })
  .openapi("ChangeRolesInput");

export const InviteInput = z
  .strictObject({
    invitations: z
      .array(z.strictObject({ email: z.string().max(320), roles: z.array(RoleGrant).min(1).max(100) }))
      .min(1)
      .max(5000),
    justification: Justification,
    dry_run: DryRun,
  })
  .openapi("InviteInput");

export const InviteAnswer = z
  .object({
    request_id: z.string(),
    dry_run: z.boolean(),
    rows: z.array(
      z.object({
        email: z.string().openapi({ description: "The address as it was read" }),
        mixed_script: z.boolean(),
        outcome: z.enum(["invited", "granted", "refused"]).openapi({
          description: "granted: the address is a member's, who gets the roles at once",
        }),
        invitation: Id.nullable(),
        sent: z
          .boolean()
          .nullable()
          .openapi({ description: "false: the invitation stands, but the mail could not be sent" }),
        reasons: z.array(Reason),
      }),
    ),
  })
  .openapi("InviteAnswer");

export type InviteInput = z.input<typeof InviteInput>;
export type InviteAnswer = z.infer<typeof InviteAnswer>;
export type Person = z.infer<typeof Person>;
export type HeldRole = z.infer<typeof HeldRole>;
export type PeopleQuery = z.input<typeof PeopleQuery>;
export type PeoplePage = z.infer<typeof PeoplePage>;
export type PeopleCount = z.infer<typeof PeopleCount>;
export type PersonDetail = z.infer<typeof PersonDetail>;
export type AttributeDefinition = z.infer<typeof AttributeDefinition>;
export type RoleChoice = z.infer<typeof RoleChoice>;
export type Instance = z.infer<typeof Instance>;
export type Effect = z.infer<typeof Effect>;
export type PersonRow = z.infer<typeof PersonRow>;
export type PeopleAnswer = z.infer<typeof PeopleAnswer>;
export type RoleGrant = z.input<typeof RoleGrant>;
export type ChangeRolesInput = z.input<typeof ChangeRolesInput>;

/** The routes of people with what goes in and what comes back, for every element that shows people. */
export interface PeopleRoutes {
  "GET /people": { query: PeopleQuery; answer: PeoplePage };
  "GET /people/count": { query: Pick<PeopleQuery, "search" | "role" | "status">; answer: PeopleCount };
  "GET /people/{user}": { path: { user: string }; answer: PersonDetail };
  "POST /people/roles": { input: ChangeRolesInput; answer: PeopleAnswer };
  "POST /invitations": { input: InviteInput; answer: InviteAnswer };
}
