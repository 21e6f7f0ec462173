import type { Act } from "../../../../src/api/delegation/types.js";
import {
  accept,
  accepting,
  held,
  inDays,
  invitation,
  invite,
  limited,
  may,
  nina,
  operator,
  person,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

const newcomer = (email = "new@acme.test") => invite(email, to("editor"));
const sending: readonly Case[] = [
  example("an invitation to nothing", invite("new@acme.test"), "refused: no_roles"),
  example("an address without @", newcomer("acme.test"), "refused: bad_address"),
  example("an address without domain", newcomer("new@"), "refused: bad_address"),
  example("an address without name", newcomer("@acme.test"), "refused: bad_address"),
  example("an address with two @", newcomer("new@beta.test@acme.test"), "refused: bad_address"),
  example("a domain that ends in a dot", newcomer("new@acme.test."), "refused: bad_address"),
  example("somebody who is here", newcomer("bob@acme.test"), "refused: already_here"),
  example("somebody who is suspended here", newcomer("sue@acme.test"), "refused: already_here", {
    people: [person("sue", [], { status: "suspended" })],
  }),
  example("an address that is invited", newcomer("nina@acme.test"), "refused: already_invited", {
    invitations: [invitation()],
  }),
  example(
    "a role that is promised twice",
    invite("new@acme.test", to("editor"), to("editor", null, inDays(1))),
    "refused: named_twice",
  ),
  example(
    "a role that would have ended",
    invite("new@acme.test", to("editor", null, inDays(-1))),
    "refused: end_in_past",
  ),
  example(
    "an invitation that would have expired",
    {
      act: "invite",
      invitation: { id: "new", email: "new@acme.test", grants: [to("editor")], expires: inDays(0) },
    },
    "refused: end_in_past",
  ),
  example("nobody in particular invites", newcomer(), "refused: nobody", { actor: { kind: "system" } }),
  example("somebody who has left", newcomer("nina@acme.test"), "allowed", { people: [nina] }),
  example("an address whose invitation has expired", newcomer("nina@acme.test"), "allowed", {
    invitations: [invitation({ expires: inDays(0) })],
  }),
  example("an address whose invitation was cancelled", newcomer("nina@acme.test"), "allowed", {
    invitations: [invitation({ status: "cancelled" })],
  }),
  example("an operator invites an owner", invite("new@acme.test", to("owner")), "allowed", {
    actor: operator,
  }),
];

const renew: Act = { act: "renew", invitation: "i1", expires: inDays(9) };
const cancel: Act = { act: "cancel", invitation: "i1" };
const waiting = (more: Parameters<typeof invitation>[0] = {}): Given => ({ invitations: [invitation(more)] });
const outside = "refused: role_out_of_reach";
const waitingCases: readonly Case[] = [
  example(
    "a manager can't resend the invitation of an owner",
    renew,
    outside,
    waiting({ grants: [to("owner")] }),
  ),
  example("nor cancel it", cancel, outside, waiting({ grants: [to("owner")] })),
  example(
    "nor where another role is promised too",
    cancel,
    outside,
    waiting({ grants: [to("editor"), to("owner")] }),
  ),
  example("a promise of nothing is not renewed", renew, "refused: no_roles", waiting({ grants: [] })),
  example(
    "nor one of a role that is gone",
    renew,
    "refused: unknown_role",
    waiting({ grants: [to("gone")] }),
  ),
  example(
    "nor one that would have ended",
    renew,
    "refused: end_in_past",
    waiting({ grants: [to("editor", null, inDays(0))] }),
  ),
  example(
    "nor to a time that has passed",
    { ...renew, expires: inDays(0) },
    "refused: end_in_past",
    waiting(),
  ),
  example(
    "nor after it was cancelled",
    renew,
    "refused: invitation_cancelled",
    waiting({ status: "cancelled" }),
  ),
  example("cancelling nothing needs the verb too", cancel, "refused: verb_not_given", {
    ...limited({ verbs: ["role.grant"] }, waiting({ grants: [] })),
  }),
  example("who reaches documents only may cancel what is promised on one", cancel, "allowed", {
    ...limited({ places: { tenant: false } }, waiting({ grants: [to("document-reader", "document:1")] })),
  }),
  example(
    "a promise of a role that is gone can be cancelled",
    cancel,
    "allowed",
    waiting({ grants: [to("gone")] }),
  ),
];

const by = (more: Parameters<typeof invitation>[0], given: Given = {}) =>
  accepting({ invitations: [invitation(more)], ...given });
const whole = (...assignments: Parameters<typeof person>[1]) => ({ people: [person("nina", assignments)] });
const byOperator = { inviter: { kind: "operator", apiKey: "key" } as const };
const gone = "refused: inviter_gone";
const acceptance: readonly Case[] = [
  example("by somebody who is not known", accept("zoe"), "refused: unknown_person", accepting()),
  example(
    "of an invitation that is not here",
    accept(),
    "refused: unknown_invitation",
    accepting({ invitations: [] }),
  ),
  example("a second time", accept(), "refused: invitation_accepted", by({ status: "accepted" })),
  example("after it was cancelled", accept(), "refused: invitation_cancelled", by({ status: "cancelled" })),
  example("after it expired", accept(), "refused: invitation_expired", by({ expires: inDays(0) })),
  example("with another address", accept(), "refused: another_address", by({ email: "other@acme.test" })),
  example("with an address nobody vouches for", accept(), "refused: another_address", {
    ...accepting(),
    people: [{ ...nina, emailVerified: false }],
  }),
  example("by somebody who is suspended here", accept(), "refused: suspended_here", {
    ...accepting({ people: [person("nina", [], { status: "suspended" })] }),
  }),
  example("by the inviter", accept("mary"), "refused: oneself", by({ email: "mary@acme.test" })),
  example(
    "of an inviter who has left",
    accept(),
    gone,
    accepting({ actor: "zoe", ...by({ inviter: { kind: "delegate", user: "zoe" } }) }),
  ),
  example("of an inviter who is suspended", accept(), gone, {
    ...accepting({ people: [person("mary", ["manager"], { status: "suspended" })] }),
  }),
  example("by somebody else's rights", accept(), gone, accepting({ actor: "ola" })),
  example("by an operator's rights", accept(), gone, accepting({ actor: operator })),
  example("of an operator, by somebody's rights", accept(), gone, by(byOperator)),
  example(
    "of an operator, by another key",
    accept(),
    gone,
    by(byOperator, { actor: { kind: "operator", apiKey: "other" } }),
  ),
  example("of an operator whose key is deleted", accept(), gone, {
    ...by({ ...byOperator, inviterStands: false }, { actor: operator }),
  }),
  example("of an operator, by the system", accept(), gone, by(byOperator, { actor: { kind: "system" } })),
  example("of nothing", accept(), "refused: no_roles", by({ grants: [] })),
  example(
    "of a role that is gone",
    accept(),
    "refused: unknown_role",
    by({ grants: [to("editor"), to("gone")] }),
  ),
  example(
    "of a role whose promise has run out",
    accept(),
    "refused: end_in_past",
    by({ grants: [to("editor", null, inDays(-1))] }),
  ),
  example("of an inviter who may not invite any more", accept(), "refused: verb_not_given", {
    ...accepting({ people: [person("mary", ["viewer"])] }),
  }),
  example("of an inviter who may not give one of the roles any more", accept(), outside, {
    ...by({ grants: [to("viewer"), to("editor")] }, limited({ roles: ["viewer"] })),
  }),
  example("also where the accepter holds that role already", accept(), outside, {
    ...accepting({ ...limited({ roles: ["viewer"] }), ...whole("editor") }),
  }),
  example("of an inviter whose own role ends now", accept(), "refused: beyond_your_own_end", {
    ...accepting({ people: [person("mary", [held("manager", null, { ends: inDays(2) })])] }),
  }),
  example("of an inviter whose grants must now end", accept(), "refused: must_end", {
    ...accepting(limited({ time: { mustEnd: true, longest: null } })),
  }),
  example("of a role that now needs agreement", accept(), "needs: approval_needed", {
    ...accepting(
      limited({ approval: [{ roles: new Set(["editor"]), count: 1, reviewers: new Set(["owner"]) }] }),
    ),
  }),
  example(
    "by a member above the inviter",
    accept(),
    "refused: person_out_of_reach",
    accepting(whole("owner")),
  ),
  example("where the roles must not be held together", accept(), "refused: exclusive_roles", {
    ...accepting({ ...whole("billing"), guardrails: { exclusive: [new Set(["billing", "editor"])] } }),
  }),
  example("by the invited", accept(), "allowed", accepting()),
  example("by a member", accept(), "allowed", accepting(whole("viewer"))),
  example("by a member who holds it all already", accept(), "allowed", accepting(whole("editor"))),
  example("by any of the inviter's delegations, whatever its element", accept(), "allowed", {
    ...accepting({ delegations: [may({ elementType: "audit-log", configuration: "other" })] }),
  }),
  example(
    "of an operator whose key stands",
    accept(),
    "allowed",
    by({ ...byOperator, grants: [to("owner")] }, { actor: operator }),
  ),
  example("of an inviter who may invite and not grant", accept(), "allowed", {
    ...accepting(limited({ verbs: ["user.invite"] })),
  }),
  example("of all roles, of an inviter who may invite and not grant", accept(), "allowed", {
    ...by({ grants: [to("viewer"), to("editor")] }, limited({ verbs: ["user.invite"] })),
  }),
  example("of an inviter who has no grant left this hour", accept(), "allowed", {
    ...accepting(limited({ counts: { grantsPerHour: 0 } })),
  }),
  example("where every seat is taken", accept(), "allowed", accepting({ guardrails: { seats: 4 } })),
  example("where the invitation holds the last place of the role", accept(), "allowed", {
    ...accepting({ guardrails: { most: [{ role: "editor", count: 1 }] } }),
  }),
];

export const invitations = { inviting: sending, "waiting invitations": waitingCases, accepting: acceptance };
