import { verbs, type Act } from "../../../../src/api/delegation/types.js";
import {
  accept,
  accepting,
  give,
  held,
  inDays,
  invitation,
  invite,
  may,
  operator,
  person,
  take,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

const editor = give("bob", to("editor"));
const closed: Given = { tenant: { active: false } };

const tenant: readonly Case[] = [
  example("nothing is done in a suspended tenant", editor, "refused: tenant_suspended", closed),
  example("not even by an operator", editor, "refused: tenant_suspended", { ...closed, actor: operator }),
  example("nor accepted", accept(), "refused: tenant_suspended", accepting(closed)),
  example("a session for another tenant", editor, "refused: another_tenant", { session: { tenant: "beta" } }),
  example("also where nothing is changed", { act: "view" }, "refused: another_tenant", {
    session: { tenant: "beta" },
  }),
  example("no session at all", editor, "refused: no_session", { session: null }),
  example(
    "an instance of another tenant",
    give("bob", to("document-reader", "document:9")),
    "refused: wrong_place",
    {
      places: new Set(["document:1"]),
    },
  ),
  example("an instance of this tenant", give("bob", to("document-reader", "document:1")), "allowed", {
    places: new Set(["document:1"]),
  }),
];

const asMary = (...assignments: Parameters<typeof person>[1]): Given => ({
  people: [person("mary", assignments)],
});
const view: Act = { act: "view" };
const limits: Act = { act: "own-limits" };
const actor: readonly Case[] = [
  example("who is suspended", view, "refused: not_active_here", {
    people: [person("mary", ["manager"], { status: "suspended" })],
  }),
  example("who has been removed", view, "refused: not_active_here", { actor: "nobody" }),
  example("who holds no role", view, "refused: not_active_here", asMary()),
  example(
    "whose role has ended",
    view,
    "refused: not_active_here",
    asMary(held("manager", null, { ends: inDays(0) })),
  ),
  example("whose role has not begun", view, "refused: not_active_here", {
    ...asMary(held("manager", null, { begins: inDays(1) })),
  }),
  example("whose administrative role has ended", view, "refused: verb_not_given", {
    ...asMary("viewer", held("manager", null, { ends: inDays(-1) })),
  }),
  example("what one may do oneself, without any right", limits, "allowed", {
    ...asMary("viewer"),
    session: { verbs: new Set() },
  }),
  example("and without a place", limits, "refused: not_active_here", asMary()),
  example("whose role carries no delegation", view, "refused: verb_not_given", asMary("viewer")),
];

const without = (verb: string): Given => ({
  session: { verbs: new Set(verbs.filter((each) => each !== verb)) },
});
const onTeam = { elementType: "user-management", configuration: "team" };
const session: readonly Case[] = [
  example("a verb it does not include", editor, "refused: verb_not_in_session", without("role.grant")),
  example(
    "looking where it does not include that",
    view,
    "refused: verb_not_in_session",
    without("user.view"),
  ),
  example("a delegation for another element", editor, "refused: verb_not_given", {
    delegations: [may({ elementType: "audit-log" })],
  }),
  example("levels of another configuration", editor, "refused: verb_not_given", {
    delegations: [may({ ...onTeam, configuration: "partners" })],
  }),
  example("levels of this configuration", editor, "allowed", { delegations: [may(onTeam)] }),
];

const soon = held("editor", null, { begins: inDays(5), ends: inDays(9) });
const unresolved: readonly Case[] = [
  example("a person who is not here", give("zoe", to("editor")), "refused: unknown_person"),
  example("a person who has left", give("nina", to("editor")), "refused: unknown_person", {
    people: [person("nina", [], { status: "absent" })],
  }),
  example("a role that is gone", give("bob", to("gone")), "refused: unknown_role"),
  example("one that is to be taken", take("bob", "gone"), "refused: unknown_role"),
  example("one that is promised", invite("new@acme.test", to("gone")), "refused: unknown_role"),
  example(
    "an instance for a role in the whole tenant",
    give("bob", to("editor", "document:1")),
    "refused: wrong_place",
  ),
  example(
    "the whole tenant for a role on a document",
    give("bob", to("document-reader")),
    "refused: wrong_place",
  ),
  example("a folder for it", give("bob", to("document-reader", "folder:1")), "refused: wrong_place"),
  example("a document without name", give("bob", to("document-reader", "document:")), "refused: wrong_place"),
  example("an end in the past", give("bob", to("editor", null, inDays(-1))), "refused: end_in_past"),
  example("an end right now", give("bob", to("editor", null, inDays(0))), "refused: end_in_past"),
  example("an end that is no time", give("bob", to("editor", null, NaN)), "refused: end_in_past"),
  example("an end that never comes", give("bob", to("editor", null, Infinity)), "refused: end_in_past"),
  example("an end before the begin", give("eve", to("editor", null, inDays(5))), "refused: end_in_past", {
    people: [person("eve", [soon])],
  }),
  example(
    "a role that is named twice",
    give("bob", to("editor"), to("editor", null, inDays(1))),
    "refused: named_twice",
  ),
  example(
    "one that is given and taken",
    { act: "change-roles", user: "bob", grant: [to("viewer", null, inDays(1))], revoke: [to("viewer")] },
    "refused: named_twice",
  ),
  example("a role that is not held", take("bob", "editor"), "refused: not_held"),
  example("one that has run out", take("eve", "editor"), "refused: not_held", {
    people: [person("eve", [held("editor", null, { ends: inDays(-1) })])],
  }),
  example("suspending twice", { act: "suspend", user: "sue" }, "refused: already_suspended", {
    people: [person("sue", ["viewer"], { status: "suspended" })],
  }),
  example("reactivating an active person", { act: "reactivate", user: "bob" }, "refused: not_suspended"),
  example(
    "an invitation that is not here",
    { act: "cancel", invitation: "i1" },
    "refused: unknown_invitation",
  ),
  example("an invitation that is over", { act: "cancel", invitation: "i1" }, "refused: invitation_accepted", {
    invitations: [invitation({ status: "accepted" })],
  }),
];

const nina = { people: [person("nina", [], { status: "absent" })] };
const admit: Act = { act: "admit", user: "nina" };
const admission: readonly Case[] = [
  example("nobody is brought in by a delegate", admit, "refused: operators_only", nina),
  example("not by who may do everything else", admit, "refused: operators_only", {
    ...nina,
    actor: "oda",
    people: [...nina.people, person("oda", ["owner"])],
    delegations: [may({ role: "owner" })],
  }),
  example("nor by nobody", admit, "refused: operators_only", { ...nina, actor: { kind: "system" } }),
  example(
    "an operator brings in nobody who is here",
    { act: "admit", user: "bob" },
    "refused: already_here",
    {
      actor: operator,
    },
  ),
  example("nor anybody who is suspended here", admit, "refused: already_here", {
    actor: operator,
    people: [person("nina", [], { status: "suspended" })],
  }),
  example("nor anybody unknown", { act: "admit", user: "zoe" }, "refused: unknown_person", {
    actor: operator,
  }),
  example("nor anybody where all seats are taken", admit, "refused: seats_full", {
    ...nina,
    actor: operator,
    guardrails: { seats: 1 },
    counts: { seats: 1 },
  }),
  example("but whoever has no place yet", admit, "allowed", { ...nina, actor: operator }),
];

export const tenantAndSession = {
  "who comes in without an invitation": admission,
  tenant,
  "the actor": actor,
  session,
  "what can't be resolved": unresolved,
};
