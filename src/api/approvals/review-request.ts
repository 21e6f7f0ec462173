import { z } from "@hono/zod-openapi";
import { command } from "../endpoint.js";
import { notFound } from "../errors.js";
import { sendInvitations } from "../people/send-invitation.js";
import type { Context } from "../request-context.js";
import type { RequestRecord } from "../store/requests.js";
import { ReviewAnswer, ReviewInput } from "./contract.js";
import { isForEyesOf } from "./request-view.js";

export const concernsRequest = (_: unknown, { request = "" }: Record<string, string>) => ({
  requests: z.uuid().safeParse(request).success ? [request] : [],
});

/** A request that the actor may know of: what is not there and what is not theirs are answered alike. */
export function theRequest(context: Context, id: string): RequestRecord {
  const request = context.requests.get(id);
  if (!request || !isForEyesOf(context, request)) throw notFound();
  return request;
}

export const reviewRequest = command({
  route: "POST /requests/{request}/review",
  summary: "Agree to a request or refuse it; the last agreement that was missing grants it at once",
  action: "request.review",
  // Sessions of user management bear the verb only where the vendor's clients review in that element.
  elements: ["approvals", "user-management"],
  input: ReviewInput,
  answer: ReviewAnswer,
  concerns: concernsRequest,
  run: async (context, { agrees }, { request: id = "" }) => {
    const request = theRequest(context, id);
    const judgement = context.judge({ act: "review", request: id, agrees });
    const ended = judgement.changes.flatMap((each) => (each.change === "request.end" ? [each.status] : []));
    const answer = { request_id: context.requestId, request: id, status: ended[0] ?? request.status };
    return {
      judgements: [judgement],
      answer: (_, explain) => ({ ...answer, sent: null, ...explain() }),
      afterwards: async (final, tokens) => {
        if (request.act.act !== "invite" || answer.status !== "granted") return final;
        const { id: invitation, email, grants, expires } = request.act.invitation;
        const invitedBy = request.kind === "approval" ? request.requesterName : context.actor.name;
        const sent = await sendInvitations(context, tokens, [
          { id: invitation, email, roles: grants.map(({ role }) => role), invitedBy, expires },
        ]);
        return { ...final, sent: sent.has(invitation) };
      },
    };
  },
});
