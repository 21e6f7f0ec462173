import type { Act } from "../../../../src/api/delegation/types.js";
import {
  give,
  held,
  inDays,
  invitation,
  invite,
  limited,
  may,
  person,
  role,
  take,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

const newcomer = invite("new@acme.test", to("editor"));
const waiting: Given = { invitations: [invitation()] };
const ending: Given = { people: [person("eve", [held("editor", null, { ends: inDays(2) })])] };
const suspended: Given = { people: [person("sue", ["viewer"], { status: "suspended" })] };

/** Each act with the verb it needs, on somebody on whom Mary may use it. */
const acts: readonly [verb: string, act: Act, given?: Given][] = [
  ["user.view", { act: "view" }],
  ["user.invite", newcomer],
  ["invitation.resend", { act: "renew", invitation: "i1", expires: inDays(9) }, waiting],
  ["invitation.cancel", { act: "cancel", invitation: "i1" }, waiting],
  ["role.grant", give("bob", to("editor"))],
  ["role.revoke", take("bob", "viewer")],
  ["role.revoke", give("bob", to("viewer", null, inDays(1)))],
  ["role.extend", give("eve", to("editor", null, inDays(9))), ending],
  ["user.edit-profile", { act: "edit-profile", user: "bob", profile: { name: "Robert" } }],
  ["user.edit-attributes", { act: "edit-attributes", user: "bob", attributes: { department: "support" } }],
  ["user.suspend", { act: "suspend", user: "bob" }],
  ["user.reactivate", { act: "reactivate", user: "sue" }, suspended],
  ["user.remove", { act: "remove", user: "bob" }],
  ["audit.read", { act: "audit.read" }],
];
const others = (verb: string) => acts.map(([each]) => each).filter((each) => each !== verb);

const verbs: readonly Case[] = acts.flatMap(([verb, act, given = {}]) => [
  example(
    `${act.act} is refused to whom everything but ${verb} is given`,
    act,
    "refused: verb_not_given",
    limited({ verbs: others(verb) }, given),
  ),
  example(
    `${act.act} is allowed to whom only ${verb} is given`,
    act,
    "allowed",
    limited({ verbs: [verb, ...(verb === "user.reactivate" ? ["role.grant"] : [])] }, given),
  ),
]);

const standard = [{ name: "tier", in: ["standard", "basic"] }];
const inheriting: Record<string, unknown> = Object.create({ tier: "standard" }) as Record<string, unknown>;
const editor = give("bob", to("editor"));
const outside = "refused: role_out_of_reach";

const roles: readonly Case[] = [
  example("a role that is not listed can't be given", editor, outside, limited({ roles: ["viewer"] })),
  example("nor taken", take("bob", "viewer"), outside, limited({ roles: ["editor"] })),
  example("nor promised", newcomer, outside, limited({ roles: ["viewer"] })),
  example("an empty list lists nobody's role", editor, outside, limited({ roles: [] })),
  example(
    "a role is not listed where one of several attributes differs",
    editor,
    outside,
    limited({ roles: [], where: [...standard, { name: "seats", in: [2] }] }),
  ),
  example(
    "nor where it lacks the attribute",
    give("bob", to("billing")),
    outside,
    limited({ roles: [], where: [{ name: "seats", in: [1] }] }),
  ),
  example("no attribute at all is no wildcard", editor, outside, limited({ roles: [], where: [] })),
  example(
    "a number is not its text",
    editor,
    outside,
    limited({ roles: [], where: [{ name: "seats", in: ["1"] }] }),
  ),
  example("an attribute that is only inherited does not count", give("bob", to("crafted")), outside, {
    ...limited({ roles: [], where: standard }),
    roles: [role("crafted", ["document:read"], { attributes: inheriting })],
  }),
  example("a role is listed by its attributes", editor, "allowed", limited({ roles: [], where: standard })),
];

const modes: readonly Case[] = [
  example("hold refuses what the actor lacks", give("bob", to("billing")), "refused: more_than_you_have", {
    ...limited({ mode: "hold" }),
  }),
  example("hold gives what the actor has", editor, "allowed", limited({ mode: "hold" })),
  example("bind gives what the actor lacks", give("bob", to("billing")), "allowed"),
];

const viewOnly = may({ role: "billing", verbs: ["user.view"], roles: [] });
const passingOn: readonly Case[] = [
  example(
    "a role that carries a delegation can't be given without passing on",
    give("bob", to("manager")),
    "refused: passing_on",
    limited({ passingOn: false }),
  ),
  example("even one that only lets its holders look", give("bob", to("billing")), "refused: passing_on", {
    delegations: [may({ passingOn: false }), viewOnly],
  }),
  example(
    "nor promised",
    invite("new@acme.test", to("manager")),
    "refused: passing_on",
    limited({ passingOn: false }),
  ),
  example("it can be taken", take("max", "manager"), "allowed", {
    ...limited({ passingOn: false }),
    people: [person("max", ["manager"])],
  }),
  example("other roles can be given", editor, "allowed", limited({ passingOn: false })),
];

export const verbsAndRoles = { verbs, roles, "hold or bind": modes, "passing on": passingOn };
