import type { Act, Delegation } from "../../../../src/api/delegation/types.js";
import {
  accept,
  accepting,
  give,
  inDays,
  invitation,
  invite,
  limited,
  may,
  take,
  to,
  type Given,
} from "../../../support/facts.js";
import { example, type Case } from "../../../support/guard-cases.js";

const agreements = "needs: approval_needed, domain_needs_approval";
const inviting = (domains: Partial<Delegation["domains"]>, more: Given = {}) =>
  limited({ domains: { allow: null, ask: [], refuse: [], ...domains } }, more);
const newcomer = invite("new@acme.test", to("editor"));
const waiting: Given = { invitations: [invitation()] };
const renew: Act = { act: "renew", invitation: "i1", expires: inDays(9) };
const cancel: Act = { act: "cancel", invitation: "i1" };
const acme = ["acme.test"];

const domains: readonly Case[] = [
  example(
    "an address outside the allowed ones",
    newcomer,
    "refused: domain_outside",
    inviting({ allow: ["beta.test"] }),
  ),
  example("no allowed domain is nobody", newcomer, "refused: domain_outside", inviting({ allow: [] })),
  example(
    "a subdomain is another domain",
    invite("x@mail.acme.test", to("editor")),
    "refused: domain_outside",
    {
      ...inviting({ allow: acme }),
    },
  ),
  example("so is one that ends alike", invite("x@notacme.test", to("editor")), "refused: domain_outside", {
    ...inviting({ allow: acme }),
  }),
  example("a refused domain", newcomer, "refused: domain_refused", inviting({ refuse: acme })),
  example("also in capitals", newcomer, "refused: domain_refused", inviting({ refuse: ["ACME.test"] })),
  example("and of an address in capitals", invite("x@ACME.test", to("editor")), "refused: domain_refused", {
    ...inviting({ refuse: acme }),
  }),
  example(
    "refused wins over allowed",
    newcomer,
    "refused: domain_refused",
    inviting({ allow: acme, refuse: acme }),
  ),
  example(
    "a new link is judged as an invitation",
    renew,
    "refused: domain_refused",
    inviting({ refuse: acme }, waiting),
  ),
  example("what is no address any more", renew, "refused: domain_refused", {
    invitations: [invitation({ email: "acme.test" })],
  }),
  example("so is accepting", accept(), "refused: domain_refused", accepting(inviting({ refuse: acme }))),
  example("a domain to ask about", newcomer, "needs: domain_needs_approval", inviting({ ask: acme })),
  example("also beside allowed ones", newcomer, "needs: domain_needs_approval", {
    ...inviting({ allow: ["beta.test"], ask: acme }),
  }),
  example("an address at an allowed domain", newcomer, "allowed", inviting({ allow: acme })),
  example("cancelling is not inviting", cancel, "allowed", inviting({ refuse: acme, ask: acme }, waiting)),
  example(
    "nor is granting to a member",
    give("bob", to("editor")),
    "allowed",
    inviting({ refuse: acme, ask: acme }),
  ),
];

const agreed = (count: number) => ({
  approval: [{ roles: new Set(["editor"]), count, reviewers: new Set(["owner"]) }],
});
const editor = give("bob", to("editor"));
const approval: readonly Case[] = [
  example("a role that needs agreement", editor, "needs: approval_needed", limited(agreed(2))),
  example("a promise of it", newcomer, "needs: approval_needed", limited(agreed(1))),
  example("another role", give("bob", to("billing")), "allowed", limited(agreed(2))),
];

const why = (justification: string | null) => limited({ justification: true }, { justification });
const justification: readonly Case[] = [
  example("nothing is said", take("bob", "viewer"), "needs: justification_needed", why(null)),
  example("only blanks are said", take("bob", "viewer"), "needs: justification_needed", why("  ")),
  example("the reason is said", take("bob", "viewer"), "allowed", why("left the team")),
  example("looking needs no reason", { act: "audit.read" }, "allowed", why(null)),
];

const edit = (attributes: Record<string, unknown>): Act => ({
  act: "edit-attributes",
  user: "bob",
  attributes,
});
const attributes: readonly Case[] = [
  example("one that is not listed", edit({ department: "it", level: 3 }), "refused: attribute_not_editable", {
    ...limited({ attributes: ["department"] }),
  }),
  example(
    "no list is none",
    edit({ department: "it" }),
    "refused: attribute_not_editable",
    limited({ attributes: [] }),
  ),
  example(
    "one that is not defined",
    edit({ shoe: 44 }),
    "refused: unknown_attribute",
    limited({ attributes: ["shoe"] }),
  ),
  example("all are listed", edit({ department: "it", level: 3 }), "allowed", {
    ...limited({ attributes: ["department", "level"] }),
  }),
  example(
    "one that limits read, where nobody has said that this is meant",
    edit({ department: "x" }),
    "refused: attribute_decides",
    {
      ...limited({ attributes: ["department", "level"] }),
      suspended: { attributes: new Set(["department"]) },
    },
  ),
  example("another beside it", edit({ level: "x" }), "allowed", {
    ...limited({ attributes: ["department", "level"] }),
    suspended: { attributes: new Set(["department"]) },
  }),
];

const ended = { mustEnd: true, longest: null };
const several: readonly Case[] = [
  example(
    "the role of one and the place of another are nothing",
    give("bob", to("document-reader", "document:1")),
    "refused: role_out_of_reach",
    {
      delegations: [
        may({ id: "place", roles: ["editor"] }),
        may({ id: "role", places: { tenant: true, types: [] }, counts: { bulk: 0 } }),
      ],
    },
  ),
  example(
    "one of two changes that is refused refuses both",
    give("bob", to("editor"), to("billing")),
    "refused: role_out_of_reach",
    {
      delegations: [may({ roles: ["editor"] })],
    },
  ),
  example("what is missing is not asked for where it would not help", editor, "refused: role_out_of_reach", {
    delegations: [may({ roles: [], time: ended })],
  }),
  example("what is only missing an end is closest", editor, "needs: must_end", {
    delegations: [may({ id: "never", roles: [] }), may({ id: "ending", time: ended })],
  }),
  example("what asks for one thing is closer than what asks for two", editor, "needs: must_end", {
    delegations: [may({ id: "two", time: ended, justification: true }), may({ id: "one", time: ended })],
  }),
  example("and two reasons for the same thing are one", newcomer, agreements, {
    delegations: [
      may({ id: "two", time: ended, justification: true }),
      may({
        id: "one",
        approval: [{ roles: new Set(["editor"]), count: 1, reviewers: new Set(["owner"]) }],
        domains: { allow: null, ask: ["acme.test"], refuse: [] },
      }),
    ],
  }),
  example("the one that asks least applies", editor, "allowed", {
    delegations: [may({ id: "ending", time: ended }), may({ id: "open" })],
  }),
  example(
    "a count of the one does not bind the other",
    { act: "change-roles", user: "bob", grant: [to("editor")], revoke: [to("viewer")] },
    "allowed",
    {
      delegations: [
        may({ id: "take", verbs: ["role.revoke"], counts: { grantsPerHour: 0 } }),
        may({ id: "give", verbs: ["role.grant"] }),
      ],
    },
  ),
  example("two changes may rest on two of them", give("bob", to("editor"), to("billing")), "allowed", {
    delegations: [may({ id: "one", roles: ["editor"] }), may({ id: "other", roles: ["billing"] })],
  }),
];

export const domainsToAttributes = {
  domains,
  approval,
  justification,
  attributes,
  "several delegations": several,
};
