import type { Context } from "../request-context.js";
import type { NewTokens } from "../settle.js";

/** How long an invitation can be accepted: seven days, in milliseconds. */
export const invitationLife = 7 * 86_400_000;

export const invitationLink = (context: Context, token: string) =>
  `${context.server.acceptUrl}#invitation=${token}`;

/** Hands invitations to the host to send, a few at a time. Answers those that went out; none is worse than a failed one. */
export async function sendInvitations(
  context: Context,
  tokens: NewTokens,
  invitations: readonly {
    id: string;
    email: string;
    roles: readonly string[];
    /** In whose name, and until when, where that is not the actor's and from now. */
    invitedBy?: string;
    expires?: number;
  }[],
): Promise<ReadonlySet<string>> {
  const { server, rules, actor, facts, visible } = context;
  const sent = new Set<string>();
  const waiting = invitations.filter(({ id }) => tokens.has(id));
  const send = server.sendInvitation;
  if (!send) return sent;
  const sendNext = async (): Promise<void> => {
    const next = waiting.shift();
    if (!next) return;
    const mail = {
      to: next.email,
      link: invitationLink(context, tokens.get(next.id) ?? ""),
      tenant: { key: rules.tenant.key, name: rules.tenant.name },
      invitedBy: next.invitedBy ?? actor.name,
      roles: next.roles.filter((role) => visible.has(role)).map((role) => rules.roles.get(role)?.name ?? ""),
      expiresAt: new Date(next.expires ?? facts.now + invitationLife),
    };
    try {
      await send(mail);
      sent.add(next.id);
    } catch {
      // The invitation stands; the answer says that its mail did not go out.
    }
    await sendNext();
  };
  await Promise.all([sendNext(), sendNext(), sendNext(), sendNext()]);
  return sent;
}
