import { z } from "@hono/zod-openapi";
import { Cursor, DryRun, explained, Instance, Justification, RoleGrant } from "../people/contract.js";
import { Id, InstanceKey, Moment, Reason, ReasonOrNull } from "../wire.js";

/** The wire of requests: asking others and answering them. Elements import the types of this file and nothing else of it. */

export const requestKinds = ["approval", "access"] as const;
export const requestStatuses = ["open", "granted", "refused", "cancelled", "expired"] as const;
/** `review`: open ones that you may answer; `mine`: all that you asked for; `ended`: yours, and those you may review. */
export const requestLists = ["review", "mine", "ended"] as const;

const Someone = z.object({
  user: Id.nullable().openapi({ description: "null for an address that is invited" }),
  name: z.string(),
  email: z.string().nullable(),
  you: z.boolean(),
});

/** As a union, since the API's description of a nullable reference would never let it be null. */
const InstanceOrNull = z.union([Instance, z.null()]);

const AskedRole = z.object({
  role: Id,
  instance: InstanceOrNull.openapi({ description: "null for the whole tenant" }),
  ends_at: Moment.nullable(),
});

export const AccessRequest = z
  .object({
    id: Id,
    kind: z.enum(requestKinds).openapi({
      description: "approval: the requester's own act needs agreement; access: they ask somebody to do it",
    }),
    status: z.enum(requestStatuses),
    requester: Someone,
    subject: Someone.openapi({ description: "Whom it is for" }),
    grants: z.array(AskedRole).openapi({ description: "Roles asked for that this element shows" }),
    revokes: z.array(AskedRole.omit({ ends_at: true })).openapi({ description: "Roles to be taken with it" }),
    masked_roles: z
      .number()
      .int()
      .openapi({ description: "How many further roles it names that you can't see" }),
    justification: z.string().nullable(),
    created_at: Moment,
    expires_at: Moment,
    ended_at: Moment.nullable(),
    reviews: z
      .array(
        z.object({
          name: z.string(),
          you: z.boolean(),
          agrees: z.boolean(),
          note: z.string().nullable(),
          at: Moment,
        }),
      )
      .openapi({ description: "What others have said, in order" }),
    missing: z.number().int().nullable().openapi({
      description: "How many more must agree; null once it has ended, and while it can't be granted",
    }),
    reviewers: z
      .object({ names: z.array(z.string()), total: z.number().int() })
      .nullable()
      .openapi({
        description: "Who could answer besides you: a few names if you may see people, and how many in all",
      }),
    cannot_be_granted: ReasonOrNull.openapi({
      description: "Why the requester's own act would be refused today, whoever agrees",
    }),
    refused: z
      .object({ agree: Reason.optional(), refuse: Reason.optional(), withdraw: Reason.optional() })
      .openapi({ description: "What you may not do with it, with the reason; what is absent you may" }),
  })
  .openapi("AccessRequest");

export const RequestsQuery = z.strictObject({
  show: z.enum(requestLists).optional().openapi({ description: "Default: review" }),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

export const RequestsPage = z
  .object({
    requests: z.array(AccessRequest),
    next: Cursor.nullable().openapi({ description: "A page may be short although more follow" }),
  })
  .openapi("RequestsPage");

export const AskInput = z
  .strictObject({
    kind: z.enum(requestKinds),
    person: z
      .strictObject({
        user: Id,
        version: z
          .number()
          .int()
          .optional()
          .openapi({ description: "Refuse as stale if the person has changed since" }),
        grant: z.array(RoleGrant).max(100).default([]),
        revoke: z
          .array(z.strictObject({ role: Id, instance: InstanceKey.optional() }))
          .max(100)
          .default([]),
      })
      .optional()
      .openapi({
        description: "What is to change about somebody here, exactly; of an access request, also you",
      }),
    invitation: z
      .strictObject({ email: z.string().max(320), roles: z.array(RoleGrant).min(1).max(100) })
      .optional()
      .openapi({ description: "Instead of a person: whom to invite, to which roles" }),
    justification: Justification,
    dry_run: DryRun,
  })
  .refine(({ person, invitation }) => (person === undefined) !== (invitation === undefined), {
    error: "Name a person or an invitation.",
    path: ["person"],
  })
  .openapi("AskInput");

export const AskAnswer = z
  .object({
    request_id: z.string(),
    dry_run: z.boolean(),
    request: Id.nullable().openapi({ description: "The request that was made" }),
    expires_at: Moment,
    reasons: z.array(Reason).openapi({ description: "With dry_run: why it would be refused; empty if not" }),
  })
  .openapi("AskAnswer");

export const ReviewInput = z
  .strictObject({
    agrees: z.boolean(),
    justification: Justification,
    dry_run: DryRun,
  })
  .openapi("ReviewInput");

export const ReviewAnswer = z
  .object({
    request_id: z.string(),
    request: Id,
    status: z.enum(requestStatuses).openapi({ description: "open: more must agree" }),
    sent: z
      .boolean()
      .nullable()
      .openapi({ description: "false: an invitation was granted, but its mail could not be sent" }),
    ...explained,
  })
  .openapi("ReviewAnswer");

export const WithdrawInput = z
  .strictObject({ justification: Justification, dry_run: DryRun })
  .openapi("WithdrawInput", { description: "Why it is not wanted any more, if there is something to say" });

export const WithdrawAnswer = z
  .object({ request_id: z.string(), request: Id, ...explained })
  .openapi("WithdrawAnswer");

export type AccessRequest = z.infer<typeof AccessRequest>;
export type RequestsQuery = z.input<typeof RequestsQuery>;
export type RequestsPage = z.infer<typeof RequestsPage>;
export type AskInput = z.input<typeof AskInput>;
export type AskAnswer = z.infer<typeof AskAnswer>;
export type ReviewInput = z.input<typeof ReviewInput>;
export type ReviewAnswer = z.infer<typeof ReviewAnswer>;
export type WithdrawInput = z.input<typeof WithdrawInput>;
export type WithdrawAnswer = z.infer<typeof WithdrawAnswer>;

/** Every route of requests with what goes in and what comes back: the client's types. */
export interface ApprovalsRoutes {
  "GET /requests": { query: RequestsQuery; answer: RequestsPage };
  "GET /requests/{request}": { path: { request: string }; answer: AccessRequest };
  "POST /requests": { input: AskInput; answer: AskAnswer };
  "POST /requests/{request}/review": { path: { request: string }; input: ReviewInput; answer: ReviewAnswer };
  "POST /requests/{request}/withdraw": {
    path: { request: string };
    input: WithdrawInput;
    answer: WithdrawAnswer;
  };
}
