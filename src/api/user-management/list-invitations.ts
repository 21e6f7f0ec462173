import { hasMixedScripts } from "../mixed-scripts.js";
import { query } from "../endpoint.js";
import type { Act, Refusal } from "../delegation/types.js";
import { judging, type Context } from "../request-context.js";
import { reasonsOf, toReason } from "../settle.js";
import { countOpenInvitations, listInvitations as readInvitations } from "../store/invitations.js";
import { deadInvitations } from "../people/dead-invitations.js";
import type { InvitationRecord } from "../store/read-facts.js";
import type { Reason } from "../wire.js";
import { InvitationsPage, InvitationsQuery, type Invitation } from "./contract.js";
import { readCursor, writeCursor } from "../people/cursor.js";

export const listInvitations = query({
  route: "GET /invitations",
  summary: "Pending invitations, newest first; a dead one says why",
  elements: ["user-management"],
  query: InvitationsQuery,
  answer: InvitationsPage,
  run: async (context, { cursor, limit = 50 }) => {
    const after = cursor === undefined ? null : readCursor(cursor, "invitations", 2);
    const invitations = await readInvitations(context.trx, after, limit);
    const dead = await deadInvitations(context.trx, context.rules, invitations, context.visible);
    const last = invitations.length === limit ? invitations.at(-1) : undefined;
    return {
      invitations: invitations.map((each) => view(context, each, reasonFor(dead.get(each.id)))),
      next: last ? writeCursor("invitations", [new Date(last.created).toISOString(), last.id]) : null,
      total: await countOpenInvitations(context.trx),
    };
  },
});

const reasonFor = (refusal: Refusal | undefined) => (refusal ? toReason(refusal) : null);

function view(context: Context, invitation: InvitationRecord, whyDead: Reason | null): Invitation {
  const { visible, facts } = context;
  const shown = invitation.grants.filter(({ role }) => visible.has(role));
  // A justification is asked for when it comes to it; it makes nothing impossible.
  const firstReason = (act: Act) =>
    reasonsOf(judging({ ...facts, invitations: new Map([[invitation.id, invitation]]) }, visible)(act)).find(
      ({ needs }) => needs !== "justification",
    );
  const refused: Invitation["refused"] = {};
  const renewal = firstReason({ act: "renew", invitation: invitation.id, expires: facts.now + 1 });
  if (renewal) refused["invitation.resend"] = toReason(renewal);
  const cancelling = firstReason({ act: "cancel", invitation: invitation.id });
  if (cancelling) refused["invitation.cancel"] = toReason(cancelling);
  return {
    id: invitation.id,
    email: invitation.email,
    mixed_script: hasMixedScripts(invitation.email),
    roles: shown.map(({ role, ends }) => ({
      role,
      ends_at: ends === null ? null : new Date(ends).toISOString(),
    })),
    masked_roles: invitation.grants.length - shown.length,
    invited_by: invitation.inviterName,
    created_at: new Date(invitation.created).toISOString(),
    expires_at: new Date(invitation.expires).toISOString(),
    status: invitation.expires <= facts.now ? "expired" : whyDead ? "dead" : "open",
    why_dead: whyDead,
    refused,
  };
}
