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
