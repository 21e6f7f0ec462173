import type { Act, Delegation } from "../../../../src/api/delegation/types.js";
import {
  bob,
  give,
  held,
  inDays,
  invite,
  limited,
  may,
  ownersMay,
  person,
  take,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

const among = (targets: Partial<Delegation["targets"]>, ...people: NonNullable<Given["people"]>) =>
  limited({ targets }, { people });
const sales = { attributes: [{ name: "department", in: ["sales"] }] };
const support = { attributes: [{ name: "department", in: ["support"] }] };
const outside = "refused: person_outside";
const editor = give("bob", to("editor"));
const newcomer = invite("new@acme.test", to("editor"));
const moveToSupport: Act = { act: "edit-attributes", user: "bob", attributes: { department: "support" } };

const byAttributes: readonly Case[] = [
  example("somebody with another value is outside", editor, outside, among(support)),
  example(
    "so is somebody without the attribute",
    give("eve", to("viewer")),
    outside,
    among(sales, person("eve", [])),
  ),
  example("so is somebody new, who has none yet", newcomer, outside, among(sales)),
  example("no attribute at all is nobody", take("bob", "viewer"), outside, among({ attributes: [] })),
  example("an edit must not move somebody out of reach", moveToSupport, outside, among(sales)),
  example("nor into reach", moveToSupport, outside, among(support)),
  example(
    "nor clear what the reach is read from",
    { ...moveToSupport, attributes: { department: null } },
    outside,
    among(sales),
  ),
  example("somebody with the attribute is within", editor, "allowed", among(sales)),
  example("everybody may be looked at", { act: "view" }, "allowed", among(sales)),
];

const gus = (group: string, more = {}) => person("gus", [held("member", group)], more);
const late = person("gus", [held("member", "group:1", { begins: inDays(1) })]);
const giveGus = give("gus", to("editor"));
const byGroup: readonly Case[] = [
  example(
    "somebody in another group is outside",
    giveGus,
    outside,
    among({ groups: ["group:1"] }, gus("group:2")),
  ),
  example("so is somebody who joins it later", giveGus, outside, among({ groups: ["group:1"] }, late)),
  example("so is somebody new, who is in none yet", newcomer, outside, among({ groups: ["group:1"] })),
  example("no group at all is nobody", giveGus, outside, among({ groups: [] }, gus("group:1"))),
  example(
    "somebody in the group is within",
    giveGus,
    "allowed",
    among({ groups: ["group:1"] }, gus("group:1")),
  ),
  example(
    "also while suspended",
    { act: "remove", user: "gus" },
    "allowed",
    among({ groups: ["group:1"] }, gus("group:1", { status: "suspended" })),
  ),
];

const byDomain: readonly Case[] = [
  example("somebody at another domain is outside", editor, outside, among({ domains: ["beta.test"] })),
  example(
    "so is somebody who only claims an address there",
    editor,
    outside,
    among({ domains: ["acme.test"] }, { ...bob, emailVerified: false }),
  ),
  example("no domain at all is nobody", editor, outside, among({ domains: [] })),
  example("somebody at the domain is within", editor, "allowed", among({ domains: ["ACME.test"] })),
  example("so is an invited address", newcomer, "allowed", among({ domains: ["acme.test"] })),
];

const reaching = (places: Partial<Delegation["places"]>) =>
  limited({ places: { tenant: false, types: [], ...places } });
const share = (place: string) => give("bob", to("document-reader", place));
const beyond = "refused: place_out_of_reach";

const instances: readonly Case[] = [
  example("by default no instance", share("document:1"), beyond, reaching({ tenant: true })),
  example("without the tenant, no role in it", editor, beyond, reaching({ types: ["document"] })),
  example(
    "no other type",
    give("bob", to("folder-editor", "folder:1")),
    beyond,
    reaching({ types: ["document"] }),
  ),
  example("nor one whose name begins alike", share("document:1"), beyond, reaching({ types: ["doc"] })),
  example("no other instance", share("document:12"), beyond, reaching({ instances: ["document:1"] })),
  example("nor may a person be removed from documents", { act: "remove", user: "bob" }, beyond, {
    ...reaching({ types: ["document"] }),
  }),
  example(
    "`own` is nothing to who holds the role everywhere",
    share("document:1"),
    beyond,
    reaching({ own: true }),
  ),
  example("every instance of a type", share("document:1"), "allowed", reaching({ types: ["document"] })),
  example("that instance", share("document:1"), "allowed", reaching({ instances: ["document:1"] })),
  example("and all may be looked at", { act: "view" }, "allowed", reaching({ types: ["document"] })),
];

/** Mary owns document 1 and nothing else. */
const sharing = (own: boolean, places: Partial<Delegation["places"]> = {}): Given => ({
  people: [person("mary", [held("document-owner", "document:1")]), person("bob", [])],
  delegations: [
    may({ role: "document-owner", roles: ["document-reader", "viewer"], places: { own, ...places } }),
  ],
});
const look = (place: string): Act => ({ act: "view", place });
const own: readonly Case[] = [
  example("the owner of a document can't share another", share("document:2"), beyond, sharing(true)),
  example("nor the own one without `own`", share("document:1"), beyond, sharing(false)),
  example("nor one that is named for who holds the role everywhere", share("document:3"), beyond, {
    ...sharing(true, { instances: ["document:3"] }),
  }),
  example("nor give a role in the whole tenant", give("bob", to("viewer")), beyond, sharing(true)),
  example("nor suspend anybody", { act: "suspend", user: "bob" }, beyond, sharing(true)),
  example("nor look around in the tenant", { act: "view" }, beyond, sharing(true)),
  example("nor look at another document", look("document:2"), beyond, sharing(true)),
  example("nor at the own one without `own`", look("document:1"), beyond, sharing(false)),
  example("the owner of a document looks at it", look("document:1"), "allowed", sharing(true)),
  example("whoever may look around in the tenant looks at any document", look("document:2"), "allowed"),
  example("the owner of a document shares it", share("document:1"), "allowed", sharing(true)),
];

const alsoOwner = (place: string): Given => ({
  ...sharing(true),
  people: [
    person("mary", [held("document-owner", "document:1")]),
    person("eve", [held("document-owner", place)]),
  ],
});
const giveEve = give("eve", to("document-reader", "document:1"));
const above = "refused: person_out_of_reach";
const ownersOfDocuments: readonly Case[] = [
  example(
    "another owner of the document is out of its owner's reach",
    giveEve,
    above,
    alsoOwner("document:1"),
  ),
  example("so is somebody who manages the tenant", give("ola", to("document-reader", "document:1")), above, {
    ...sharing(true),
    delegations: [...(sharing(true).delegations ?? []), ownersMay],
  }),
  example("the owner of another document is not", giveEve, "allowed", alsoOwner("document:2")),
  example("but nobody out of reach anywhere is suspended", { act: "suspend", user: "eve" }, above, {
    ...alsoOwner("document:2"),
    actor: "bob",
    delegations: [may({ role: "viewer", roles: ["viewer"] }), ...(sharing(true).delegations ?? [])],
  }),
];

export const targetsAndInstances = {
  "owners of documents": ownersOfDocuments,
  "targets by attributes": byAttributes,
  "targets by group": byGroup,
  "targets by domain": byDomain,
  instances,
  "own instance": own,
};
