import { z } from "@hono/zod-openapi";
import { Id, Moment } from "../wire.js";

/** The wire of the audit log. The elements import the types of this file and nothing else of it. */

export const outcomes = ["done", "refused"] as const;

/** What an entry is about may be filtered by: each alone, and all together. */
const Filter = z.strictObject({
  actor: z.uuid().optional(),
  target: z.uuid().optional(),
  action: z
    .union([z.string().max(60), z.array(z.string().max(60)).max(40)])
    .transform((value): string[] => (Array.isArray(value) ? value : [value]))
    .optional()
    .openapi({ description: "May be repeated; the values are alternatives" }),
  outcome: z.enum(outcomes).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
});

export const AuditQuery = Filter.extend({
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export const AuditActivityQuery = Filter;
export const AuditExportQuery = Filter.extend({ format: z.enum(["csv", "json"]) });

export const AuditEntry = z
  .object({
    id: z.string().openapi({ description: "Names the entry: its chain and number" }),
    at: Moment,
    action: z.string(),
    outcome: z.enum(outcomes),
    actor: z.object({
      kind: z.enum(["delegate", "operator", "system", "user"]),
      id: Id.nullable(),
      name: z.string().openapi({ description: "Empty once erased" }),
    }),
    target: z
      .object({
        id: Id.nullable().openapi({ description: "Null for who is nobody here, as in a refused invitation" }),
        name: z.string(),
        mixed_script: z
          .boolean()
          .openapi({ description: "What it is called by mixes alphabets and may imitate another" }),
      })
      .nullable(),
    role: z.object({ id: Id.nullable(), name: z.string() }).nullable().openapi({
      description: "The role it is about; one that you can't see is not named",
    }),
    instance: z.string().nullable(),
    before: z.unknown(),
    after: z.unknown(),
    allowed_by: z.array(z.string()).openapi({ description: "In words, the delegations that allowed it" }),
    refused_because: z.array(z.object({ code: z.string(), message: z.string() })),
    justification: z.string().nullable(),
    request_id: z.string().nullable().openapi({ description: "Shared by all entries of one request" }),
  })
  .openapi("AuditEntry");

export const AuditPage = z
  .object({ entries: z.array(AuditEntry), next: z.string().nullable() })
  .openapi("AuditPage");

export const AuditActivity = z
  .object({
    total: z.number().int(),
    from: Moment,
    to: Moment,
    parts: z
      .array(z.object({ from: Moment, to: Moment, done: z.number().int(), refused: z.number().int() }))
      .openapi({ description: "Even parts of the time between, without gaps" }),
  })
  .openapi("AuditActivity");

export const AuditPeopleQuery = z.strictObject({ search: z.string().trim().min(1).max(200) });

export const AuditPeople = z
  .object({
    people: z.array(
      z.object({
        id: Id,
        name: z.string(),
        did: z.boolean().openapi({ description: "Some entry has them as its actor" }),
        was_done_to: z.boolean().openapi({ description: "Some entry has them as its target" }),
      }),
    ),
  })
  .openapi("AuditPeople", { description: "The first few whose names or addresses hold every word" });

export const AuditVerification = z
  .object({
    is_intact: z.boolean(),
    chains: z.array(
      z.object({
        kind: z.enum(["changes", "refusals"]),
        entries: z.number().int().openapi({ description: "Entries the chain's head counts" }),
        checked: z.number().int().openapi({ description: "Entries that were there to check" }),
        broken_at: z
          .number()
          .int()
          .nullable()
          .openapi({ description: "Number of the first entry that does not hold" }),
      }),
    ),
    signed_at: Moment.nullable().openapi({
      description: "When a checkpoint last signed these chains; what it signed is still what stands there",
    }),
    checked_at: Moment,
  })
  .openapi("AuditVerification");

export const AuditExport = z
  .array(AuditEntry)
  .openapi("AuditExport", { description: "As JSON; as CSV a line each" });

export type AuditEntry = z.infer<typeof AuditEntry>;
export type AuditQuery = z.input<typeof AuditQuery>;
export type AuditPage = z.infer<typeof AuditPage>;
export type AuditActivityQuery = z.input<typeof AuditActivityQuery>;
export type AuditActivity = z.infer<typeof AuditActivity>;
export type AuditExportQuery = z.input<typeof AuditExportQuery>;
export type AuditPeopleQuery = z.input<typeof AuditPeopleQuery>;
export type AuditPeople = z.infer<typeof AuditPeople>;
export type AuditVerification = z.infer<typeof AuditVerification>;

/** Every route of the audit log with what goes in and what comes back: the client's types. */
export interface AuditLogRoutes {
  "GET /audit-log": { query: AuditQuery; answer: AuditPage };
  "GET /audit-log/activity": { query: AuditActivityQuery; answer: AuditActivity };
  "GET /audit-log/export": { query: AuditExportQuery; answer: AuditEntry[] };
  "GET /audit-log/people": { query: AuditPeopleQuery; answer: AuditPeople };
  "GET /audit-log/verification": { query: Record<string, never>; answer: AuditVerification };
}
