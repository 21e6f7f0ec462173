import type { Act, Place, Verb } from "./delegation/types.js";
import type { ElementType } from "./wire.js";

/**
 * Every command there is, with the verbs it is judged by, the kinds of actor that may send it (`user`: vouched for by
 * the host, without an element session), and the level of key an
 * operator needs. A command that is not in this table does not exist.
 */
export const commands = {
  "user.invite": {
    verbs: ["user.invite", "role.grant", "role.extend", "role.revoke"],
    actors: ["delegate", "operator"],
    key: "environment",
  },
  "user.change-roles": {
    verbs: ["role.grant", "role.revoke", "role.extend"],
    actors: ["delegate", "operator"],
    key: "environment",
  },
  "user.suspend": { verbs: ["user.suspend"], actors: ["delegate"], key: "environment" },
  "user.reactivate": { verbs: ["user.reactivate", "role.grant"], actors: ["delegate"], key: "environment" },
  "user.remove": { verbs: ["user.remove"], actors: ["delegate", "operator"], key: "environment" },
  "user.edit-profile": { verbs: ["user.edit-profile"], actors: ["delegate"], key: "environment" },
  "user.edit-attributes": { verbs: ["user.edit-attributes"], actors: ["delegate"], key: "environment" },
  "invitation.resend": { verbs: ["invitation.resend"], actors: ["delegate"], key: "environment" },
  "invitation.copy-link": { verbs: ["invitation.resend"], actors: ["delegate"], key: "environment" },
  "invitation.cancel": { verbs: ["invitation.cancel"], actors: ["delegate", "operator"], key: "environment" },
  "invitation.accept": { verbs: [], actors: ["user", "operator"], key: "environment" },
  "request.ask": { verbs: [], actors: ["delegate"], key: null },
  "request.review": { verbs: ["request.review"], actors: ["delegate"], key: null },
  "request.withdraw": { verbs: [], actors: ["delegate"], key: null },
  "delegation.create": { verbs: ["delegation.edit"], actors: ["operator"], key: "environment" },
  "delegation.edit": { verbs: ["delegation.edit"], actors: ["operator"], key: "environment" },
  "delegation.remove": { verbs: ["delegation.edit"], actors: ["operator"], key: "environment" },
  "delegation.mark-meant": { verbs: ["delegation.edit"], actors: ["operator"], key: "environment" },
  "delegation.withdraw-mark": { verbs: ["delegation.edit"], actors: ["operator"], key: "environment" },
  "tenant.leave": { verbs: [], actors: ["delegate"], key: null },
} as const satisfies Record<
  string,
  { verbs: readonly Verb[]; actors: readonly ("delegate" | "operator" | "user")[]; key: "environment" | null }
>;

export type CommandName = keyof typeof commands;

/** What somebody must be allowed for an element of this type to show them anything of a place. */
export const watching: Readonly<Record<ElementType, (place: Place) => Act>> = {
  "user-management": (place) => ({ act: "view", place }),
  "audit-log": () => ({ act: "audit.read" }),
  "role-assignment": (place) => ({ act: "view", place }),
  // Everybody may see what they have asked for; what one may answer is judged request by request.
  approvals: () => ({ act: "requests" }),
  "access-request": () => ({ act: "requests" }),
  delegations: () => ({ act: "own-limits" }),
};
