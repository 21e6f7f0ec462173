import { grantsOf } from "../../delegation/propose-request.js";
import { isForEyesOf } from "../../approvals/request-view.js";
import type { Context } from "../../request-context.js";
import type { RequestRecord } from "../../store/requests.js";
import type { ElementCall } from "./element-operation.js";

const statuses = {
  open: "pending",
  granted: "approved",
  refused: "denied",
  cancelled: "canceled",
  expired: "canceled",
} as const;
export type VendorStatus = (typeof statuses)[keyof typeof statuses];

/** An access request in the vendor's shape. */
export interface RequestView {
  id: string;
  status: VendorStatus;
  created_at: string;
  access_request_details: {
    tenant: string;
    resource: string;
    resource_instance: string | null;
    role: string;
    element_config_id: string;
  };
}

/**
 * A request as whoever asks may see it. Nothing, where it is not for their eyes, names a role that they can't see, or
 * is of a kind that the vendor has no word for: to have something done to others, or an act that needs agreement.
 */
export function requestView(
  { organization, project, environment }: Pick<ElementCall, "organization" | "project" | "environment">,
  context: Context,
  request: RequestRecord,
): RequestView | null {
  const { rules, visible, facts } = context;
  const { id, kind, act, requester, askedIn, reviews, created, ended, expires, justification } = request;
  const grant = grantsOf(act)[0];
  const role = grant && rules.roles.get(grant.role);
  const isOfThemselves = kind === "access" && act.act === "change-roles" && act.user === requester;
  if (!isOfThemselves || !role || !visible.has(role.id) || !isForEyesOf(context, request)) return null;
  const status = request.status === "open" && expires <= facts.now ? "expired" : request.status;
  const review = reviews.at(-1);
  const iso = (moment: number) => new Date(moment).toISOString();
  const view = {
    id,
    organization_id: organization,
    project_id: project,
    environment_id: environment,
    access_request_details: {
      tenant: rules.tenant.key,
      // A role in the whole tenant is held on no resource: the vendor calls that one so.
      resource: role.resource ?? "__tenant",
      resource_instance: grant.place,
      role: role.key,
      element_config_id: askedIn.configuration,
    },
    type: "access_request",
    reason: justification,
    status: statuses[status],
    requesting_user_id: requester,
    reviewer_user_id: review?.reviewer ?? null,
    reviewer_comment: review?.note ?? null,
    reviewed_at: review ? iso(review.at) : null,
    created_at: iso(created),
    updated_at: iso(Math.max(created, ended ?? 0, review?.at ?? 0)),
  };
  return view;
}
