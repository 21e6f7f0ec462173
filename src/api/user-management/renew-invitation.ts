import { z } from "@hono/zod-openapi";
import type { CommandName } from "../commands.js";
import type { ActOf } from "../delegation/types.js";
import { command } from "../endpoint.js";
import { notFound } from "../errors.js";
import { invitationLife, invitationLink, sendInvitations } from "../people/send-invitation.js";
import type { Context } from "../request-context.js";
import { Done, InvitationActInput, LinkAnswer, ResendAnswer } from "./contract.js";
import { judgeAsSeen } from "./stale-invitation.js";

/** Resending and copying a link both make a new link, which ends the old one. */

export const concernsInvitation = (_: unknown, { invitation = "" }: Record<string, string>) => ({
  invitations: z.uuid().safeParse(invitation).success ? [invitation] : [],
});

export function theInvitation(context: Context, id: string) {
  const invitation = context.invitations.get(id);
  if (!invitation) throw notFound();
  return invitation;
}

const about = (action: CommandName, summary: string) =>
  ({
    action,
    summary,
    elements: ["user-management"],
    input: InvitationActInput,
    concerns: concernsInvitation,
  }) as const;

type Input = z.output<typeof InvitationActInput>;

async function act(context: Context, asked: ActOf<"renew" | "cancel">, { expires_at }: Input) {
  return judgeAsSeen(context, theInvitation(context, asked.invitation), asked, expires_at);
}

async function renew(context: Context, invitation: string, input: Input) {
  const expires = context.facts.now + invitationLife;
  return {
    ...(await act(context, { act: "renew", invitation, expires }, input)),
    renewed: { request_id: context.requestId, expires_at: new Date(expires).toISOString() },
  };
}

export const resendInvitation = command({
  ...about(
    "invitation.resend",
    "Send an invitation again, with a new link and a new term; the old link ends",
  ),
  route: "POST /invitations/{invitation}/resend",
  answer: ResendAnswer,
  run: async (context, input, { invitation: id = "" }) => {
    const { renewed, ...judged } = await renew(context, id, input);
    return {
      ...judged,
      answer: (_, explain) => ({ ...renewed, sent: false, ...explain() }),
      afterwards: async (final, tokens) => {
        const { email, grants } = theInvitation(context, id);
        const sent = await sendInvitations(context, tokens, [
          { id, email, roles: grants.map(({ role }) => role) },
        ]);
        return { ...final, sent: sent.has(id) };
      },
    };
  },
});

export const copyLink = command({
  ...about("invitation.copy-link", "Make a new link to hand over by other means; the old link ends"),
  route: "POST /invitations/{invitation}/link",
  answer: LinkAnswer,
  run: async (context, input, { invitation: id = "" }) => {
    const { renewed, ...judged } = await renew(context, id, input);
    return {
      ...judged,
      answer: (tokens, explain) => {
        const token = tokens.get(id);
        return { ...renewed, link: token ? invitationLink(context, token) : null, ...explain() };
      },
      // The link is a secret: a repeated answer does not show it again.
      forget: (shown) => ({ ...shown, link: null }),
    };
  },
});

export const cancelInvitation = command({
  ...about("invitation.cancel", "Cancel an invitation: its link ends at once"),
  route: "POST /invitations/{invitation}/cancel",
  answer: Done,
  run: async (context, input, { invitation: id = "" }) => ({
    ...(await act(context, { act: "cancel", invitation: id }, input)),
    answer: (_, explain) => ({ request_id: context.requestId, ...explain() }),
  }),
});
