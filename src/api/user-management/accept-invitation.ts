import { Refused, notFound } from "../errors.js";
import { bodyOf, parse, retryOf } from "../endpoint.js";
import { sha256 } from "../bytes.js";
import { judging, type Server } from "../request-context.js";
import { vouchedUser } from "../sessions/host-session.js";
import { reasonsOf, refusedAnswer, settleAs, toReason } from "../settle.js";
import { recall, remember } from "../store/idempotency.js";
import { invitationByToken } from "../store/invitations.js";
import { askerOf, readFacts, readRules, reviewersOf } from "../store/read-facts.js";
import { lock, type Trx } from "../store/store.js";
import {
  AcceptInvitationInput,
  PreviewInvitationInput,
  type AcceptAnswer,
  type InvitationPreview,
} from "./contract.js";
import type { Refusal } from "../delegation/types.js";

/**
 * Accepting by link. The guest has no place here yet, so the host's own session vouches for them; what they get is
 * judged as a grant by the inviter, with the inviter's rights at this moment. Reading a link never accepts it.
 */

export async function previewInvitation(server: Server, request: Request): Promise<Response> {
  const { token } = parse(PreviewInvitationInput, await bodyOf(request));
  const { user } = await vouchedUser(server, request);
  server.requests.take(user);
  const preview = await within(server, token, async (trx, id): Promise<InvitationPreview> => {
    const { rules, invitation, judgement } = await judgeAcceptance(trx, id, user);
    const reason = reasonsOf(judgement)[0];
    return {
      tenant: { key: rules.tenant.key, name: rules.tenant.name },
      invited_by: invitation.inviterName,
      email: invitation.email,
      roles: invitation.grants.map(({ role, ends }) => ({
        name: rules.roles.get(role)?.name ?? "A role that is gone",
        ends_at: ends === null ? null : new Date(ends).toISOString(),
      })),
      expires_at: new Date(invitation.expires).toISOString(),
      cannot_accept: reason ? toReason(asGuest(reason)) : null,
    };
  });
  return Response.json(preview, { headers: { "cache-control": "no-store" } });
}

export async function acceptInvitation(
  server: Server,
  request: Request,
  requestId: string,
): Promise<Response> {
  const raw = await bodyOf(request);
  const { token, dry_run: isDryRun = false } = parse(AcceptInvitationInput, raw);
  const { user } = await vouchedUser(server, request);
  server.requests.take(user);
  const retry = await retryOf(request, {
    actor: user,
    route: "POST /invitations/accept",
    payload: JSON.stringify(raw),
  });
  const done = await within(server, token, async (trx, id, tenant) => {
    await lock(trx);
    // Until the lock was had, a new link may have ended this one.
    if (!(await invitationByToken(trx, await sha256(token)))) throw unknownLink();
    const before = retry && (await recall(trx, retry));
    if (before) return { replayed: before };
    const { rules, people, invitations, requests, judgement } = await judgeAcceptance(trx, id, user);
    const settled = await settleAs<AcceptAnswer>(
      {
        trx,
        server,
        tenant,
        requestId,
        actor: { kind: "user", id: user, name: people.get(user)?.name ?? "" },
        element: null,
        justification: null,
        rules,
        people,
        invitations,
        requests,
      },
      "invitation.accept",
      {
        judgements: [judgement],
        refusal: (reasons) => refusedAnswer(reasons.map(asGuest)),
        answer: (_, explain) => ({
          request_id: requestId,
          tenant: { key: rules.tenant.key, name: rules.tenant.name },
          ...explain(),
        }),
      },
      isDryRun,
    );
    if (retry && settled.wrote) await remember(trx, retry, settled.answer);
    return settled;
  });
  if ("replayed" in done) {
    const headers = { "cache-control": "no-store", "idempotent-replay": "true" };
    return Response.json(done.replayed, { headers });
  }
  await done.recordRefusals();
  if (done.refusal) throw done.refusal;
  return Response.json(done.answer, { headers: { "cache-control": "no-store" } });
}

/** Unknown, used and foreign tokens are answered alike. */
async function within<T>(
  server: Server,
  token: string,
  work: (trx: Trx, id: string, tenant: string) => Promise<T>,
): Promise<T> {
  const environment = server.environment;
  const hash = await sha256(token);
  const found = await server.store.asServer({ environment, tenant: null }, (trx) =>
    invitationByToken(trx, hash),
  );
  if (!found) throw unknownLink();
  return server.store.asServer({ environment, tenant: found.tenant }, (trx) =>
    work(trx, found.id, found.tenant),
  );
}

const unknownLink = () =>
  new Refused("not_found", "This link is not valid, or not any more. Ask for a new one.");

async function judgeAcceptance(trx: Trx, id: string, user: string) {
  const rules = await readRules(trx);
  if (!rules) throw notFound();
  const first = await readFacts(
    trx,
    rules,
    { kind: "system" },
    { invitations: [id] },
    { bulk: 1, justification: null },
  );
  const invitation = first.invitations.get(id);
  if (!invitation) throw notFound();
  const { facts, people, invitations, requests } = await readFacts(
    trx,
    rules,
    askerOf(invitation.inviter),
    { users: [user, ...reviewersOf(invitation)], invitations: [id], vouched: [user] },
    { bulk: 1, justification: invitation.justification },
  );
  const judgement = judging(facts)({ act: "accept", invitation: id, accepter: user }, { users: [user] });
  return { rules, people, invitations, requests, invitation, judgement };
}

/** Reasons about the guest stand as they are; those about the inviter's rights are no business of the guest's. */
const aboutTheGuest = new Set([
  "another_address",
  "suspended_here",
  "oneself",
  "seats_full",
  "most_holders",
  "exclusive_roles",
]);

function asGuest(reason: Refusal): Refusal {
  if (
    aboutTheGuest.has(reason.code) ||
    reason.code.startsWith("invitation_") ||
    reason.code === "tenant_suspended"
  )
    return reason;
  return {
    code: "inviter_out_of_rights",
    limit: "invitation",
    message:
      "This invitation no longer holds: whoever sent it may not give this any more. Ask for a new one.",
  };
}
