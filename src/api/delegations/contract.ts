import { z } from "@hono/zod-openapi";
import { verbs } from "../delegation/types.js";
import { ElementType, Id, InstanceKey, Moment, Reason, ReasonOrNull } from "../wire.js";

/** The wire of delegations. The elements import the types of this file and nothing else of it. */

const most = 500;
const Word = z.string().min(1).max(200);
const Words = z.array(Word).max(most);
const Roles = z.array(Id).max(most);
const Count = z.number().int().min(0).max(1_000_000).nullable();
const Value = z.union([z.string().max(200), z.number(), z.boolean()]);

const Match = z
  .strictObject({ attribute: Word, in: z.array(Value).max(most) })
  .openapi("AttributeCondition", { description: "The attribute must be one of these values" });
const Matches = z.array(Match).max(20).nullable();

/** What a delegation can limit. */
const limits = z
  .strictObject({
    element_type: ElementType.nullable()
      .default(null)
      .openapi({ description: "The only type of element in which it holds; null for all" }),
    verbs: z.array(z.enum(verbs)).max(verbs.length).default(["user.view"]),
    roles: z
      .strictObject({
        ids: Roles.default([]),
        where: Matches.default(null).openapi({ description: "And all roles whose attributes match" }),
      })
      .default({ ids: [], where: null }),
    mode: z.enum(["hold", "bind"]).default("hold").openapi({
      description: "hold: only roles whose permissions one has oneself; bind: the listed roles in any case",
    }),
    passing_on: z
      .boolean()
      .default(false)
      .openapi({ description: "Roles that carry delegations themselves may be given too" }),
    targets: z
      .strictObject({
        attributes: Matches.default(null),
        groups: z.array(InstanceKey).max(most).nullable().default(null),
        domains: Words.nullable().default(null),
      })
      .default({ attributes: null, groups: null, domains: null })
      .openapi({ description: "Whose; null narrows nothing, an empty list is nobody" }),
    places: z
      .strictObject({
        tenant: z.boolean().default(true),
        types: Words.default([]).openapi({ description: "Every instance of these resource types" }),
        instances: z.array(InstanceKey).max(most).default([]),
        own: z
          .boolean()
          .default(false)
          .openapi({ description: "The instance on which the role itself is held" }),
      })
      .default({ tenant: true, types: [], instances: [], own: false }),
    time: z
      .strictObject({
        must_end: z.boolean().default(false),
        longest_days: z.number().min(0.01).max(36_500).nullable().default(null),
      })
      .default({ must_end: false, longest_days: null }),
    counts: z
      .strictObject({
        open_invitations: Count.default(null),
        bulk: Count.default(null),
        grants_per_hour: Count.default(null),
        seats: Count.default(null),
        holders: z
          .array(z.strictObject({ role: Id, most: z.number().int().min(0) }))
          .max(most)
          .default([]),
      })
      .default({ open_invitations: null, bulk: null, grants_per_hour: null, seats: null, holders: [] }),
    domains: z
      .strictObject({
        allow: Words.nullable().default(null),
        ask: Words.default([]),
        refuse: Words.default([]),
      })
      .default({ allow: null, ask: [], refuse: [] }),
    approval: z
      .array(z.strictObject({ roles: Roles, count: z.number().int().min(1).max(100), reviewers: Roles }))
      .max(100)
      .default([]),
    justification: z.boolean().default(false),
    attributes: Words.default([]).openapi({ description: "Attributes of people that may be edited" }),
  })
  .openapi("DelegationLimits", {
    description: "What is left out is as the design says: lists that give are empty, others narrow nothing",
  });

/** A path that is said to be meant, in roles. */
const LeakPath = z.strictObject({ role: Id, via: Id, gives: Id }).openapi("LeakPath", {
  description: "Holders of role may give via, whose holders may give what role may not",
});

const saving = {
  meant: z
    .array(LeakPath)
    .max(100)
    .default([])
    .openapi({ description: "Leaks that are meant; any other refuses the save" }),
  justification: z
    .string()
    .max(2000)
    .optional()
    .openapi({ description: "Why; needed where leaks are meant" }),
  dry_run: z.boolean().default(false).openapi({ description: "Answers what would follow, and does nothing" }),
};
const version = z.number().int().min(0).openapi({ description: "The version that was looked at" });

export const CreateDelegationInput = z
  .strictObject({ role: Id.openapi({ description: "Whose holders it lets act" }), limits, ...saving })
  .openapi("CreateDelegationInput");
export const EditDelegationInput = z
  .strictObject({ version, limits, ...saving })
  .openapi("EditDelegationInput", { description: "The whole of its limits, as they shall be" });
export const RemoveDelegationInput = z.strictObject({ version, ...saving }).openapi("RemoveDelegationInput");
export const MarkMeantInput = z
  .strictObject({
    leaks: saving.meant,
    attributes: Words.default([]).openapi({
      description: "Attributes that delegates may edit although limits read them",
    }),
    justification: z.string().trim().min(1).max(2000).openapi({ description: "Why it is meant" }),
    dry_run: saving.dry_run,
  })
  .openapi("MarkMeantInput");
export const WithdrawMarkInput = z
  .strictObject({ justification: saving.justification, dry_run: saving.dry_run })
  .openapi("WithdrawMarkInput");

const People = z
  .object({ names: z.array(z.string()), total: z.number().int() })
  .openapi("FewPeople", { description: "A few names, and how many in all" });

export const Delegation = z
  .object({
    id: z.string(),
    source: z
      .enum(["levels", "written"])
      .openapi({ description: "levels: read-only; one that is written for the role takes its place" }),
    element: z.string().nullable().openapi({ description: "Key of the element whose levels it comes from" }),
    role: Id,
    is_for_tenant: z.boolean().openapi({ description: "For this tenant only, not for all" }),
    may_edit: z.boolean(),
    version: z.number().int().nullable(),
    changed: z.object({ at: Moment, by: z.string() }).nullable(),
    limits,
    masked_roles: z.number().int().openapi({ description: "Listed roles that you can't see" }),
  })
  .openapi("Delegation");

const Limit = z.object({
  limit: z.enum(["place", "hold", "end", "approval", "domains", "targets", "counts", "justification"]),
  words: z.string(),
});

export const Cell = z
  .object({
    role: Id,
    may: z.boolean(),
    why_not: ReasonOrNull,
    by: z
      .array(z.object({ delegation: z.string(), limits: z.array(Limit) }))
      .openapi({ description: "Delegations that let it be given, each with its limits in words" }),
  })
  .openapi("DelegationCell");

export const Leak = z
  .object({
    role: Id,
    via: Id,
    gives: Id,
    words: z.string(),
    tenant: z.string().nullable().openapi({ description: "The only tenant it is in, by name" }),
    is_meant: z.boolean().openapi({ description: "If not, passing on along it is suspended" }),
    mark: z
      .object({ id: Id, at: Moment, by: z.string(), why: z.string() })
      .nullable()
      .openapi({ description: "Who has said that it is meant" }),
  })
  .openapi("Leak");
const Warning = z
  .object({ role: Id, via: Id, gives: Id, words: z.string() })
  .openapi("LeakWarning", { description: "The same role under looser limits" });

export const DelegationsQuery = z.strictObject({});
export const DelegationsView = z
  .object({
    is_operator: z.boolean(),
    tenant: z
      .object({ id: Id, key: z.string(), name: z.string() })
      .nullable()
      .openapi({ description: "Null: what is for all tenants" }),
    roles: z
      .array(
        z.object({
          id: Id,
          key: z.string(),
          name: z.string(),
          description: z.string(),
          resource: z.string().nullable(),
          administrative: z.boolean(),
          attributes: z.record(z.string(), z.unknown()).openapi({ description: "For operators; else empty" }),
        }),
      )
      .openapi({ description: "The columns" }),
    rows: z.array(
      z.object({
        role: Id,
        holders: People.nullable().openapi({ description: "For operators" }),
        delegations: z.array(Delegation),
        cells: z.array(Cell),
      }),
    ),
    leaks: z.array(Leak),
    warnings: z.array(Warning),
    attributes: z
      .array(
        z.object({
          key: z.string(),
          label: z.string(),
          is_read_by_limits: z.boolean(),
          mark: z.object({ id: Id, at: Moment, by: z.string(), why: z.string() }).nullable(),
        }),
      )
      .openapi({ description: "For operators: attributes of people" }),
    resources: z
      .array(z.object({ key: z.string(), name: z.string() }))
      .openapi({ description: "Resource types on which roles are held" }),
  })
  .openapi("DelegationsView");

export const ClosureQuery = z.strictObject({
  person: z
    .union([z.uuid(), z.array(z.uuid()).max(50)])
    .transform((value): string[] => (Array.isArray(value) ? value : [value]))
    .optional()
    .openapi({ description: "People of the tenant; may be repeated: then together" }),
  role: z
    .union([z.uuid(), z.array(z.uuid()).max(50)])
    .transform((value): string[] => (Array.isArray(value) ? value : [value]))
    .optional()
    .openapi({ description: "Whoever holds these roles; may be repeated" }),
});
const Reached = z.object({
  role: Id,
  place: z.string().nullable().openapi({ description: "Null for the tenant; in words: `any document`" }),
  is_held: z.boolean(),
  words: z.string().openapi({ description: "The shortest way there; empty where it is held" }),
});
export const Closure = z
  .object({ roles: z.array(Reached) })
  .openapi("Closure", { description: "What they could ever hold or give, alone or together" });

export const DelegationPeopleQuery = z.strictObject({ search: z.string().trim().min(1).max(200) });
export const DelegationPeople = z
  .object({
    people: z.array(
      z.object({ user: Id, name: z.string(), email: z.string().nullable(), roles: z.array(Id) }),
    ),
  })
  .openapi("DelegationPeople", { description: "The first few whose names or addresses hold every word" });

const Effects = z
  .object({
    leaks: z.object({ before: z.array(Leak), after: z.array(Leak) }),
    warnings: z.object({ before: z.array(Warning), after: z.array(Warning) }),
    opened: z
      .array(
        z.object({
          role: Id.openapi({ description: "Whose holders" }),
          gives: Id,
          place: z.string().nullable(),
          words: z.string(),
          people: People,
        }),
      )
      .openapi({ description: "What people could come to give and could not before" }),
    dying: z
      .object({
        invitations: z.object({
          total: z.number().int(),
          few: z.array(z.object({ email: z.string(), invited_by: z.string(), reason: Reason })),
          is_complete: z
            .boolean()
            .openapi({ description: "False where there were too many to look at each" }),
        }),
      })
      .openapi({ description: "What is pending and could not be accepted any more" }),
  })
  .openapi("DelegationEffects");

export const DelegationSaved = z
  .object({
    request_id: z.string(),
    is_done: z.boolean().openapi({ description: "False for a dry run" }),
    refused: ReasonOrNull.openapi({ description: "With a dry run: why it would be refused" }),
    delegation: z.union([Delegation, z.null()]).openapi({ description: "As it is now; null once removed" }),
    effects: Effects,
  })
  .openapi("DelegationSaved");
export const MeantAnswer = z
  .object({ request_id: z.string(), is_done: z.boolean(), effects: Effects })
  .openapi("MeantAnswer");

export type CreateDelegationInput = z.input<typeof CreateDelegationInput>;
export type EditDelegationInput = z.input<typeof EditDelegationInput>;
export type RemoveDelegationInput = z.input<typeof RemoveDelegationInput>;
export type MarkMeantInput = z.input<typeof MarkMeantInput>;
export type WithdrawMarkInput = z.input<typeof WithdrawMarkInput>;
export type LeakPath = z.infer<typeof LeakPath>;
export type Delegation = z.infer<typeof Delegation>;
export type DelegationLimits = z.infer<typeof limits>;
export type Cell = z.infer<typeof Cell>;
export type Leak = z.infer<typeof Leak>;
export type Warning = z.infer<typeof Warning>;
export type DelegationsView = z.infer<typeof DelegationsView>;
export type ClosureQuery = z.input<typeof ClosureQuery>;
export type Closure = z.infer<typeof Closure>;
export type DelegationPeopleQuery = z.input<typeof DelegationPeopleQuery>;
export type DelegationPeople = z.infer<typeof DelegationPeople>;
export type Effects = z.infer<typeof Effects>;
export type DelegationSaved = z.infer<typeof DelegationSaved>;
export type MeantAnswer = z.infer<typeof MeantAnswer>;

/** Every route of delegations with what goes in and what comes back: the client's types. */
export interface DelegationsRoutes {
  "GET /delegations": { query: Record<string, never>; answer: DelegationsView };
  "GET /delegations/closure": { query: ClosureQuery; answer: Closure };
  "GET /delegations/people": { query: DelegationPeopleQuery; answer: DelegationPeople };
  "POST /delegations": { input: CreateDelegationInput; answer: DelegationSaved };
  "PATCH /delegations/{delegation}": {
    path: { delegation: string };
    input: EditDelegationInput;
    answer: DelegationSaved;
  };
  "POST /delegations/{delegation}/remove": {
    path: { delegation: string };
    input: RemoveDelegationInput;
    answer: DelegationSaved;
  };
  "POST /delegations/meant": { input: MarkMeantInput; answer: MeantAnswer };
  "POST /delegations/meant/{mark}/withdraw": {
    path: { mark: string };
    input: WithdrawMarkInput;
    answer: MeantAnswer;
  };
}
