import type { Session } from "../../api/wire.js";
import type { Person } from "../../api/user-management/contract.js";
import type { Messages } from "./messages.js";
import { refusalWords } from "./refusal.js";

/** What a person at this screen may do, by the words of the guard: all of a deed's verbs refused, it is refused. */
const deeds = {
  invite: ["user.invite"],
  "change-roles": ["role.grant", "role.revoke", "role.extend"],
  suspend: ["user.suspend"],
  reactivate: ["user.reactivate"],
  remove: ["user.remove"],
  leave: ["user.leave"],
  invitations: ["user.invite", "invitation.resend", "invitation.cancel"],
} as const;
export type Deed = keyof typeof deeds;

const changes = [
  "user.invite",
  "invitation.resend",
  "invitation.cancel",
  "role.grant",
  "role.revoke",
  "role.extend",
  "user.edit-profile",
  "user.edit-attributes",
  "user.suspend",
  "user.reactivate",
  "user.remove",
] as const;

/** Why a deed is refused here, or on this person; undefined if it is not. */
export function whyNot(
  deed: Deed,
  session: Session,
  messages: Messages,
  person?: Person,
): string | undefined {
  let why: string | undefined;
  for (const verb of deeds[deed]) {
    const reason = person?.refused[verb] ?? session.refused[verb];
    if (!reason) return undefined;
    why ??= refusalWords(reason, messages, session.roles);
  }
  return why;
}

/** There is nothing here that this viewer could ever change: no control is shown at all. */
export function onlyViews(session: Session): boolean {
  return changes.every((verb) => session.refused[verb] !== undefined);
}
