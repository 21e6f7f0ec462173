import { canonicalAddress } from "../addresses.js";
import type { AskedAct, Refusal } from "../delegation/types.js";
import { command } from "../endpoint.js";
import { toGrant, unknownRole } from "../people/change-roles.js";
import { refuse } from "../people/person-rows.js";
import { staleRefusal } from "../people/stale.js";
import { reviewersHelp } from "../people/reviewers.js";
import { invitationLife } from "../people/send-invitation.js";
import type { Context } from "../request-context.js";
import { reasonsOf, toReason } from "../settle.js";
import type { z } from "zod";
import { AskAnswer, AskInput } from "./contract.js";

/** How long a request can be answered: seven days, in milliseconds. */
const requestLife = 7 * 86_400_000;

type Input = z.output<typeof AskInput>;

export const askOthers = command({
  route: "POST /requests",
  summary: "Ask for approval of exactly this change, or ask somebody who may to do it",
  action: "request.ask",
  elements: ["approvals", "access-request", "user-management", "role-assignment"],
  input: AskInput,
  answer: AskAnswer,
  concerns: ({ person, invitation }) => ({
    users: person ? [person.user] : [],
    emails: invitation ? [canonicalAddress(invitation.email) ?? ""] : [],
    places: (person?.grant ?? invitation?.roles ?? []).flatMap(({ instance }) => instance ?? []),
    ownRequests: true,
  }),
  run: async (context, input) => {
    const id = crypto.randomUUID();
    const expires = context.facts.now + requestLife;
    const act = actOf(context, input, expires);
    const judged =
      "code" in act
        ? refuse(act)
        : context.judge({ act: "ask", request: { id, kind: input.kind, act, expires } });
    const stale = staleness(context, input);
    const judgement = stale && judged.decision.outcome !== "refused" ? refuse(stale) : judged;
    const isMade = !input.dry_run && judgement.changes.length > 0;
    return {
      judgements: [judgement],
      answer: async () => ({
        request_id: context.requestId,
        dry_run: input.dry_run ?? false,
        request: isMade ? id : null,
        expires_at: new Date(expires).toISOString(),
        reasons: await reviewersHelp(context)(reasonsOf(judgement).map(toReason)),
      }),
    };
  },
});

/** What is asked for as the guard reads it. An address that is a member's stands for that member. */
function actOf(context: Context, { person, invitation }: Input, expires: number): AskedAct | Refusal {
  const roles = person ? [...person.grant, ...person.revoke] : (invitation?.roles ?? []);
  const hidden = roles.find(({ role }) => !context.visible.has(role));
  if (hidden) return unknownRole(hidden.role);
  if (person) {
    const { user, grant, revoke } = person;
    return {
      act: "change-roles",
      user,
      grant: grant.map(toGrant),
      revoke: revoke.map(({ role, instance }) => ({ role, place: instance ?? null })),
    };
  }
  const email = canonicalAddress(invitation?.email ?? "");
  if (email === null) {
    return { code: "bad_address", limit: "form", message: `${invitation?.email} is not a mail address.` };
  }
  const grants = (invitation?.roles ?? []).map(toGrant);
  const member = [...context.people.values()].find(
    (each) => each.email === email && each.emailVerified && each.status !== "absent",
  );
  if (member) return { act: "change-roles", user: member.user, grant: grants, revoke: [] };
  // Accepted for as long as if it were sent on the last day on which it may be agreed to.
  const invited = { id: crypto.randomUUID(), email, grants, expires: expires + invitationLife };
  return { act: "invite", invitation: invited };
}

/** Only who might ask learns that somebody has changed. */
function staleness(context: Context, { person }: Input): Refusal | null {
  const before = person && context.people.get(person.user);
  return before && person.version !== undefined && before.version !== person.version
    ? staleRefusal(before)
    : null;
}
