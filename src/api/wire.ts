import { z } from "@hono/zod-openapi";

/** What every part of the element API says in the same words: reasons, problems, roles, sessions. */

export const Id = z.uuid().openapi({ description: "A stable id" });
export const Moment = z.iso
  .datetime({ offset: true })
  .openapi({ description: "A point in time, ISO 8601 with zone", example: "2026-12-31T23:59:59Z" });

export const InstanceKey = z
  .string()
  .max(400)
  .regex(/^[^:]+:.+$/)
  .openapi({ description: "type:key of one resource instance", example: "document:42" });

export const Meanwhile = z
  .object({
    at: Moment,
    actor: z
      .string()
      .nullable()
      .openapi({ description: "Who did it; null for whoever may not read the log" }),
    summary: z
      .string()
      .openapi({ description: "What it was, in words; roles that you can't see stay unnamed" }),
  })
  .openapi("Meanwhile", { description: "One thing that somebody else has changed" });

export const Reason = z
  .object({
    code: z
      .string()
      .openapi({ description: "Stable code of the limit that refused", example: "role_out_of_reach" }),
    limit: z.string().openapi({ description: "The limit or rule that refused", example: "roles" }),
    message: z.string().openapi({ description: "The refusal in plain words" }),
    role: Id.optional().openapi({ description: "The role it is about, if it is about one" }),
    passing_roles: z.array(Id).optional().openapi({ description: "Roles that would pass" }),
    people: z
      .object({ names: z.array(z.string()), total: z.number().int() })
      .optional()
      .openapi({ description: "People who could do it: a few names, and how many in all" }),
    path: z.array(Id).optional().openapi({
      description: "Of a leak: roles of which each may give the next, and the first not the last",
    }),
    latest_end: Moment.optional().openapi({ description: "The latest end date that would pass" }),
    needs: z.enum(["approval", "end", "justification"]).optional().openapi({
      description: "The way is open once this is brought: `approval` can be asked for by POST /requests",
    }),
    reviewers: z
      .object({ names: z.array(z.string()), total: z.number().int() })
      .optional()
      .openapi({ description: "With needs approval: people who could agree" }),
    meanwhile: z
      .array(Meanwhile)
      .optional()
      .openapi({ description: "With code stale: what has changed since, the last first" }),
  })
  .openapi("Reason");
/** As a union, since the API's description of a nullable reference would never let it be null. */
export const ReasonOrNull = z.union([Reason, z.null()]);

export const Problem = z
  .object({
    id: z.string().openapi({ description: "The request's id, as in the audit trail and the server's log" }),
    title: z.string(),
    error_code: z.string(),
    message: z.string(),
    reasons: z.array(Reason).optional(),
    fields: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: "Which field of the input is at fault, by its path" }),
    current: z.unknown().optional().openapi({ description: "With 409 stale: how it is now" }),
  })
  .openapi("Problem");

export const Role = z
  .object({
    id: Id,
    key: z.string(),
    name: z.string(),
    description: z.string(),
    resource: z
      .string()
      .nullable()
      .openapi({ description: "Resource type for a role on instances, else null" }),
    administrative: z.boolean().openapi({ description: "Carries rights over other people" }),
    permissions: z.array(z.string()).openapi({ description: "What it gives, in words" }),
    cannot_give: ReasonOrNull.openapi({
      description: "Why you may not give it to somebody new; null if you may",
    }),
    must_end: z.boolean().openapi({ description: "A grant of it by you must have an end date" }),
    latest_end: Moment.nullable().openapi({ description: "The latest end date you may give" }),
  })
  .openapi("Role");

/** The element types this server serves, by the slug that is also the tag, the folder and the file. */
export const elementTypes = [
  "user-management",
  "audit-log",
  "role-assignment",
  "approvals",
  "access-request",
  "delegations",
] as const;
export const ElementType = z.enum(elementTypes);

export const Column = z.object({
  attribute: z.string(),
  label: z.string(),
});

export const OpenSessionInput = z
  .strictObject({
    type: ElementType,
    element: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .openapi({ description: "Key of the stored configuration" }),
    tenant: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .openapi({ description: "Key of the tenant, if the host leaves it open" }),
    user: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .openapi({ description: "role-assignment: whose roles it is about, by the host's key or by id" }),
    instance: InstanceKey.optional().openapi({
      description: "role-assignment: the resource instance it is about; its right is then judged there",
    }),
    with_first_page: z
      .boolean()
      .optional()
      .openapi({ description: "Bring the first page of the element's list along" }),
  })
  .refine(({ type, user, instance }) => type === "role-assignment" || (user ?? instance) === undefined, {
    error: "Only role-assignment is about one person or instance.",
  })
  .refine(({ user, instance }) => user === undefined || instance === undefined, {
    error: "Name a person or an instance, not both.",
    path: ["instance"],
  })
  .openapi("OpenSessionInput");

export const Session = z
  .object({
    token: z.string().openapi({ description: "Bearer token for this element; keep it in memory only" }),
    expires_at: Moment,
    you: z.object({ user: Id, name: z.string(), email: z.string().nullable() }),
    tenant: z.object({ id: Id, key: z.string(), name: z.string() }).openapi({
      description: "For an operator who looks at no tenant in particular, the environment",
    }),
    element: z.object({
      key: z.string(),
      type: ElementType,
      columns: z.array(Column).openapi({ description: "Attribute columns that the configuration names" }),
    }),
    roles: z.array(Role).openapi({ description: "Roles this element shows, in the order to show them" }),
    refused: z.record(z.string(), Reason).openapi({
      description:
        "Verbs you may not use here at all, each with the reason; a verb that is absent may be used",
    }),
    justification: z.boolean().openapi({ description: "A reason in words must accompany each change" }),
    meters: z
      .array(z.object({ label: z.string(), used: z.number().int(), most: z.number().int() }))
      .openapi({ description: "Counts that are limited here: seats, holders of a role" }),
    first_page: z.unknown().optional().openapi({
      description:
        "The first page of the element's list, if asked for; of role-assignment the PersonDetail or InstanceAccess",
    }),
  })
  .openapi("Session");

export type Meanwhile = z.infer<typeof Meanwhile>;
export type Reason = z.infer<typeof Reason>;
export type Problem = z.infer<typeof Problem>;
export type Role = z.infer<typeof Role>;
export type ElementType = z.infer<typeof ElementType>;
export type Column = z.infer<typeof Column>;
export type OpenSessionInput = z.infer<typeof OpenSessionInput>;
export type Session = z.infer<typeof Session>;
