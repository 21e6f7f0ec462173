import { z } from "@hono/zod-openapi";
import type { PeopleAnswer } from "../people/contract.js";
import {
  Cursor,
  DryRun,
  eachOnce,
  explained,
  Justification,
  namedTwice,
  PersonDetail,
  type PeopleRoutes,
} from "../people/contract.js";
import { Id, Moment, Reason, ReasonOrNull } from "../wire.js";

/** The wire of user management. The elements import the types of this file and nothing else of it. */

export const PeopleInput = z
  .strictObject({
    people: z
      .array(z.strictObject({ user: Id, version: z.number().int().optional() }))
      .min(1)
      .max(5000)
      .refine(eachOnce, namedTwice),
    justification: Justification,
    dry_run: DryRun,
  })
  .openapi("PeopleInput");

export const EditProfileInput = z
  .strictObject({
    version: z.number().int().optional(),
    name: z.string().trim().min(1).max(200).nullable().optional(),
    title: z.string().trim().max(200).nullable().optional(),
    phone: z.string().trim().max(50).nullable().optional(),
    justification: Justification,
    dry_run: DryRun,
  })
  .openapi("EditProfileInput");

export const EditAttributesInput = z
  .strictObject({
    version: z.number().int().optional(),
    attributes: z
      .record(z.string().max(200), z.unknown())
      .openapi({ description: "Only these change; null clears one" }),
    justification: Justification,
    dry_run: DryRun,
  })
  .openapi("EditAttributesInput");

export const EditAnswer = z
  .object({ ...PersonDetail.shape, ...explained })
  .openapi("EditAnswer", { description: "The person as they now are" });

export const LeaveInput = z.strictObject({ dry_run: DryRun }).openapi("LeaveInput");
export const InvitationActInput = z
  .strictObject({
    expires_at: Moment.optional().openapi({
      description:
        "The term of the invitation that was looked at: refuse as stale if it has been renewed since",
    }),
    justification: Justification,
    dry_run: DryRun,
  })
  .openapi("InvitationActInput", {
    description: "What is done to an invitation, and why if that is asked for",
  });
export const Done = z.object({ request_id: z.string(), ...explained }).openapi("Done");

export const Invitation = z
  .object({
    id: Id,
    email: z.string(),
    mixed_script: z.boolean(),
    roles: z.array(z.object({ role: Id, ends_at: Moment.nullable() })),
    masked_roles: z.number().int(),
    invited_by: z.string().openapi({ description: "Name of the inviter" }),
    created_at: Moment,
    expires_at: Moment,
    status: z.enum(["open", "expired", "dead"]).openapi({
      description: "dead: it would be refused today, since the inviter's rights have changed",
    }),
    why_dead: ReasonOrNull,
    refused: z.record(z.string(), Reason),
  })
  .openapi("Invitation");

export const InvitationsQuery = z.strictObject({
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

export const InvitationsPage = z
  .object({ invitations: z.array(Invitation), next: Cursor.nullable(), total: z.number().int() })
  .openapi("InvitationsPage");

export const ResendAnswer = z
  .object({ request_id: z.string(), expires_at: Moment, sent: z.boolean(), ...explained })
  .openapi("ResendAnswer");
export const LinkAnswer = z
  .object({
    request_id: z.string(),
    expires_at: Moment,
    link: z
      .string()
      .nullable()
      .openapi({ description: "Shown this once; null in a repeated answer, and in a dry run" }),
    ...explained,
  })
  .openapi("LinkAnswer");

const InvitationToken = z.strictObject({ token: z.string().min(1).max(200) });
export const PreviewInvitationInput = InvitationToken.openapi("PreviewInvitationInput");
export const AcceptInvitationInput = InvitationToken.extend({ dry_run: DryRun }).openapi(
  "AcceptInvitationInput",
);

export const InvitationPreview = z
  .object({
    tenant: z.object({ key: z.string(), name: z.string() }),
    invited_by: z.string(),
    email: z.string(),
    roles: z.array(z.object({ name: z.string(), ends_at: Moment.nullable() })),
    expires_at: Moment,
    cannot_accept: ReasonOrNull,
  })
  .openapi("InvitationPreview");
export const AcceptAnswer = z
  .object({
    request_id: z.string(),
    tenant: z.object({ key: z.string(), name: z.string() }),
    ...explained,
  })
  .openapi("AcceptAnswer");

export type PeopleInput = z.input<typeof PeopleInput>;
export type EditProfileInput = z.input<typeof EditProfileInput>;
export type EditAttributesInput = z.input<typeof EditAttributesInput>;
export type EditAnswer = z.infer<typeof EditAnswer>;
export type LeaveInput = z.input<typeof LeaveInput>;
export type InvitationActInput = z.input<typeof InvitationActInput>;
export type Done = z.infer<typeof Done>;
export type Invitation = z.infer<typeof Invitation>;
export type InvitationsQuery = z.input<typeof InvitationsQuery>;
export type InvitationsPage = z.infer<typeof InvitationsPage>;
export type { InviteAnswer, InviteInput } from "../people/contract.js";
export type ResendAnswer = z.infer<typeof ResendAnswer>;
export type LinkAnswer = z.infer<typeof LinkAnswer>;
export type InvitationPreview = z.infer<typeof InvitationPreview>;
export type AcceptAnswer = z.infer<typeof AcceptAnswer>;

/** Every route of user management with what goes in and what comes back: the client's types. */
export interface UserManagementRoutes extends PeopleRoutes {
  "POST /people/suspend": { input: PeopleInput; answer: PeopleAnswer };
  "POST /people/reactivate": { input: PeopleInput; answer: PeopleAnswer };
  "POST /people/remove": { input: PeopleInput; answer: PeopleAnswer };
  "PATCH /people/{user}/profile": { path: { user: string }; input: EditProfileInput; answer: EditAnswer };
  "PATCH /people/{user}/attributes": {
    path: { user: string };
    input: EditAttributesInput;
    answer: EditAnswer;
  };
  "POST /leave": { input: LeaveInput; answer: Done };
  "GET /invitations": { query: InvitationsQuery; answer: InvitationsPage };
  "POST /invitations/{invitation}/resend": {
    path: { invitation: string };
    input: InvitationActInput;
    answer: ResendAnswer;
  };
  "POST /invitations/{invitation}/link": {
    path: { invitation: string };
    input: InvitationActInput;
    answer: LinkAnswer;
  };
  "POST /invitations/{invitation}/cancel": {
    path: { invitation: string };
    input: InvitationActInput;
    answer: Done;
  };
}
