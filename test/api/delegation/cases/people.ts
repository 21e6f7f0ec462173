import type { Act } from "../../../../src/api/delegation/types.js";
import {
  accept,
  allButOwner,
  bob,
  give,
  held,
  inDays,
  invitation,
  invite,
  may,
  mary,
  nina,
  operator,
  ownersMay,
  person,
  role,
  take,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

const beyond = "refused: person_out_of_reach";
const editProfile = (user: string): Act => ({ act: "edit-profile", user, profile: {} });
const editAttributes = (user: string): Act => ({
  act: "edit-attributes",
  user,
  attributes: { department: "it" },
});

const both: Given = { people: [person("oda", ["owner", held("editor", null, { ends: inDays(2) })])] };
const suspendedOwner: Given = { people: [person("oda", ["owner"], { status: "suspended" })] };
const owners: readonly Case[] = [
  example("a manager can't demote an owner", take("ola", "owner"), `${beyond}, role_out_of_reach`),
  example("nor give an owner another role", give("ola", to("viewer")), beyond),
  example("nor take another role from one", take("oda", "editor"), beyond, both),
  example(
    "nor let another role of one last longer",
    give("oda", to("editor", null, inDays(3))),
    beyond,
    both,
  ),
  example("nor suspend one", { act: "suspend", user: "ola" }, beyond),
  example(
    "nor bring one back",
    { act: "reactivate", user: "oda" },
    `${beyond}, role_out_of_reach`,
    suspendedOwner,
  ),
  example("nor remove one", { act: "remove", user: "ola" }, beyond),
  example("nor edit the profile of one", editProfile("ola"), beyond),
  example("nor the attributes", editAttributes("ola"), beyond),
  example(
    "nor demote one while doing something else",
    {
      act: "change-roles",
      user: "ola",
      grant: [to("viewer")],
      revoke: [to("owner")],
    },
    `${beyond}, role_out_of_reach`,
  ),
  example("an owner can", take("ola", "owner"), "allowed", {
    actor: "oda",
    people: [person("oda", ["owner"])],
  }),
  example("managers can manage managers", take("max", "manager"), "allowed", {
    people: [person("max", ["manager"])],
  }),
];

const auditor = role("auditor", ["audit:read"]);
const audits = may({ role: "auditor", verbs: ["user.view", "audit.read", "audit.export"], roles: [] });
const withAuditor = (...assignments: Parameters<typeof person>[1]): Given => ({
  roles: [auditor],
  delegations: [may(), ownersMay, audits],
  people: [person("amy", ["viewer", ...assignments])],
});
const onDocument = may({ role: "document-owner", verbs: ["role.grant"] });
const narrow = may({ roles: allButOwner.filter((id) => id !== "document-owner") });
const withDocument = (term = {}): Given => ({
  delegations: [narrow, onDocument],
  people: [person("amy", ["viewer", held("document-owner", "document:1", term)])],
});
const giveAmy = give("amy", to("editor"));
const masked: readonly Case[] = [
  example("a role that acts on others on one document is out of reach too", giveAmy, beyond, withDocument()),
  example("also one that has not begun", giveAmy, beyond, withDocument({ begins: inDays(2) })),
  example("one that has ended is not", giveAmy, "allowed", withDocument({ ends: inDays(-1) })),
  example(
    "who holds a masked role can't have the profile edited",
    editProfile("amy"),
    beyond,
    withAuditor("auditor"),
  ),
  example("nor the attributes", editAttributes("amy"), beyond, withAuditor("auditor")),
  example("but may be given a role", giveAmy, "allowed", withAuditor("auditor")),
  example("and taken one", take("amy", "viewer"), "allowed", withAuditor("auditor")),
  example("and be removed", { act: "remove", user: "amy" }, "allowed", withAuditor("auditor")),
  example("who holds listed roles only may be edited", editAttributes("amy"), "allowed", withAuditor()),
];

const follows = (unlessDirect: boolean) => ({
  role: "document-owner",
  from: "folder-editor",
  links: [{ subject: "folder:1", object: "document:1" }],
  unlessDirect,
});
const inFolder = (unlessDirect = false, ...others: Parameters<typeof person>[1]): Given => ({
  delegations: [narrow, onDocument],
  derivations: [follows(unlessDirect)],
  people: [person("amy", ["viewer", held("folder-editor", "folder:1"), ...others])],
});
const derived: readonly Case[] = [
  example("a role that follows from another is held too", giveAmy, beyond, inFolder()),
  example(
    "also while it gives way to one on the document",
    giveAmy,
    beyond,
    inFolder(true, held("document-reader", "document:1")),
  ),
  example("one that follows elsewhere is not", giveAmy, "allowed", {
    ...inFolder(),
    people: [person("amy", ["viewer", held("folder-editor", "folder:2")])],
  }),
];

const lead = role("lead", ["document:read"]);
const twoHands: Given = {
  roles: [lead],
  delegations: [
    may({ id: "editors", roles: ["editor"] }),
    may({ id: "leads", roles: ["lead"] }),
    may({ role: "lead", verbs: ["role.grant"], roles: [] }),
  ],
};
const leadAndEditor = [to("lead"), to("editor")];
const byTwo: readonly Case[] = [
  example(
    "who may not touch a lead doesn't while making one",
    { act: "change-roles", user: "bob", grant: leadAndEditor, revoke: [] },
    beyond,
    twoHands,
  ),
  example(
    "who makes an owner hears of that role only",
    give("bob", to("owner")),
    "refused: role_out_of_reach",
  ),
  example("but makes one by itself", give("bob", to("lead")), "allowed", twoHands),
  example("and invites one", accept(), "allowed", {
    ...twoHands,
    session: null,
    people: [nina],
    invitations: [invitation({ grants: leadAndEditor })],
  }),
];

const alreadyHeld: readonly Case[] = [
  example("what somebody has may be given again", give("bob", to("viewer")), "allowed"),
  example(
    "but not by who may not give it, or the answer would tell who holds it",
    give("bob", to("billing")),
    "refused: role_out_of_reach",
    { delegations: [may({ roles: ["viewer"] })], people: [person("bob", ["billing"])] },
  ),
  example("nor to oneself", give("mary", to("manager")), "refused: oneself"),
];

const twin = person("twin", ["viewer"], { email: mary.email });
const oneself: readonly Case[] = [
  example("nobody gives a role to oneself", give("mary", to("editor")), "refused: oneself"),
  example("nor takes one", take("mary", "manager"), "refused: oneself"),
  example("nor suspends oneself", { act: "suspend", user: "mary" }, "refused: oneself"),
  example("nor removes oneself", { act: "remove", user: "mary" }, "refused: oneself"),
  example("nor edits one's own attributes", editAttributes("mary"), "refused: oneself"),
  example("also without an address", take("mary", "manager"), "refused: oneself", {
    people: [{ ...mary, email: null, emailVerified: false }],
  }),
  example(
    "nor acts on another account of the same verified address",
    give("twin", to("editor")),
    "refused: oneself",
    {
      people: [twin],
    },
  ),
  example("an account that only claims the address is somebody else", give("twin", to("editor")), "allowed", {
    people: [{ ...twin, emailVerified: false }],
  }),
  example("also where it is the actor who only claims it", give("twin", to("editor")), "allowed", {
    people: [twin, { ...mary, emailVerified: false }],
  }),
  example("accounts without address are different people", give("twin", to("editor")), "allowed", {
    people: [
      { ...twin, email: null },
      { ...mary, email: null },
    ],
  }),
  example("nobody invites the own address", invite("other@acme.test", to("editor")), "refused: oneself", {
    people: [{ ...bob }],
    actor: {
      kind: "delegate",
      person: { ...mary, email: "other@acme.test" },
      session: {
        tenant: "acme",
        elementType: "user-management",
        configuration: "team",
        verbs: ownersMay.verbs,
      },
    },
  }),
];

const brief = (ends: number): Given => ({
  people: [person("mary", [held("manager", null, { ends: inDays(ends) })])],
});
const until = (days: number) => give("bob", to("editor", null, inDays(days)));
const outlasting: readonly Case[] = [
  example(
    "a grant without end by whose role ends",
    give("bob", to("editor")),
    "needs: beyond_your_own_end",
    brief(9),
  ),
  example("a grant beyond the own end", until(10), "refused: beyond_your_own_end", brief(9)),
  example(
    "a promise beyond it",
    invite("new@acme.test", to("editor", null, inDays(10))),
    "refused: beyond_your_own_end",
    {
      ...brief(9),
    },
  ),
  example(
    "a longer end beyond it",
    give("bob", to("editor", null, inDays(10))),
    "refused: beyond_your_own_end",
    {
      people: [...(brief(9).people ?? []), person("bob", [held("editor", null, { ends: inDays(1) })])],
    },
  ),
  example("a grant up to the own end", until(9), "allowed", brief(9)),
  example("taking needs no end", take("bob", "viewer"), "allowed", brief(9)),
  example("a role that will last longer does not help yet", until(10), "refused: beyond_your_own_end", {
    people: [
      person("mary", [
        held("manager", null, { ends: inDays(9) }),
        held("chief", null, { begins: inDays(1) }),
      ]),
    ],
    delegations: [may(), may({ role: "chief" })],
  }),
];

const leave: Act = { act: "leave" };
const least = { least: [{ role: "owner", count: 1, binds: true }] };
const leaving: readonly Case[] = [
  example("the last owner can't leave", leave, "refused: least_holders", { actor: "ola", guardrails: least }),
  example("nobody leaves for an operator", leave, "refused: nobody", { actor: operator }),
  example("who is not here can't leave", leave, "refused: not_active_here", { actor: "nobody" }),
  example("leaving needs no verb", leave, "allowed", { session: { verbs: new Set() }, delegations: [] }),
  example("and no role", leave, "allowed", { people: [person("mary", [])] }),
  example("an owner leaves where another stays", leave, "allowed", {
    actor: "ola",
    guardrails: least,
    people: [person("oda", ["owner"])],
  }),
];

export const people = {
  owners,
  "masked roles": masked,
  "roles that follow from others": derived,
  "changes saved together": byTwo,
  "what somebody has": alreadyHeld,
  oneself,
  "one's own end": outlasting,
  leaving,
};
