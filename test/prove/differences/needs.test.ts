import { describe, expect, it } from "vitest";
import { decide } from "../../../src/api/delegation/decide.js";
import type { Act } from "../../../src/api/delegation/types.js";
import {
  facts,
  give,
  held,
  inDays,
  invitation,
  invite,
  limited,
  may,
  operator,
  person,
  role,
  take,
  to,
  type Given,
} from "../../support/facts.js";
import { differ, opinions } from "../second-opinion.js";

/** Where the two once differed in what could be brought to make a no a yes, and what the design says. */

const brief: Given = { people: [person("mary", [held("manager", null, { ends: inDays(9) })])] };
const briefly: Given = {
  ...limited({ mode: "hold" }),
  people: [person("mary", ["manager", held("billing", null, { ends: inDays(9) })])],
};
const renew: Act = { act: "renew", invitation: "i1", expires: inDays(9) };
const back: Act = { act: "reactivate", user: "sue" };
const sue = person("sue", ["viewer"], { status: "suspended" });
const mustEnd = { time: { mustEnd: true, longest: null } };
const agreed = { approval: [{ roles: new Set(["viewer"]), count: 1, reviewers: new Set(["owner"]) }] };

const document = (role: string, id: string, ends: number | null) => to(role, `document:${id}`, ends);
const oneTooLong = give(
  "bob",
  document("document-reader", "1", inDays(10)),
  document("document-reader", "2", null),
);

const deputy = role("deputy", ["document:read"]);
const refusing = (domains: { allow: string[] | null; refuse: string[] }) => ({
  mode: "hold" as const,
  domains: { ask: [], ...domains },
});
const byAllowing: Given = {
  roles: [deputy],
  delegations: [
    may({ roles: ["deputy"], ...refusing({ allow: null, refuse: ["beta.test"] }) }),
    may({ id: "theirs", role: "deputy", roles: [], ...refusing({ allow: ["acme.test"], refuse: [] }) }),
  ],
};

const hidden: Given = {
  actor: operator,
  guardrails: { ceiling: new Set(["document:read", "folder:edit"]) },
  derivations: [
    {
      role: "document-editor",
      from: "folder-editor",
      links: [{ subject: "folder:1", object: "document:1" }],
      unlessDirect: true,
    },
  ],
  people: [person("fay", [held("folder-editor", "folder:1"), held("document-reader", "document:1")])],
};

const differences: readonly [says: string, act: Act, given: Given, answer: string][] = [
  ["whose own role ends may give until then", give("bob", to("viewer")), brief, "needs end"],
  ["so may whose permission ends", give("bob", to("billing")), briefly, "needs end"],
  ["and who invites", invite("new@acme.test", to("billing")), briefly, "needs end"],
  ["who renews can name no end", renew, { ...brief, invitations: [invitation()] }, "refused"],
  ["who brings somebody back can name none", back, { ...limited(mustEnd), people: [sue] }, "refused"],
  [
    "so what needs no end is nearer",
    back,
    { delegations: [may({ id: "1", ...mustEnd }), may({ id: "2", ...agreed })], people: [sue] },
    "needs approval",
  ],
  ["an end that is missing does not excuse one that is too late", oneTooLong, brief, "refused"],
  ["who invites only some refuses all others", give("bob", to("deputy")), byAllowing, "allowed"],
  [
    "what is revealed is given, an operator's ceiling or not",
    take("fay", "document-reader", "document:1"),
    hidden,
    "refused",
  ],
];

describe("differences that were found", () => {
  it.each(differences)("%s", (_, act, given, answer) => {
    const both = opinions({ facts: facts(given), act }, decide);
    const { guard } = both;
    const asked = guard.outcome === "needs" ? guard.reasons.map(({ needs }) => needs) : [];
    expect([guard.outcome, ...new Set(asked)].join(" ")).toBe(answer);
    expect(differ(both)).toBe(false);
  });
});
