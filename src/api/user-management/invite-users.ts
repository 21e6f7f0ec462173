import { canonicalAddress } from "../addresses.js";
import { hasMixedScripts } from "../mixed-scripts.js";
import { command } from "../endpoint.js";
import { reasonsOf, toReason } from "../settle.js";
import { toGrant, unknownRole } from "../people/change-roles.js";
import { InviteAnswer, InviteInput } from "../people/contract.js";
import { invitationLife, sendInvitations } from "../people/send-invitation.js";
import { refuse } from "../people/person-rows.js";
import { reviewersHelp } from "../people/reviewers.js";

export const inviteUsers = command({
  route: "POST /invitations",
  summary: "Invite one or many; an address that is a member's gets the roles at once",
  action: "user.invite",
  elements: ["user-management", "role-assignment"],
  input: InviteInput,
  answer: InviteAnswer,
  concerns: ({ invitations }) => ({
    emails: invitations.flatMap(({ email }) => canonicalAddress(email) ?? []),
    places: invitations.flatMap(({ roles }) => roles.flatMap(({ instance }) => instance ?? [])),
  }),
  rows: ({ invitations }) => invitations.length,
  run: async (context, { invitations, dry_run = false }) => {
    const members = new Map(
      [...context.people.values()].flatMap((each) =>
        each.status !== "absent" && each.email && each.emailVerified ? [[each.email, each]] : [],
      ),
    );
    const help = reviewersHelp(context);
    const rows = invitations.map(({ email: typed, roles }) => {
      const email = canonicalAddress(typed);
      const hidden = roles.find(({ role }) => !context.visible.has(role));
      const member = email === null ? undefined : members.get(email);
      const grants = roles.map(toGrant);
      const id = crypto.randomUUID();
      const judgement =
        email === null
          ? refuse({ code: "bad_address", limit: "form", message: `${typed} is not a mail address.` })
          : hidden
            ? refuse(unknownRole(hidden.role))
            : member?.status === "suspended"
              ? refuse({
                  code: "suspended_here",
                  limit: "state",
                  message: `${member.name} is here, and suspended.`,
                })
              : member
                ? context.judge({ act: "change-roles", user: member.user, grant: grants, revoke: [] })
                : context.judge(
                    {
                      act: "invite",
                      invitation: { id, email, grants, expires: context.facts.now + invitationLife },
                    },
                    { email },
                  );
      return {
        id,
        email: email ?? typed,
        roles: roles.map(({ role }) => role),
        isMember: member !== undefined,
        judgement,
      };
    });
    return {
      judgements: rows.map(({ judgement }) => judgement),
      answer: async () => ({
        request_id: context.requestId,
        dry_run,
        rows: await Promise.all(
          rows.map(async ({ id, email, isMember, judgement }) => {
            const isAllowed = judgement.decision.outcome === "allowed";
            return {
              email,
              mixed_script: hasMixedScripts(email),
              outcome: !isAllowed
                ? ("refused" as const)
                : isMember
                  ? ("granted" as const)
                  : ("invited" as const),
              invitation: isAllowed && !isMember && !dry_run ? id : null,
              sent: null,
              reasons: await help(reasonsOf(judgement).map(toReason)),
            };
          }),
        ),
      }),
      afterwards: async (answer, tokens) => {
        const sent = await sendInvitations(context, tokens, rows);
        return {
          ...answer,
          rows: answer.rows.map((row) => ({
            ...row,
            sent: row.invitation === null ? null : sent.has(row.invitation),
          })),
        };
      },
    };
  },
});
