import type { Delegation } from "../../../src/api/delegation/types.js";
import { may, role } from "../../support/facts.js";
import type { Scope } from "./scope.js";

const roles = [
  role("owner", ["team:run", "bill:pay", "document:read"]),
  role("manager", ["team:run", "document:read"]),
  role("billing", ["bill:pay"]),
  role("viewer", ["document:read"]),
];
const ownersMay = may({ role: "owner", roles: roles.map(({ id }) => id) });
const below = ["manager", "billing", "viewer"];
const agreeing = (role: string, count: number) => ({
  approval: [{ roles: new Set([role]), count, reviewers: new Set(["owner", "manager"]) }],
});

/** What the operator may make of the managers' delegation. */
const variants: readonly (readonly Delegation[])[] = [
  may({ roles: below }),
  may({ roles: below, mode: "hold", passingOn: false }),
  may({ roles: ["manager", "viewer"], mode: "hold" }),
  may({ roles: [], verbs: ["user.view"] }),
  may({ roles: below, ...agreeing("billing", 1) }),
].map((managersMay) => [managersMay, ownersMay]);

/** Three people with at most one role each, four roles, an invitation, a request, a delegation that is edited. */
export const small: Scope = {
  names: ["ann", "ben", "cid"],
  roles,
  variants,
  guardrails: {
    seats: 3,
    least: [{ role: "owner", count: 1, binds: true }],
    most: [
      { role: "owner", count: 2 },
      { role: "billing", count: 1 },
    ],
    exclusive: [],
    ceiling: null,
  },
  most: 1,
  ending: true,
  invitations: true,
  asks: ({ kind, act, requester, whom }) =>
    kind === "approval" || (act === "change-roles" && requester === whom),
};

/** Every act in these comes from the same tenant; what ends is looked at in the small one. */
const larger = { ...small, ending: false, asks: null };

/** Sets of up to three roles a person, some of which nobody may hold together. */
const sets: Scope = {
  ...larger,
  guardrails: { ...small.guardrails, exclusive: [new Set(["billing", "viewer"])] },
  most: 3,
};

/** Four people, of whom two must agree. */
const agreements: Scope = {
  ...larger,
  names: ["ann", "ben", "cid", "dan"],
  variants: [
    [may({ roles: below, ...agreeing("billing", 2) }), ownersMay],
    [may({ roles: below }), ownersMay],
  ],
  guardrails: { ...small.guardrails, seats: 4 },
  asks: ({ kind, act }) => kind === "approval" && act === "change-roles",
};

/** Two documents, shared by whoever owns one, and read by whoever may write the other. */
const instances: Scope = {
  ...larger,
  roles: [
    role("owner", ["team:run", "document:read", "document:write"]),
    role("document-owner", ["document:read", "document:write"], { resource: "document" }),
    role("document-reader", ["document:read"], { resource: "document" }),
  ],
  variants: [
    { roles: ["document-owner", "document-reader"], mode: "bind" as const },
    { roles: ["document-reader"], mode: "hold" as const, passingOn: false },
  ].map((limits) => [
    may({ role: "document-owner", ...limits, places: { tenant: false, types: [], own: true } }),
    may({ role: "owner", roles: ["owner", "document-owner", "document-reader"] }),
  ]),
  places: ["document:1", "document:2"],
  derivations: [
    {
      role: "document-reader",
      from: "document-owner",
      links: [{ subject: "document:1", object: "document:2" }],
      unlessDirect: true,
    },
  ],
  guardrails: { ...small.guardrails, most: [] },
  most: 2,
};

export const largerScopes = { sets, agreements, instances };
