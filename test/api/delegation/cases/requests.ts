import type { Act, AskedAct, Delegation, Request } from "../../../../src/api/delegation/types.js";
import {
  accept,
  accepting,
  agreement,
  askedIn,
  held,
  inDays,
  invitation,
  limited,
  may,
  nina,
  operator,
  ownersMay,
  person,
  request,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

/** Mary may make editors once owners agree. */
const agreed = (count = 1, more: Partial<Delegation["approval"][number]> = {}) => ({
  approval: [{ roles: new Set(["editor"]), count, reviewers: new Set(["owner"]), ...more }],
});
const asked = (user: string, ...grant: ReturnType<typeof to>[]): AskedAct => ({
  act: "change-roles",
  user,
  grant,
  revoke: [],
});
const ask = (kind: Request["kind"], act: AskedAct, expires = inDays(7)): Act => ({
  act: "ask",
  request: { id: "new", kind, act, expires },
});
const editor = ask("approval", asked("bob", to("editor")));
const eve = person("eve", []);
const open = (...requests: Request[]): Given => limited(agreed(), { requests });

const askingForApproval: readonly Case[] = [
  example(
    "what needs none",
    ask("approval", asked("bob", to("billing"))),
    "refused: not_needed",
    limited(agreed()),
  ),
  example(
    "what agreement would not mend",
    editor,
    "refused: role_out_of_reach",
    limited({ ...agreed(), roles: [] }),
  ),
  example("what lacks a reason too", editor, "needs: justification_needed", {
    ...limited({ ...agreed(), justification: true }),
  }),
  example(
    "what lacks only a reason",
    ask("approval", asked("bob", to("billing"))),
    "refused: not_needed",
    limited({ ...agreed(), justification: true }),
  ),
  example("what one may do alone, saying why", editor, "refused: not_needed", {
    delegations: [may(agreed()), may({ id: "alone", justification: true })],
  }),
  example("for oneself", ask("approval", asked("mary", to("editor"))), "refused: oneself", limited(agreed())),
  example(
    "for no time",
    ask("approval", asked("bob", to("editor")), 0),
    "refused: end_in_past",
    limited(agreed()),
  ),
  example("what is asked for already", editor, "refused: already_asked", open(request())),
  example("what was asked for and has run out", editor, "allowed", open(request({ expires: 1 }))),
  example("what was asked for and is over", editor, "allowed", open(request({ status: "refused" }))),
  example("what somebody else has asked for", editor, "allowed", open(request({ requester: "ola" }))),
  example("what was asked for otherwise", editor, "allowed", open(request({ kind: "access" }))),
  example(
    "what was asked for somebody else",
    editor,
    "allowed",
    open(request({ act: asked("ola", to("editor")) })),
  ),
  example(
    "another role than was asked for",
    editor,
    "allowed",
    open(request({ act: asked("bob", to("billing")) })),
  ),
  example(
    "a twenty-first time",
    editor,
    "refused: too_many_requests",
    open(
      ...Array.from({ length: 20 }, (_, n) =>
        request({ id: `r${n}`, act: asked(`other-${n}`, to("editor")) }),
      ),
    ),
  ),
  example("without an element session", editor, "refused: no_session", {
    ...limited(agreed()),
    session: null,
  }),
  example("as an operator", editor, "refused: nobody", { ...limited(agreed()), actor: operator }),
  example("while suspended", editor, "refused: not_active_here", {
    ...limited(agreed()),
    people: [person("mary", ["manager"], { status: "suspended" })],
  }),
  example("what lacks agreement and nothing else", editor, "allowed", limited(agreed())),
];

const forEve = ask("access", asked("eve", to("viewer")));
const byEve: Given = { actor: "eve", people: [eve] };
const askingForAccess: readonly Case[] = [
  example("to what one holds", forEve, "refused: already_held", {
    ...byEve,
    people: [person("eve", ["viewer"])],
  }),
  example("to nothing", ask("access", asked("eve")), "refused: no_roles", byEve),
  example(
    "to have something taken",
    ask("access", { act: "change-roles", user: "eve", grant: [to("viewer")], revoke: [to("editor")] }),
    "refused: only_grants",
    byEve,
  ),
  example(
    "to a role that there is not",
    ask("access", asked("eve", to("king"))),
    "refused: unknown_role",
    byEve,
  ),
  example(
    "for somebody whom one may not see",
    ask("access", asked("bob", to("editor"))),
    "refused: verb_not_given",
    {
      ...byEve,
    },
  ),
  example(
    "for somebody to whom one may give it",
    ask("access", asked("bob", to("editor"))),
    "refused: not_needed",
  ),
  example("for somebody to whom one may not give it", ask("access", asked("bob", to("owner"))), "allowed"),
  example("for oneself needs no right", forEve, "allowed", byEve),
  example("but a place", forEve, "refused: not_active_here", { ...byEve, people: [nina], actor: "nina" }),
  example("so does seeing what one asked for", { act: "requests" }, "allowed", byEve),
];

const answer = (agrees: boolean): Act => ({ act: "review", request: "r1", agrees });
const byOla = (more: Given = {}, limits = agreed(), of: Partial<Request> = {}): Given => ({
  ...limited(limits, { actor: "ola", requests: [request(of)] }),
  ...more,
});
const reviewing = (role: string, roles: readonly string[]) =>
  may({ id: `${role} reviews`, role, roles, verbs: ["request.review"] });

const whoAgrees: readonly Case[] = [
  example("to what was never asked", answer(true), "refused: unknown_request", byOla({ requests: [] })),
  example(
    "to what was granted",
    answer(true),
    "refused: request_granted",
    byOla({}, agreed(), { status: "granted" }),
  ),
  example(
    "to what was refused",
    answer(true),
    "refused: request_refused",
    byOla({}, agreed(), { status: "refused" }),
  ),
  example("to what was withdrawn", answer(true), "refused: request_cancelled", {
    ...byOla({}, agreed(), { status: "cancelled" }),
  }),
  example(
    "to what has run out",
    answer(true),
    "refused: request_expired",
    byOla({}, agreed(), { expires: 1 }),
  ),
  example("whoever asked", answer(true), "refused: own_request", byOla({ actor: "mary" })),
  example("a second identity of whoever asked", answer(true), "refused: own_request", {
    ...byOla({ people: [person("ola", ["owner"], { email: "mary@acme.test" })] }),
  }),
  example(
    "whom it is for",
    answer(true),
    "refused: oneself",
    byOla({}, agreed(), { act: asked("ola", to("editor")) }),
  ),
  example("a second identity of whom it is for", answer(true), "refused: oneself", {
    ...byOla({ people: [person("ola", ["owner"], { email: "bob@acme.test" })] }),
  }),
  example("whose address is invited", answer(true), "refused: oneself", {
    ...byOla({}, agreed(), {
      act: {
        act: "invite",
        invitation: { id: "i", email: "ola@acme.test", grants: [to("editor")], expires: inDays(9) },
      },
    }),
  }),
  example("without the verb", answer(true), "refused: verb_not_given", {
    ...byOla({ delegations: [may(agreed()), may({ role: "owner", verbs: ["role.grant"] })] }),
  }),
  example("for another role", answer(true), "refused: role_out_of_reach", {
    ...byOla({ delegations: [may(agreed()), reviewing("owner", ["viewer"])] }),
  }),
  example("who agreed before", answer(true), "refused: already_reviewed", {
    ...byOla({}, agreed(2), { agreed: [agreement("ola")] }),
  }),
  example("whose role is not among those asked", answer(true), "refused: not_a_reviewer", {
    ...byOla({
      actor: "gus",
      people: [person("gus", ["billing"])],
      delegations: [may(agreed()), reviewing("billing", ["editor"])],
    }),
  }),
  example("who may not, and hears nothing of whoever asked", answer(true), "refused: verb_not_given", {
    ...byOla({
      delegations: [may({ ...agreed(), roles: ["viewer"] }), may({ role: "owner", verbs: ["role.grant"] })],
    }),
  }),
  example("who must say why, to what would be refused anyway", answer(true), "refused: role_out_of_reach", {
    ...byOla({
      delegations: [may({ ...agreed(), roles: ["viewer"] }), { ...ownersMay, justification: true }],
    }),
  }),
  example("who has still to say why", answer(true), "needs: justification_needed", {
    ...byOla({ delegations: [may(agreed()), { ...ownersMay, justification: true }] }),
  }),
  example("who has said nothing with it", answer(true), "needs: justification_needed", {
    ...byOla({ justification: " ", delegations: [may(agreed()), { ...ownersMay, justification: true }] }),
  }),
  example("without an element session", answer(true), "refused: no_session", byOla({ session: null })),
  example("an operator", answer(true), "refused: nobody", byOla({ actor: operator })),
  example("one of those who may", answer(true), "allowed", byOla()),
  example("the first of two", answer(true), "allowed", byOla({}, agreed(2))),
  example("who holds the role that is asked for at one of two places", answer(true), "allowed", {
    ...byOla(
      { people: [person("ola", ["owner", held("document-owner", "document:1")])] },
      agreed(1, { roles: new Set(["document-editor"]), reviewers: new Set(["document-owner"]) }),
      {
        act: asked("bob", to("document-editor", "document:1"), to("document-editor", "document:2")),
      },
    ),
  }),
  example("who may review and no more", answer(true), "allowed", {
    ...byOla({ delegations: [may(agreed()), reviewing("owner", ["editor"])] }),
  }),
  example("also about somebody who holds what the reviewer has no say in", answer(true), "allowed", {
    ...byOla({
      people: [person("bob", ["manager"])],
      delegations: [may(agreed()), reviewing("owner", ["editor"])],
    }),
  }),
];

const whatIsGranted: readonly Case[] = [
  example("whoever asked is gone", answer(true), "refused: requester_gone", {
    ...byOla({ people: [person("mary", [], { status: "absent" })] }),
  }),
  example("or suspended", answer(true), "refused: requester_gone", {
    ...byOla({ people: [person("mary", ["manager"], { status: "suspended" })] }),
  }),
  example(
    "or holds nothing any more",
    answer(true),
    "refused: not_active_here",
    byOla({ people: [person("mary", [])] }),
  ),
  example("their limits were tightened", answer(true), "refused: role_out_of_reach", {
    ...byOla({ delegations: [may({ ...agreed(), roles: ["viewer"] }), ownersMay] }),
  }),
  example("they may no more in the element where they asked", answer(true), "refused: verb_not_given", {
    ...byOla({ delegations: [may({ ...agreed(), elementType: "role-assignment" }), ownersMay] }),
  }),
  example("their grants of this hour are spent", answer(true), "refused: too_many_grants", {
    ...byOla({ delegations: [may({ ...agreed(), counts: { grantsPerHour: 2 } }), ownersMay] }, agreed(), {
      grantsLastHour: 2,
    }),
  }),
  example("but not the reviewer's", answer(true), "allowed", {
    ...byOla({
      counts: { grantsLastHour: 2 },
      delegations: [may({ ...agreed(), counts: { grantsPerHour: 2 } }), ownersMay],
    }),
  }),
  example("they gave no reason where one is needed", answer(true), "refused: justification_needed", {
    ...byOla({ justification: "mine", delegations: [may({ ...agreed(), justification: true }), ownersMay] }),
  }),
  example("without an end, which only one of their delegations asks for", answer(true), "allowed", {
    ...byOla({
      delegations: [
        may({ ...agreed(), time: { mustEnd: true, longest: null } }),
        may({ ...agreed(2), id: "open-ended" }),
        ownersMay,
      ],
    }),
  }),
  example("they gave one", answer(true), "allowed", {
    ...byOla({ delegations: [may({ ...agreed(), justification: true }), ownersMay] }, agreed(), {
      justification: "theirs",
    }),
  }),
  example("a guardrail refuses it", answer(true), "refused: most_holders", {
    ...byOla({ guardrails: { most: [{ role: "editor", count: 0 }] } }),
  }),
  example("a role of it is gone", answer(true), "refused: unknown_role", {
    ...byOla({}, agreed(), { act: asked("bob", to("king"), to("editor")) }),
  }),
  example("what can't be granted can be refused", answer(false), "allowed", {
    ...byOla({ people: [person("mary", [], { status: "absent" })] }),
  }),
  example("also when all its roles are gone", answer(false), "allowed", {
    ...byOla({}, agreed(), { act: asked("bob", to("king")) }),
  }),
  example("but not by whoever asked", answer(false), "refused: own_request", byOla({ actor: "mary" })),
];

const access = (of: Partial<Request> = {}) =>
  byOla(
    { people: [eve] },
    { approval: [] },
    {
      kind: "access",
      requester: "eve",
      act: asked("eve", to("editor")),
      ...of,
    },
  );
const inviting = {
  invitation: { id: "new", email: "new@acme.test", grants: [to("editor")], expires: inDays(7) },
};
const accessGranted: readonly Case[] = [
  example("by whoever asked, for somebody else", answer(true), "refused: own_request", {
    ...access({ requester: "ola", act: asked("bob", to("editor")) }),
  }),
  example("by whom it is for", answer(true), "refused: oneself", access({ act: asked("ola", to("editor")) })),
  example("beyond the reviewer's reach", answer(true), "refused: role_out_of_reach", {
    ...access({ act: asked("eve", to("owner")) }),
    actor: "mary",
  }),
  example("by who may review and not give", answer(true), "refused: verb_not_given", {
    ...access(),
    delegations: [reviewing("owner", ["editor"])],
  }),
  example("for longer, by who may give and not extend", answer(true), "refused: verb_not_given", {
    ...access({ act: asked("eve", to("editor", null, inDays(5))) }),
    people: [person("eve", [held("editor", null, { ends: inDays(1) })])],
    delegations: [may({ role: "owner", verbs: ["request.review", "role.grant"] })],
  }),
  example("by who may give and not review", answer(true), "refused: verb_not_given", {
    ...access(),
    delegations: [may({ role: "owner", verbs: ["role.grant"] })],
  }),
  example("by who reviews where no seat is left to them, and fills one elsewhere", answer(true), "allowed", {
    ...access({ act: { ...inviting, act: "invite" } }),
    delegations: [
      may({ id: "owners review", role: "owner", verbs: ["request.review"], counts: { seats: 3 } }),
      may({ id: "owners invite", role: "owner", verbs: ["user.invite"] }),
    ],
  }),
  example("with the reviewer's rights, and none of the requester's", answer(true), "allowed", access()),
];

const withdraw: Act = { act: "withdraw", request: "r1" };
const withdrawn: readonly Case[] = [
  example("by somebody else", withdraw, "refused: unknown_request", byOla()),
  example("after it has ended", withdraw, "refused: request_granted", {
    ...byOla({ actor: "mary" }, agreed(), { status: "granted" }),
  }),
  example("by whoever asked", withdraw, "allowed", byOla({ actor: "mary" })),
  example(
    "also without any role",
    withdraw,
    "allowed",
    byOla({ actor: "mary", people: [person("mary", [])] }),
  ),
];

const asking = { domains: { allow: null, ask: ["acme.test"], refuse: [] } };

/** Mary's invitation of Nina, to which some have agreed. */
const joining = (reviewers: readonly string[], limits = agreed(), more: Given = {}) =>
  accepting({
    ...limited(limits, { invitations: [invitation({ agreed: reviewers.map((each) => agreement(each)) })] }),
    ...more,
  });
const mayReview = (verbs: readonly string[]) => [
  may(agreed()),
  may({ role: "owner", roles: ["editor"], verbs }),
];
const stillAgreed: readonly Case[] = [
  example("nobody", accept(), "needs: approval_needed", joining([])),
  example("too few", accept(), "needs: approval_needed", joining(["ola"], agreed(2))),
  example("the inviter", accept(), "needs: approval_needed", {
    ...joining(["mary"], agreed(1, { reviewers: new Set(["manager"]) })),
  }),
  example("a second identity of the inviter", accept(), "needs: approval_needed", {
    ...joining(["ola"], agreed(), { people: [nina, person("ola", ["owner"], { email: "mary@acme.test" })] }),
  }),
  example("whom it is for", accept(), "needs: approval_needed", {
    ...joining(["ola"], agreed(), {
      people: [nina, person("ola", ["owner"], { email: "nina@acme.test", status: "active" })],
    }),
  }),
  example("one person as two", accept(), "needs: approval_needed", {
    ...joining(["ola", "ona"], agreed(2), {
      people: [nina, person("ona", ["owner"], { email: "ola@acme.test" })],
    }),
  }),
  example("who has lost the role", accept(), "needs: approval_needed", {
    ...joining(["ola"], agreed(), { people: [nina, person("ola", ["viewer"])] }),
  }),
  example("who is suspended", accept(), "needs: approval_needed", {
    ...joining(["ola"], agreed(), { people: [nina, person("ola", ["owner"], { status: "suspended" })] }),
  }),
  example("who is gone", accept(), "needs: approval_needed", joining(["otto"])),
  example("who may not review any more", accept(), "needs: approval_needed", {
    ...joining(["ola"], agreed(), { delegations: mayReview(["role.grant"]) }),
  }),
  example("who never said why, where that is needed", accept(), "needs: approval_needed", {
    ...joining(["ola"], agreed(), {
      delegations: [may(agreed()), { ...ownersMay, justification: true }],
      justification: "of the inviter",
    }),
  }),
  example("who holds the role that is asked for elsewhere only", accept(), "needs: approval_needed", {
    ...joining(["ola"], agreed(1, { reviewers: new Set(["document-owner"]) }), {
      people: [nina, person("ola", ["owner", held("document-owner", "document:1")])],
    }),
  }),
  example("who has said so in another element", accept(), "needs: approval_needed", {
    ...joining([], agreed(), {
      invitations: [
        invitation({ agreed: [agreement("ola", { askedIn: { ...askedIn, elementType: "approvals" } })] }),
      ],
      delegations: [may(agreed()), { ...ownersMay, elementType: "user-management" }],
    }),
  }),
  example("of a domain that is asked about, nobody", accept(), "needs: domain_needs_approval", {
    ...joining([], { approval: [], ...asking }),
  }),
  example("of a domain that is asked about, one who may review", accept(), "allowed", {
    ...joining(["ola"], { approval: [], ...asking }),
  }),
  example("one who may review for that role", accept(), "allowed", {
    ...joining(["ola"], agreed(), { delegations: mayReview(["request.review"]) }),
  }),
  example("as many as are asked", accept(), "allowed", {
    ...joining(["ola", "ona"], agreed(2), { people: [nina, person("ona", ["owner"])] }),
  }),
];

export const requests = {
  "asking for approval": askingForApproval,
  "asking for access": askingForAccess,
  "who may agree": whoAgrees,
  "agreeing, when what was asked is judged anew": whatIsGranted,
  "granting access": accessGranted,
  withdrawing: withdrawn,
  "accepting what others agreed to; agreed has": stillAgreed,
};
