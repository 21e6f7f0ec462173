import type { Delegation } from "../../../../src/api/delegation/types.js";
import {
  accept,
  allButOwner,
  bob,
  day,
  give,
  held,
  inDays,
  invitation,
  invite,
  may,
  nina,
  person,
  role,
  take,
  to,
  type Given,
  type Limits,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

/**
 * Mary, who may give only what she holds, makes Bob a deputy until the fifth day. Deputies have a delegation of their
 * own, which must allow nothing that Mary's does not.
 */
const everyRole = [...allButOwner, "deputy", "helper", "chief"];
const mine = (limits: Limits = {}): Delegation => may({ mode: "hold", roles: everyRole, ...limits });
const theirs = (limits: Limits = {}): Delegation => mine({ role: "deputy", ...limits });
const passing = (delegations: readonly Delegation[], ...people: NonNullable<Given["people"]>): Given => ({
  delegations,
  roles: ["deputy", "helper", "chief"].map((id) => role(id, ["document:read"])),
  people: [{ ...bob, assignments: [held("viewer"), held("member", "group:1")] }, ...people],
  justification: "she is away",
});
const makeDeputy = give("bob", to("deputy", null, inDays(5)));
const more = "refused: passing_on_more";

const here = { elementType: "user-management" };
const sales = { attributes: [{ name: "department", in: ["sales"] }] };
const support = { attributes: [{ name: "department", in: ["sales", "support"] }] };
const time = (longest: number | null, mustEnd = false) => ({ time: { mustEnd, longest } });
const domains = (lists: Partial<Delegation["domains"]>) => ({
  domains: { allow: null, ask: [], refuse: [], ...lists },
});
const agreed = (of: string[], count: number, reviewers: string[]) => ({
  approval: [{ roles: new Set(of), count, reviewers: new Set(reviewers) }],
});
const threeEditors = { counts: { holders: new Map([["editor", 3]]) } };

/** Mary's delegation; a deputy's that is looser; one that is as tight or tighter. */
const compared: readonly [what: string, mine: Limits, looser: Limits, tight: Limits][] = [
  ["element", here, {}, here],
  ["element by being for another", here, { elementType: "audit-log" }, here],
  ["configuration", { ...here, configuration: "team" }, here, { ...here, configuration: "team" }],
  ["verbs", { verbs: ["role.grant"] }, {}, { verbs: [] }],
  ["roles", { roles: ["deputy"] }, {}, { roles: [] }],
  ["mode", {}, { mode: "bind" }, { ...here, configuration: "team", counts: { bulk: 5 }, targets: sales }],
  ["types", { places: { types: ["folder"] } }, {}, { places: { types: [] } }],
  [
    "instances",
    { places: { types: ["folder"] } },
    { places: { types: [], instances: ["document:1"] } },
    { places: { types: [], instances: ["folder:1"] } },
  ],
  ["target attributes", { targets: sales }, { targets: support }, { targets: sales }],
  [
    "target groups",
    { targets: { groups: ["group:1"] } },
    { targets: { groups: ["group:2"] } },
    { targets: { groups: [] } },
  ],
  ["target domains", { targets: { domains: ["acme.test"] } }, {}, { targets: { domains: [] } }],
  ["having to end", time(null, true), {}, time(9 * day)],
  ["longest time", time(9 * day), time(10 * day), time(8 * day)],
  ["longest time by having none", time(9 * day), time(null, true), time(9 * day)],
  ["open invitations", { counts: { openInvitations: 5 } }, {}, { counts: { openInvitations: 4 } }],
  ["size of a bulk", { counts: { bulk: 5 } }, { counts: { bulk: 6 } }, { counts: { bulk: 5 } }],
  ["grants per hour", { counts: { grantsPerHour: 5 } }, {}, { counts: { grantsPerHour: 5 } }],
  ["seats", { counts: { seats: 50 } }, {}, { counts: { seats: 50 } }],
  ["holders", threeEditors, {}, threeEditors],
  ["allowed domains", domains({ allow: ["acme.test"] }), {}, domains({ allow: [] })],
  [
    "allowed domains in capitals",
    domains({ allow: ["acme.test"] }),
    domains({ allow: ["Beta.test"] }),
    domains({ allow: ["ACME.test"] }),
  ],
  [
    "domains that are only asked about",
    domains({ allow: ["acme.test"] }),
    domains({ allow: ["acme.test"], ask: ["beta.test"] }),
    domains({ allow: ["acme.test"], ask: ["beta.test"], refuse: ["beta.test"] }),
  ],
  ["refused domains", domains({ refuse: ["beta.test"] }), {}, domains({ refuse: ["Beta.test"] })],
  [
    "domains that are refused by allowing others",
    domains({ refuse: ["beta.test"] }),
    domains({ allow: ["Beta.test"] }),
    domains({ allow: ["acme.test"] }),
  ],
  ["domains to ask about", domains({ ask: ["beta.test"] }), {}, domains({ refuse: ["beta.test"] })],
  ["approval", agreed(["editor"], 2, ["owner"]), {}, agreed(["editor", "viewer"], 3, ["owner"])],
  [
    "approval of fewer roles",
    agreed(["editor", "viewer"], 2, ["owner"]),
    agreed(["editor"], 2, ["owner"]),
    agreed(["editor", "viewer"], 2, ["owner"]),
  ],
  [
    "approval by fewer",
    agreed(["editor"], 2, ["owner"]),
    agreed(["editor"], 1, ["owner"]),
    agreed(["editor"], 2, []),
  ],
  [
    "approval by others",
    agreed(["editor"], 2, ["owner"]),
    agreed(["editor"], 2, ["owner", "viewer"]),
    agreed(["editor"], 2, ["owner"]),
  ],
  ["justification", { justification: true }, {}, { justification: true }],
  ["attributes", { attributes: [] }, {}, { attributes: [] }],
];
const limits: readonly Case[] = compared.flatMap(([what, my, looser, tight]) => [
  example(`a delegation that is looser in ${what}`, makeDeputy, more, passing([mine(my), theirs(looser)])),
  example(`one that is not looser in ${what}`, makeDeputy, "allowed", passing([mine(my), theirs(tight)])),
]);

/** Mary may give by the one and is covered by the other, or not. */
const narrow = mine({ id: "narrow", verbs: ["role.grant"] });
const wide = (limits: Limits = {}) => mine({ id: "wide", ...limits });
const chief = (assignment: Parameters<typeof held>) => person("mary", ["manager", held(...assignment)]);

/** Document editors' delegation is reached on document 1 by deputies, and on all documents by their helpers. */
const overTwoPaths = (own: boolean) => [
  mine({ id: "everywhere", verbs: ["role.grant"] }),
  mine({ id: "document 1", places: { tenant: false, types: [], instances: ["document:1"] } }),
  theirs({
    verbs: ["role.grant"],
    roles: ["document-editor", "helper"],
    places: { types: [], instances: ["document:1"] },
  }),
  mine({
    role: "helper",
    verbs: ["role.grant"],
    roles: ["document-editor"],
    places: { types: ["document"] },
  }),
  mine({ role: "document-editor", verbs: ["role.revoke"], places: { tenant: false, types: [], own } }),
];

const wholes: readonly Case[] = [
  example("passing on that Mary's other delegation lacks", makeDeputy, more, {
    ...passing([narrow, wide({ passingOn: false }), theirs()]),
  }),
  example("the whole tenant that Mary's other delegation lacks", makeDeputy, more, {
    ...passing([narrow, wide({ places: { tenant: false } }), theirs()]),
  }),
  example("half covered by one and half by another", makeDeputy, more, {
    ...passing([
      mine({ id: "grant", verbs: ["role.grant"] }),
      mine({ id: "revoke", verbs: ["role.revoke"] }),
      theirs({ verbs: ["role.grant", "role.revoke"] }),
    ]),
  }),
  example("what Mary's role on one document covers", makeDeputy, more, {
    ...passing(
      [narrow, wide({ role: "document-owner", places: { own: true } }), theirs()],
      chief(["document-owner", "document:1"]),
    ),
  }),
  example("looking, which Mary's role on one document covers", makeDeputy, more, {
    ...passing(
      [
        mine({ id: "narrow", verbs: ["role.grant"] }),
        wide({ role: "document-owner", places: { own: true } }),
        theirs({ verbs: ["user.view"], places: { tenant: false, types: [] } }),
      ],
      chief(["document-owner", "document:1"]),
    ),
  }),
  example("what a role covers that Mary has not as long", makeDeputy, "refused: beyond_your_own_end", {
    ...passing([narrow, wide({ role: "chief" }), theirs()], chief(["chief", null, { ends: inDays(4) }])),
  }),
  example("what a role covers that Mary will have", makeDeputy, more, {
    ...passing([narrow, wide({ role: "chief" }), theirs()], chief(["chief", null, { begins: inDays(1) }])),
  }),
  example("a role that reaches further by a third one", makeDeputy, more, {
    ...passing([mine(), theirs({ roles: ["helper"] }), mine({ role: "helper", mode: "bind" })]),
  }),
  example("what a third role allows is not reached without passing on", makeDeputy, "allowed", {
    ...passing([
      mine(),
      theirs({ roles: ["helper"], passingOn: false }),
      mine({ role: "helper", mode: "bind" }),
    ]),
  }),
  example("a role reached in more places by a third one", makeDeputy, more, passing(overTwoPaths(true))),
  example(
    "a role that reaches nothing there without `own`",
    makeDeputy,
    "allowed",
    passing(overTwoPaths(false)),
  ),
  example("to bind, covered by another that binds", makeDeputy, "allowed", {
    ...passing([
      mine({ verbs: ["role.grant"] }),
      wide({ verbs: ["user.suspend"], mode: "bind" }),
      theirs({ verbs: ["user.suspend"], mode: "bind" }),
    ]),
  }),
  example("what is not passed on, covered by another that does not", makeDeputy, "allowed", {
    ...passing([narrow, wide({ passingOn: false }), theirs({ passingOn: false })]),
  }),
  example("covered by another delegation", makeDeputy, "allowed", passing([narrow, wide(), theirs()])),
  example("covered by a role held that long", makeDeputy, "allowed", {
    ...passing([narrow, wide({ role: "chief" }), theirs()], chief(["chief", null, { ends: inDays(5) }])),
  }),
];

/** Document 1 is Mary's; she makes Bob an owner or editor of it. */
const share = (given: string) => give("bob", to(given, "document:1"));
const sharing = (...delegations: Delegation[]): Given => ({
  people: [person("mary", [held("document-owner", "document:1")])],
  delegations,
});
const owns = (limits: Limits = {}) =>
  mine({ role: "document-owner", places: { tenant: false, types: [], own: true }, ...limits });
const edits = (limits: Limits = {}) => owns({ role: "document-editor", ...limits });
const onDocuments: readonly Case[] = [
  example("an editor who could share more roles than the owner", share("document-editor"), more, {
    ...sharing(owns({ roles: ["document-editor"] }), edits({ roles: ["document-reader"] })),
  }),
  example("a reader's role through which an editor's is reached", share("document-reader"), more, {
    ...sharing(
      owns({ roles: ["document-reader", "document-editor"] }),
      edits({ role: "document-reader", roles: ["document-editor"] }),
      edits({ mode: "bind", roles: [] }),
    ),
  }),
  example("owners make owners", share("document-owner"), "allowed", sharing(owns())),
  example(
    "what an editor could do in the whole tenant does not count here",
    share("document-editor"),
    "allowed",
    {
      ...sharing(owns(), edits({ places: { tenant: true, types: ["document"], own: false } })),
    },
  ),
  example("nor what a role on folders does", share("document-editor"), "allowed", {
    ...sharing(owns(), edits(), mine({ role: "folder-editor", mode: "bind" })),
  }),
  example("nor what a role does that can't be held on a document", share("document-editor"), "allowed", {
    ...sharing(owns(), edits(), mine({ role: "editor", mode: "bind" })),
  }),
];

/** What leaks, and nobody has said is meant. */
const suspended: Given = { suspended: { passingOn: new Set(["manager editor"]) } };
const invited: Given = { ...suspended, session: null, invitations: [invitation()], people: [nina] };
const unmeant = "refused: leak_unacknowledged";
const whileSuspended: readonly Case[] = [
  example("giving the role", give("bob", to("editor")), unmeant, suspended),
  example("inviting somebody to it", invite("new@acme.test", to("editor")), unmeant, suspended),
  example("accepting what was promised before", accept(), unmeant, invited),
  example("another role", give("bob", to("billing")), "allowed", suspended),
  example("taking the role", take("bob", "editor"), "allowed", {
    ...suspended,
    people: [person("bob", ["editor"])],
  }),
  example("giving it as somebody along whose path nothing leaks", give("bob", to("editor")), "allowed", {
    ...suspended,
    actor: "ola",
  }),
];

export const passingOn = {
  "while passing on is suspended": whileSuspended,
  "hold: what is passed on": limits,
  "hold: passing on, taken whole": wholes,
  "hold: passing on, on one instance": onDocuments,
};
