import type { Act, Guardrails } from "../../../../src/api/delegation/types.js";
import {
  give,
  held,
  inDays,
  invitation,
  invite,
  operator,
  person,
  take,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

const least = (role: string, count = 1, binds = true): Partial<Guardrails> => ({
  least: [{ role, count, binds }],
});
const oneManager = (...people: NonNullable<Given["people"]>): Given => ({
  guardrails: least("editor"),
  people: [person("eve", ["editor"]), ...people],
});
const none = "refused: least_holders";
const takeEve = take("eve", "editor");
const leastHolders: readonly Case[] = [
  example("the last can't be demoted", takeEve, none, oneManager()),
  example("not by an operator either", takeEve, none, { ...oneManager(), actor: operator }),
  example("nor be given an end", give("eve", to("editor", null, inDays(9))), none, oneManager()),
  example("nor suspended", { act: "suspend", user: "eve" }, none, oneManager()),
  example("nor removed", { act: "remove", user: "eve" }, none, oneManager()),
  example(
    "somebody suspended is no other",
    takeEve,
    none,
    oneManager(person("sue", ["editor"], { status: "suspended" })),
  ),
  example(
    "nor somebody who has never signed in",
    takeEve,
    none,
    oneManager(person("sue", ["editor"], { known: false })),
  ),
  example(
    "nor somebody whose role ends",
    takeEve,
    none,
    oneManager(person("sue", [held("editor", null, { ends: inDays(900) })])),
  ),
  example(
    "nor somebody whose role has not begun",
    takeEve,
    none,
    oneManager(person("sue", [held("editor", null, { begins: inDays(1) })])),
  ),
  example("two must remain where two are asked for", takeEve, none, {
    ...oneManager(person("sue", ["editor"])),
    guardrails: least("editor", 2),
  }),
  example("it binds where it is satisfied, before anybody has noted that", takeEve, none, {
    ...oneManager(),
    guardrails: least("editor", 1, false),
  }),
  example("it binds where it once was satisfied", takeEve, none, {
    ...oneManager(),
    guardrails: least("editor", 2, true),
  }),
  example("a fresh tenant may be below it", takeEve, "allowed", {
    ...oneManager(),
    guardrails: least("editor", 2, false),
  }),
  example("another remains", takeEve, "allowed", oneManager(person("sue", ["editor"]))),
  example("who loses another role remains", take("eve", "viewer"), "allowed", {
    ...oneManager(),
    people: [person("eve", ["editor", "viewer"])],
  }),
  example("who has never signed in was none before", take("sue", "editor"), "allowed", {
    ...oneManager(person("sue", ["editor"], { known: false })),
  }),
  example("nor was whose role has not begun", take("sue", "editor"), "allowed", {
    ...oneManager(person("sue", [held("editor", null, { begins: inDays(1) })])),
  }),
  example("who holds it elsewhere too remains", take("eve", "document-owner", "document:1"), "allowed", {
    guardrails: least("document-owner"),
    people: [person("eve", [held("document-owner", "document:1"), held("document-owner", "document:2")])],
  }),
  example("what is below it anyway keeps nobody from other acts", take("bob", "viewer"), "allowed", {
    guardrails: least("editor"),
  }),
];

const newcomer = invite("new@acme.test", to("editor"));
const renew: Act = { act: "renew", invitation: "i1", expires: inDays(9) };
const seats = (seats: number, more: Given = {}): Given => ({ guardrails: { seats }, ...more });
const expired: Given = { invitations: [invitation({ expires: inDays(-1) })] };
const seatCases: readonly Case[] = [
  example("no seat is left", newcomer, "refused: seats_full", seats(3)),
  example("not for an operator either", newcomer, "refused: seats_full", seats(3, { actor: operator })),
  example(
    "an open invitation takes one",
    newcomer,
    "refused: seats_full",
    seats(4, { invitations: [invitation()] }),
  ),
  example("somebody suspended keeps one", newcomer, "refused: seats_full", {
    ...seats(4, { people: [person("sue", [], { status: "suspended" })] }),
  }),
  example("an expired invitation that is renewed takes one", renew, "refused: seats_full", seats(3, expired)),
  example("an invitation to a member takes none", newcomer, "allowed", {
    ...seats(4, { invitations: [invitation({ email: "bob@acme.test" })] }),
  }),
  example("the last seat", newcomer, "allowed", seats(4)),
  example("too many keep nobody from being removed", { act: "remove", user: "bob" }, "allowed", seats(1)),
  example("nor from being given a role", give("bob", to("editor")), "allowed", seats(1)),
];

const most = (count: number, more: Given = {}): Given => ({
  guardrails: { most: [{ role: "editor", count }] },
  ...more,
});
const eve = { people: [person("eve", ["editor"])] };
const swap: Act = { act: "change-roles", user: "eve", grant: [to("billing")], revoke: [to("editor")] };
const mostHolders: readonly Case[] = [
  example("all places are taken", give("bob", to("editor")), "refused: most_holders", most(1, eve)),
  example(
    "for an operator too",
    give("bob", to("editor")),
    "refused: most_holders",
    most(1, { ...eve, actor: operator }),
  ),
  example(
    "a promise takes one",
    give("bob", to("editor")),
    "refused: most_holders",
    most(1, { invitations: [invitation()] }),
  ),
  example("no place is left to promise", newcomer, "refused: most_holders", most(1, eve)),
  example("somebody whose role has not begun takes one", give("bob", to("editor")), "refused: most_holders", {
    ...most(1, { people: [person("eve", [held("editor", null, { begins: inDays(1) })])] }),
  }),
  example("the last place", give("bob", to("editor")), "allowed", most(1)),
  example("one person takes one, however often", give("eve", to("document-owner", "document:2")), "allowed", {
    guardrails: { most: [{ role: "document-owner", count: 1 }] },
    people: [person("eve", [held("document-owner", "document:1")])],
  }),
  example("a place that is left in the same save is free", swap, "allowed", {
    ...eve,
    guardrails: {
      most: [
        { role: "editor", count: 0 },
        { role: "billing", count: 1 },
      ],
    },
  }),
  example(
    "too many keep nobody from being given another role",
    give("eve", to("billing")),
    "allowed",
    most(0, eve),
  ),
  example("too many keep nobody from losing it", take("eve", "editor"), "allowed", most(0, eve)),
];

const apart = (more: Given = {}): Given => ({
  guardrails: { exclusive: [new Set(["editor", "billing"])] },
  ...more,
});
const together = "refused: exclusive_roles";
const bothNow = person("eve", ["editor", held("billing", null, { ends: inDays(2) })]);
const exclusive: readonly Case[] = [
  example("the second of two", give("eve", to("billing")), together, apart(eve)),
  example("for an operator too", give("eve", to("billing")), together, apart({ ...eve, actor: operator })),
  example("both at once", give("bob", to("editor"), to("billing")), together, apart()),
  example("both promised", invite("new@acme.test", to("editor"), to("billing")), together, apart()),
  example("one that has not begun", give("eve", to("billing")), together, {
    ...apart({ people: [person("eve", [held("editor", null, { begins: inDays(3) })])] }),
  }),
  example(
    "longer, where they are held together already",
    give("eve", to("billing", null, inDays(3))),
    together,
    {
      ...apart({ people: [bothNow] }),
    },
  ),
  example("on one more instance", give("eve", to("document-editor", "document:2")), together, {
    guardrails: { exclusive: [new Set(["editor", "document-editor"])] },
    people: [person("eve", ["editor", held("document-editor", "document:1")])],
  }),
  example("coming back to both", { act: "reactivate", user: "eve" }, together, {
    ...apart({ people: [{ ...bothNow, status: "suspended" }] }),
  }),
  example("a second for somebody suspended", give("eve", to("billing")), together, {
    ...apart({ people: [person("eve", ["editor"], { status: "suspended" })] }),
  }),
  example("one for the other in one save", swap, "allowed", apart(eve)),
  example("one beside other roles", give("bob", to("editor")), "allowed", apart()),
  example("one that has ended", give("eve", to("billing")), "allowed", {
    ...apart({ people: [person("eve", [held("editor", null, { ends: inDays(-1) })])] }),
  }),
  example(
    "what is held together keeps nobody from losing one",
    take("eve", "billing"),
    "allowed",
    apart({ people: [bothNow] }),
  ),
  example(
    "nor from being given another role",
    give("eve", to("viewer")),
    "allowed",
    apart({ people: [bothNow] }),
  ),
];

const ceiling = (...permissions: string[]): { guardrails: Partial<Guardrails> } => ({
  guardrails: { ceiling: new Set(permissions) },
});
const readOnly = ceiling("document:read", "folder:edit");
const above = "refused: above_ceiling";
/** Fay edits document 1 as an editor of its folder, were she not its reader. */
const hidden = (): Given => ({
  ...readOnly,
  derivations: [
    {
      role: "document-editor",
      from: "folder-editor",
      links: [{ subject: "folder:1", object: "document:1" }],
      unlessDirect: true,
    },
  ],
  people: [person("fay", [held("folder-editor", "folder:1"), held("document-reader", "document:1")])],
});
const ceilings: readonly Case[] = [
  example("a role that allows more", give("bob", to("editor")), above, readOnly),
  example("for an operator too", give("bob", to("editor")), above, { ...readOnly, actor: operator }),
  example("a promise of it", newcomer, above, readOnly),
  example("the renewal of a promise", renew, above, { ...readOnly, invitations: [invitation()] }),
  example("a role from which more follows", give("bob", to("folder-editor", "folder:1")), above, readOnly),
  example("longer, where it is held already", give("eve", to("editor")), above, {
    ...readOnly,
    people: [person("eve", [held("editor", null, { ends: inDays(2) })])],
  }),
  example("on one more instance", give("eve", to("document-editor", "document:2")), above, {
    ...readOnly,
    people: [person("eve", [held("document-editor", "document:1")])],
  }),
  example("coming back to it", { act: "reactivate", user: "eve" }, above, {
    ...readOnly,
    people: [person("eve", ["editor"], { status: "suspended" })],
  }),
  example("coming back to a role that is gone", { act: "reactivate", user: "eve" }, above, {
    ...readOnly,
    actor: operator,
    people: [person("eve", ["gone"], { status: "suspended" })],
  }),
  example("what taking a role reveals", take("fay", "document-reader", "document:1"), above, hidden()),
  example("for an operator too", take("fay", "document-reader", "document:1"), above, {
    ...hidden(),
    actor: operator,
  }),
  example("a role within it", give("bob", to("viewer", null, inDays(3))), "allowed", readOnly),
  example("what is above it keeps nobody from losing it", take("eve", "editor"), "allowed", {
    ...readOnly,
    ...eve,
  }),
  example("also while suspended", take("eve", "viewer"), "allowed", {
    ...readOnly,
    people: [person("eve", ["editor", "viewer"], { status: "suspended" })],
  }),
  example("a promise above it can be cancelled", { act: "cancel", invitation: "i1" }, "allowed", {
    ...readOnly,
    invitations: [invitation()],
  }),
  example("and keeps nobody from other acts", take("bob", "viewer"), "allowed", {
    ...readOnly,
    invitations: [invitation()],
  }),
  example("nor from being suspended", { act: "suspend", user: "eve" }, "allowed", { ...readOnly, ...eve }),
];

export const guardrails = {
  "least holders": leastHolders,
  seats: seatCases,
  "most holders": mostHolders,
  "exclusive roles": exclusive,
  ceiling: ceilings,
};
